import { visible } from '../text.ts'

/** Plain scalars that every reader of YAML takes for this very text: they begin with a letter and are no word of its own. */
const plain = /^[A-Za-z][A-Za-z0-9_./-]*$/
const words = /^(?:true|false|yes|no|on|off|null|y|n)$/i

/**
 * A text as a YAML scalar on one line, quoted where that is needed.
 * @param text one that {@link unwritable} takes
 */
export function yamlScalar(text: string): string {
  return plain.test(text) && !words.test(text) ? text : JSON.stringify(text)
}

/** `key: |` and the lines below it, for a list of texts; nothing for none. Each has to be one that {@link unwritable} takes. */
export function yamlLines(key: string, texts: readonly string[]): readonly string[] {
  return texts.length === 0 ? [] : [`${key}: |`, ...texts.map(text => `  ${text}`)]
}

/**
 * Why a name may not stand in a pipeline file: it would be read as something else there. Undefined for one that may. Workflow inputs are
 * trimmed and split at line ends, `${{` begins an expression of GitHub, `$[[` one of GitLab, and `#` a comment in our own lists.
 */
export function unwritable(text: string): string | undefined {
  if (text === '') return 'it is empty'
  if (visible(text) !== text) return 'it holds characters that nobody sees'
  if (text.trim() !== text) return 'it begins or ends with a blank'
  if (text.startsWith('#')) return 'it begins with #, as a comment'
  if (text.startsWith('-')) return 'it begins with -, as a flag'
  if (text.includes('$')) return 'it holds $, which begins a variable or an expression'
  if (text.length > 200) return 'it is longer than 200 characters'
  return undefined
}

/** Why a target may not name a file, as it does in `fixed/{target}.yaml`, and an artifact. Undefined for one that may. */
export function notAFileName(target: string): string | undefined {
  return /^[A-Za-z0-9][A-Za-z0-9._-]*$/.test(target) ? undefined : 'it cannot be the name of a file on every system'
}
