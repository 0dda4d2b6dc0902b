import { plural } from '../text.ts'
import { describeChange } from './change-text.ts'
import { nameList, sentence, textCode } from './markdown-words.ts'
import type { Change, ExplanationRecord, Report, SourceRecord, UseRecord } from './record.ts'

/** Why an image has its answer, or none: everything that uses and change know of it. */
export type ExplainedImage = {
  readonly image: string
  /** Null where there is no answer. */
  readonly result: string | null
  readonly origin: UseRecord['origin']
  readonly why: string
  readonly explanations: readonly ExplanationRecord[]
  readonly sources: readonly SourceRecord[]
}

/** One entry for each image and new result among the changes, in their order, then images without answer whose tags were read. */
export function explainedImages(report: Pick<Report, 'uses'>, changes: readonly Change[]): readonly ExplainedImage[] {
  const answers = answersOf(report.uses)
  const found = new Map<string, ExplainedImage & { readonly sources: SourceRecord[] }>()
  for (const { image, new: result, why, links } of changes) {
    if (result === null) continue
    const key = JSON.stringify([image, result])
    const answer = answers.get(key)
    const { origin = null, explanations = [] } = answer ?? {}
    const entry = found.get(key) ?? { image, result, origin, why, explanations: [...explanations], sources: [] }
    if (links.source !== null) entry.sources.push(links.source)
    found.set(key, entry)
  }
  const unanswered = [...answers.values()].filter(
    ({ result, explanations }) => result === null && explanations.length > 0
  )
  return [...found.values(), ...unanswered.map(answer => ({ ...answer, sources: [] }))]
}

/** How much an explanation says: `full`; `counts`, without examples and commits; `line`, without what was rejected. */
export type ExplanationDetail = 'full' | 'counts' | 'line'

/** Why a tag won: who answered, what was seen, what the filter rejected, what came second, and what the labels say of the source. */
export function explanationItem(explained: ExplainedImage, detail: ExplanationDetail): string {
  const { image, result, explanations } = explained
  const { to } = describeChange({ image, old: null, new: result })
  const name = `**${textCode(image)}**${result === null ? '' : ` → ${textCode(to ?? result)}`}`
  const [only] = explanations
  const single = explanations.length === 1 && only !== undefined ? [foundText(image, only)] : []
  const head = `- ${name}: ${[...answerText(explained), ...single].join('; ')}`
  if (detail === 'line') return head
  const lines =
    single.length === 1
      ? explanations.flatMap(one => rejectedLines(one, detail, '  '))
      : explanations.flatMap(one => [`  - ${foundText(image, one)}`, ...rejectedLines(one, detail, '    ')])
  return [head, ...lines, ...explained.sources.flatMap(source => sourceLines(source, detail))].join('\n')
}

type Answer = Omit<ExplainedImage, 'sources' | 'explanations'> & { readonly explanations: ExplanationRecord[] }

function answersOf(uses: readonly UseRecord[]): ReadonlyMap<string, Answer> {
  const answers = new Map<string, Answer>()
  for (const { image, result, origin, why, explanation } of uses) {
    const key = JSON.stringify([image, result])
    const answer = answers.get(key) ?? { image, result, origin, why, explanations: [] }
    const isKnown = answer.explanations.some(
      known => known.filter === explanation?.filter && known.repository === explanation.repository
    )
    if (explanation !== null && !isKnown) answer.explanations.push(explanation)
    answers.set(key, answer)
  }
  return answers
}

/** Who answered. The registry's part is told by what was found there. */
function answerText({ result, origin, why, explanations }: ExplainedImage): readonly string[] {
  if (result === null) return []
  if (origin === 'registry' && explanations.length > 0) return ['from the registry']
  return [sentence(why) || 'no reason given']
}

function foundText(image: string, explanation: ExplanationRecord): string {
  const { repository, filter, prefix, seen, matched, runnerUp, ties } = explanation
  const of = repository === image ? '' : ` of ${textCode(repository)}`
  const begin = prefix === null ? '' : ` that ${seen === 1 ? 'begins' : 'begin'} with ${textCode(prefix)}`
  const found = `${matched} of ${plural(seen, 'tag')}${of}${begin} ${matched === 1 ? 'matches' : 'match'} ${textCode(filter)}`
  const second = runnerUp === null ? '' : `; the next best is ${textCode(runnerUp)}`
  return `${found}${second}${ties.length === 0 ? '' : `; equal to it: ${nameList(ties, 5)}`}`
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
