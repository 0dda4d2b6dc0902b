import type { PartRecord } from '../report/part-record.ts'
import { refuse, refuseMask } from '../report/read-report-shape.ts'
import type { Report } from '../report/record.ts'
import { shardOf } from '../resolve/shard.ts'
import { sha256Hex } from '../template/hash.ts'
import { byCodeUnit } from '../text.ts'

/** More parts no option has. */
const mostShards = 256

/**
 * Checks that a part says what the rest of its record says, which was checked by itself: a record that was written by hand cannot show one
 * thing and have another merged.
 * @throws InputError with the place of the first contradiction
 */
export function checkPart(report: Report, part: PartRecord): void {
  const { index, count } = part.shard
  if (index > count || count > mostShards) refuse('/part/shard', `is ${index} of ${count}`)
  checkAnswers(part)
  checkUses(report, part)
  checkFile(part)
  checkLock(part)
}

function checkAnswers({ answers, total, shard }: PartRecord): void {
  let last = -1
  answers.forEach(({ position, use, orderedBy, error, warning, traps }, index) => {
    const pointer = `/part/answers/${index}`
    if (position <= last || position >= total) refuse(`${pointer}/position`, 'is out of order, or of no call')
    last = position
    if ('target' in use) refuse(`${pointer}/use/target`, 'is in the record of one target')
    if (isPlain(use.image) && shardOf(use.image, shard.count) !== shard.index)
      refuse(`${pointer}/use/image`, 'falls into another part')
    if (use.filter !== null && use.filter !== orderedBy) refuse(`${pointer}/orderedBy`, 'is not the version filter')
    if ((use.status === 'failed') !== (error !== null)) refuse(`${pointer}/error`, 'contradicts the status')
    if (use.status !== 'resolved' && warning !== null) refuse(`${pointer}/warning`, 'is said of no answer')
    if (use.status === 'resolved') {
      refuseMask(use.image, `${pointer}/use/image`)
      for (const name of placeNames) refuseMask(use[name], `${pointer}/use/${name}`, `a part of a ${name}`)
    }
    if (use.status === 'skipped' && traps.length > 0) refuse(`${pointer}/traps`, 'are those of no filter')
  })
}

/** What an entry of a fixed-images file may say of a place. */
const placeNames = ['namespace', 'deployment', 'container'] as const

/** A mask hides where the image belongs. */
function isPlain(image: string): boolean {
  return !image.includes('***')
}

/** By sets: masked secrets change the order. */
function checkUses({ uses, failures }: Report, { answers }: PartRecord): void {
  const texts = (values: readonly unknown[]): string => JSON.stringify(values.map(canonical).toSorted(byCodeUnit))
  if (texts(uses) !== texts(answers.map(({ use }) => use))) refuse('/part/answers', 'are not the uses of the report')
  const told = new Set(failures.map(({ image, message }) => JSON.stringify([image, message])))
  answers.forEach(({ use, error }, index) => {
    if (error !== null && !told.has(JSON.stringify([use.image, error.message])))
      refuse(`/part/answers/${index}/error`, 'is no failure of the report')
  })
}

/** The same text for the same value, whatever the order of its members. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_, member: unknown) =>
    typeof member === 'object' && member !== null && !Array.isArray(member)
      ? Object.fromEntries(Object.entries(member).toSorted(([a], [b]) => byCodeUnit(a, b)))
      : member
  )
}

function checkFile({ file: { text, digest, untouched } }: PartRecord): void {
  if (text === null || digest === null) {
    if (text !== digest || untouched.length > 0) refuse('/part/file', 'speaks of a file that was not there')
    return
  }
  if (sha256Hex(text) === digest) return
  refuseMask(text, '/part/file/text', 'a secret that stands in the fixed-images file')
  refuse('/part/file/text', 'is not what its digest says')
}

/** A run asks for the facts of what it decided, once for each. */
function checkLock({ lock, answers }: PartRecord): void {
  const decided = new Set(answers.flatMap(({ use }) => (use.origin === 'previous' ? [] : (use.result ?? []))))
  const told = new Set<string>()
  lock?.facts.forEach(({ result }, index) => {
    const pointer = `/part/lock/facts/${index}/result`
    if (!decided.has(result)) refuse(pointer, 'is no result of the part')
    if (told.has(result)) refuse(pointer, 'is there twice')
    told.add(result)
  })
}
