import type { Alert } from './alerts.ts'
import { warningTitles } from './alerts.ts'
import { describeChange } from './change-text.ts'
import type { HeldImage } from './held-images.ts'
import { formatWhere, type PlaceDetail, sentence, stick, textCode, textWriter } from './markdown-words.ts'
import { holdText } from './policy-text.ts'
import { formatPlace } from './where.ts'

/** Images that an alert names before the rest is counted. */
const named = 5

/** A new registry or an expired hold, with the images it is about. */
export function alertItem({ kind, message, place, images }: Alert): string {
  const shown = images.slice(0, named).map(textCode)
  const rest = images.length - shown.length
  const list = shown.length === 0 ? '' : ` for ${shown.join(', ')}${rest === 0 ? '' : ` and ${rest} more`}`
  const where = place === null ? '' : ` at ${textCode(formatPlace(place))}`
  return `- **⚠${stick}${warningTitles[kind]}**${list}${where} – ${sentence(message) || 'no reason given'}`
}

/** An image that the policy holds: what it stays at, why, for whom and how long. */
export function heldItem({ image, result, hold, where }: HeldImage, detail: PlaceDetail): string {
  const { name, to } = describeChange({ image, old: null, new: result })
  const stays = to === null ? ' has nothing to stay at' : ` ${name === null ? '' : `${textCode(name)} `}${textCode(to)}`
  const places = formatWhere(where, detail, ', ')
  return `- ${textCode(image)}${stays}, **held**: ${holdText(hold, textWriter)}${places === '' ? '' : `, used by ${places}`}`
}
