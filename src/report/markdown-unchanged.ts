import { plural } from '../text.ts'
import { describeChange } from './change-text.ts'
import { formatWhere, type PlaceDetail, sentence, textCode, textWriter } from './markdown-words.ts'
import { passedOverText } from './policy-text.ts'
import type { Counts } from './record.ts'
import type { UnchangedImage } from './unchanged.ts'

/** One image that stays as it is, with what holds it if something does. */
export function unchangedItem(unchanged: UnchangedImage, detail: PlaceDetail): string {
  const { name, to } = describeChange({ image: unchanged.image, old: null, new: unchanged.result })
  const result = to === null ? '' : ` ${name === null ? '' : `${textCode(name)} `}${textCode(to)}`
  const where = formatWhere(unchanged.where, detail, ', ')
  return `- ${textCode(unchanged.image)}${result}${noteOf(unchanged)}${where === '' ? '' : ` (${where})`}`
}

/** `3 uses unchanged (1 image held), 1 use not selected`: the numbers of the record. */
export function unchangedTitle({ unchanged, heldImages, skipped }: Counts): string {
  const held = heldImages === 0 ? '' : ` (${plural(heldImages, 'image')} held)`
  const parts = [
    unchanged === 0 ? '' : `${plural(unchanged, 'use')} unchanged${held}`,
    skipped === 0 ? '' : `${plural(skipped, 'use')} not selected`
  ]
  return parts.filter(part => part !== '').join(', ')
}

/** Why it stays. The reason of a hold is told where no fold hides it. */
function noteOf({ kind, isHeld, why, origin, policy }: UnchangedImage): string {
  if (kind === 'skipped') return ', not selected'
  const passedOver = policy === null ? '' : passedOverText(policy, textWriter)
  if (!isHeld) return passedOver === '' ? '' : `, ${passedOver}`
  if (policy !== null && policy.hold !== null) return ', **held** by the policy'
  return `, **held**: ${sentence(why) || 'no reason given'}${origin === 'deployed' ? ', unchanged' : ''}`
}
