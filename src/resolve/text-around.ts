import type { ImageUse } from '../project/uses.ts'

/** What a template writes directly around a call and what belongs to the same reference; placeholders of other calls stay in it. */
export type TextAround = { readonly before: string; readonly behind: string }

/**
 * The text around a call that a reader of the rendered text takes for a part of the reference: `mirror.test/` before it, `-alpine` or
 * `@sha256:…` behind it. Both are empty for a blank, a quote, an option as `--image=`, a scheme as `oci://`, the end of a line or of a sentence.
 */
export function textAround(use: Pick<ImageUse, 'manifest' | 'range' | 'field'>): TextAround {
  return { before: textBefore(use), behind: textBehind(use) }
}

/** No reference is longer, with the registry and the digest of it. */
const longest = 1000

function textBefore({ manifest, range, field }: Pick<ImageUse, 'manifest' | 'range' | 'field'>): string {
  const text = manifest.text.slice(Math.max(0, range[0] - longest), range[0])
  const line = text.replace(/\\(?:x[\dA-Fa-f]{2}|u[\dA-Fa-f]{4}|U[\dA-Fa-f]{8}|.)/g, ' ')
  const [run = ''] = /[\w.:/@+-]*$/.exec(line) ?? []
  const word = run.split('://').at(-1) ?? ''
  // the value is the image, so that all of it counts; alone behind a quoted key, a colon is YAML's
  if (/(?:^|\.)image$/.test(field)) return word === ':' ? '' : word
  return /^[A-Za-z0-9].*[\w./+-]$|^[A-Za-z0-9]$/.test(word) ? word : ''
}

function textBehind({ manifest, range }: Pick<ImageUse, 'manifest' | 'range'>): string {
  const word = /[^\s"'\\]*/y
  word.lastIndex = range[1]
  const text = word.exec(manifest.text)?.[0] ?? ''
  return /^[.:/@+-]*\w[\w.:/@+-]*/.exec(text)?.[0].replace(/[.:]+$/, '') ?? ''
}
