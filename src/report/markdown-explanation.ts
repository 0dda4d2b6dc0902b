import { plural } from '../text.ts'
import { describeChange } from './change-text.ts'
import { nameList, sentence, textCode, textWriter } from './markdown-words.ts'
import { dateText, passedOverLines } from './policy-text.ts'
import type { Change, ExplanationRecord, PolicyRecord, Report, SourceRecord, UseRecord } from './record.ts'

/** What the version filter found, and what the policy made of it. */
export type ExplainedDecision = { readonly explanation: ExplanationRecord; readonly policy: PolicyRecord | null }

/** Why an image has its answer, or none: everything that uses and change know of it. */
export type ExplainedImage = {
  readonly image: string
  /** Null where there is no answer. */
  readonly result: string | null
  readonly origin: UseRecord['origin']
  readonly why: string
  readonly decisions: readonly ExplainedDecision[]
  readonly sources: readonly SourceRecord[]
}

/**
 * One entry for each image and new result among the changes, in their order, then images for which the policy passed over something newer and that
 * stay, then images without answer whose tags were read.
 */
export function explainedImages(report: Pick<Report, 'uses'>, changes: readonly Change[]): readonly ExplainedImage[] {
  const answers = answersOf(report.uses)
  const found = new Map<string, ExplainedImage & { readonly sources: SourceRecord[] }>()
  for (const { image, new: result, why, links } of changes) {
    if (result === null) continue
    const key = JSON.stringify([image, result])
    const answer = answers.get(key)
    const { origin = null, decisions = [] } = answer ?? {}
    const entry = found.get(key) ?? { image, result, origin, why, decisions: [...decisions], sources: [] }
    if (links.source !== null) entry.sources.push(links.source)
    found.set(key, entry)
  }
  const others = [...answers].flatMap(([key, answer]) => (found.has(key) ? [] : [{ ...answer, sources: [] }]))
  const waiting = others.filter(({ result, decisions }) => result !== null && decisions.some(passesOver))
  const unanswered = others.filter(({ result, decisions }) => result === null && decisions.length > 0)
  return [...found.values(), ...waiting, ...unanswered]
}

function passesOver({ policy }: ExplainedDecision): boolean {
  return policy !== null && policy.passedOver.length > 0
}

/** True where some tags were passed over: each is a line. */
export function hasPassedOver({ decisions }: ExplainedImage): boolean {
  return decisions.some(passesOver)
}

/** How much an explanation says: `full`; `counts`, without examples and commits; `line`, without what was rejected or passed over. */
export type ExplanationDetail = 'full' | 'counts' | 'line'

/** Why a tag won: who answered, what was seen, what the policy passed over and the filter rejected, what came second, and what the labels say of the source. */
export function explanationItem(explained: ExplainedImage, detail: ExplanationDetail): string {
  const { image, result, decisions } = explained
  const { to } = describeChange({ image, old: null, new: result })
  const name = `**${textCode(image)}**${result === null ? '' : ` → ${textCode(to ?? result)}`}`
  const [only] = decisions
  const single = decisions.length === 1 && only !== undefined ? [foundText(image, only)] : []
  const head = `- ${name}: ${[...answerText(explained), ...single].join('; ')}`
  if (detail === 'line') return head
  const lines =
    single.length === 1
      ? decisions.flatMap(one => leftLines(one, detail, '  '))
      : decisions.flatMap(one => [`  - ${foundText(image, one)}`, ...leftLines(one, detail, '    ')])
  return [head, ...lines, ...explained.sources.flatMap(source => sourceLines(source, detail))].join('\n')
}

type Answer = Omit<ExplainedImage, 'sources' | 'decisions'> & { readonly decisions: ExplainedDecision[] }

function answersOf(uses: readonly UseRecord[]): ReadonlyMap<string, Answer> {
  const answers = new Map<string, Answer>()
  const known = new Set<string>()
  for (const { image, result, origin, why, explanation, policy } of uses) {
    const key = JSON.stringify([image, result])
    const answer = answers.get(key) ?? { image, result, origin, why, decisions: [] }
    const decision = JSON.stringify([key, explanation?.repository, explanation?.filter, policy])
    if (explanation !== null && !known.has(decision)) answer.decisions.push({ explanation, policy })
    known.add(decision)
    answers.set(key, answer)
  }
  return answers
}

/** Who answered. The registry's part is told by what was found there. */
function answerText({ result, origin, why, decisions }: ExplainedImage): readonly string[] {
  if (result === null) return []
  if (origin === 'registry' && decisions.length > 0) return ['from the registry']
  return [sentence(why) || 'no reason given']
}

function foundText(image: string, { explanation, policy }: ExplainedDecision): string {
  const { repository, filter, prefix, seen, matched, newest, runnerUp, ties } = explanation
  const of = repository === image ? '' : ` of ${textCode(repository)}`
  const begin = prefix === null ? '' : ` that ${seen === 1 ? 'begins' : 'begin'} with ${textCode(prefix)}`
  const found = `${matched} of ${plural(seen, 'tag')}${of}${begin} ${matched === 1 ? 'matches' : 'match'} ${textCode(filter)}`
  // what comes second to a tag that was passed over says nothing about the answer
  const isPassedOver = newest !== null && policy?.passedOver.some(({ tag }) => tag === newest) === true
  const first = isPassedOver ? `; the newest is ${textCode(newest)}` : ''
  const second = runnerUp === null || isPassedOver ? '' : `; the next best is ${textCode(runnerUp)}`
  const equal = ties.length === 0 ? '' : `; equal to it: ${nameList(ties, 5)}`
  const date = policy === null || policy.date === null ? '' : `; ${dateText(policy.date, textWriter)}`
  return `${found}${first}${second}${equal}${date}`
}

function leftLines(
  { explanation, policy }: ExplainedDecision,
  detail: ExplanationDetail,
  indent: string
): readonly string[] {
  const passedOver = policy === null ? [] : passedOverLines(policy, textWriter)
  return [...passedOver.map(line => `${indent}- ${line}`), ...rejectedLines(explanation, detail, indent)]
}

function rejectedLines(explanation: ExplanationRecord, detail: ExplanationDetail, indent: string): readonly string[] {
  return explanation.rejected.map(({ reason, count, examples }) => {
    const shown = detail === 'full' && examples.length > 0 ? `, as ${nameList(examples, 5)}` : ''
    return `${indent}- rejected ${count}: ${sentence(reason)}${shown}`
  })
}

/** Labels and commit messages are anybody's text: code spans, and no link. */
function sourceLines({ source, from, to, note, commits }: SourceRecord, detail: ExplanationDetail): readonly string[] {
  const revisions = from === null && to === null ? '' : `, commit ${revision(from)} → ${revision(to)}`
  const why = note === null ? '' : ` (${sentence(note)})`
  if (source === '') return [`  - source unknown${why}`]
  const line = `  - source ${textCode(source)}${revisions}${why}`
  if (commits === null || detail !== 'full') return [line]
  const shown = commits.subjects.slice(-mostCommits)
  const rest = commits.total - shown.length
  const earlier = rest > 0 ? [`    - ${rest} earlier`] : []
  return [
    `${line}, ${plural(commits.total, 'commit')}:`,
    ...earlier,
    ...shown.map(({ sha, subject }) => `    - ${revision(sha)} ${textCode(subject)}`)
  ]
}

const mostCommits = 10

function revision(sha: string | null): string {
  return sha === null ? 'unknown' : textCode(/^[0-9a-f]{40,}$/i.test(sha) ? sha.slice(0, 12) : sha)
}
