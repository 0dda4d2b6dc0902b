import { plural } from '../text.ts'
import type { Verification } from './record.ts'

/** The verification in one line of plain text: `1 image failed, 1 not pinned, 12 verified`. Each sink escapes it for itself. */
export function verificationVerdict({ counts }: Pick<Verification, 'counts'>): string {
  const { failed, warned, notPinned, verified, errors } = counts
  const parts = [
    part(failed, 'failed'),
    part(warned, 'with a warning'),
    part(notPinned, 'not pinned'),
    part(verified, 'verified')
  ].filter(text => text !== undefined)
  const images = parts.map((text, index) => (index === 0 ? withNoun(text) : text))
  const problems = errors === 0 ? [] : [plural(errors, 'error in the project', 'errors in the project')]
  const said = [...images, ...problems]
  return said.length === 0 ? nothing : said.join(', ')
}

const nothing =
  'No call of images.get_image was found, so nothing was proved: look at the folder, the target and the tags and folders to include'

function part(count: number, what: string): string | undefined {
  return count === 0 ? undefined : `${count} ${what}`
}

function withNoun(text: string): string {
  return text.replace(/^\d+/, count => plural(Number(count), 'image'))
}
