import { jsonText } from '../report/escape.ts'

/** The first line of every file of ours. */
export const exportHeader = '# Written by kluctl-images export.\n'

/**
 * A text in double quotes that every reader of YAML takes for that text (threat model Y-03). It is meant for image names, tags, digests and
 * names of ours, which are ASCII.
 */
export function yamlQuoted(text: string): string {
  return jsonText(text)
}

/** `key: "value"` lines at a depth of blanks; what has no value is left out. */
export function yamlFields(fields: Readonly<Record<string, string | undefined>>, depth: number): readonly string[] {
  return Object.entries(fields).flatMap(([key, value]) =>
    value === undefined ? [] : [`${' '.repeat(depth)}${key}: ${yamlQuoted(value)}`]
  )
}
