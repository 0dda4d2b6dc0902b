import { quote, visible } from './text.ts'

/**
 * Why a text is no name of an artifact; undefined where it is one. GitHub's rule, a length that is safe, and nothing that would be a command
 * in the log which GitHub's package writes (threat model O-04).
 */
export function artifactNameProblem(name: string): string | undefined {
  if (name.trim() === '') return 'it is empty'
  if (name.length > 200) return 'it is longer than 200 characters'
  if (visible(name) !== name) return 'it holds an invisible character'
  const [illegal] = /["<>|*?:\\/]|##\[/.exec(name) ?? []
  return illegal === undefined ? undefined : `${quote(illegal)} may not stand in it`
}
