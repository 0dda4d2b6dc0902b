import type { FixedImage } from '../fixed/entry.ts'
import { byCodeUnit } from '../text.ts'
import { exportedImages } from './exported-image.ts'
import { nameResults } from './names.ts'

/**
 * A line `ORDER_API_IMAGE=ghcr.io/team/order-api:1.2` for each result, sorted. `sh`, `docker run --env-file`, compose and the file of
 * `GITHUB_ENV` read it alike, since an image reference needs no quotes and has no line ends.
 * @throws InputError for what exportedImages refuses, and for names that would be one
 */
export function formatEnv(entries: readonly FixedImage[]): string {
  const lines = nameResults(exportedImages(entries, 'env'), 'env', variableName).map(
    ({ name, exported }) => `${name}=${exported.result.text}\n`
  )
  return lines.toSorted(byCodeUnit).join('')
}

/** Ends in `_IMAGE`, so that it never is a variable that means something to a program, as `PATH`. */
function variableName(words: readonly string[]): string {
  const text = `${words.join('_').toUpperCase()}_IMAGE`
  return /^[0-9]/.test(text) ? `_${text}` : text
}
