import { InputError } from '../errors.ts'
import type { AnswerRecord, PartRecord } from '../report/part-record.ts'
import { quote } from '../text.ts'

/**
 * A report hides secrets, and a merge writes the fixed-images file from reports: a part whose names of images and objects hold a secret would have
 * stars written in its place, or could not be merged. It says so where it runs.
 * @param plain the record of the part as it was decided
 * @param hidden the same without secrets
 * @throws InputError
 */
export function refuseMaskedPart(plain: PartRecord, hidden: PartRecord): void {
  const what = maskedIn(plain, hidden)
  if (what === undefined) return
  throw new InputError('shard', `a secret of the project stands in ${what}, and the report of a part hides secrets`, {
    hint: 'Resolve this project in one run, without shard, or take the secret out of the names of its images and objects.'
  })
}

function maskedIn(plain: PartRecord, hidden: PartRecord): string | undefined {
  const position = plain.answers.findIndex(
    (answer, index) => writtenText(answer) !== writtenText(hidden.answers[index])
  )
  const answer = hidden.answers[position]
  if (answer !== undefined) {
    const { image, namespace, deployment, container } = answer.use
    const place = [namespace, deployment, container].filter(name => name !== '').join(', ')
    return `the names of ${quote(image)}${place === '' ? '' : ` (${place})`}`
  }
  const { file, unused, lock } = plain
  if (file.text !== hidden.file.text || JSON.stringify(unused) !== JSON.stringify(hidden.unused))
    return `${quote(hidden.file.name)} or the file that it is compared with`
  if (file.name !== hidden.file.name) return 'the path of the fixed-images file'
  if (lock?.name !== hidden.lock?.name || lock?.text !== hidden.lock?.text) return 'the lock'
  return undefined
}

/** What of an answer is written, and what the reader of the record must see whole. */
function writtenText(answer: AnswerRecord | undefined): string {
  if (answer === undefined) return ''
  const { image, namespace, deployment, container, status, result, old } = answer.use
  return JSON.stringify(status === 'resolved' ? [image, namespace, deployment, container, result, old] : [result, old])
}
