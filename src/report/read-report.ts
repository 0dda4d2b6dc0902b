import { compareUses } from './diff.ts'
import { checkAgreement } from './read-report-agreement.ts'
import { report as readParts } from './read-report-parts.ts'
import { refuse } from './read-report-shape.ts'
import type { Change, ChangeLinks, Report, SourceRecord } from './record.ts'

/** UTF-16 units of a whole report. */
const longestReport = 16 * 1024 * 1024

/** Gives the page that compares two commits of a source, or undefined where there is none to be trusted. */
export type CompareAddress = (source: string, from: string, to: string) => string | undefined

/**
 * Reads a report that somebody else wrote, as the job for a fork (threat model W-02): every member of its type and none besides, nothing too
 * long, and no number, gate, change or kind of bump that the rest of the record contradicts. Links are not taken over: those to registries are
 * built again from the images, and that of the source is `compare`'s or none.
 *
 * What it cannot tell is whether the run happened: a fork that writes its own report whole is read like any other.
 * @throws InputError with the place as a JSON pointer
 */
export function readReport(text: string, compare: CompareAddress = () => undefined): Report {
  if (text.length > longestReport) refuse('', `is longer than ${longestReport} characters`)
  const report = readParts(parse(text), '')
  checkAgreement(report)
  return {
    ...report,
    changes: report.changes.map((change, index) => withOwnLinks(change, `/changes/${index}`, compare))
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return refuse('', 'is no JSON')
  }
}

function withOwnLinks(change: Change, pointer: string, compare: CompareAddress): Change {
  const { source } = change.links
  const own = derive(change)
  if (own?.movedRepository !== change.movedRepository)
    refuse(`${pointer}/movedRepository`, `is ${change.movedRepository}, and its images say otherwise`)
  if (source !== null && change.kind !== 'changed') refuse(`${pointer}/links/source`, `compares what is ${change.kind}`)
  // the page of a downgrade shows what gets lost
  const ordered: CompareAddress =
    change.bump === 'downgrade' ? (address, from, to) => compare(address, to, from) : compare
  const links: ChangeLinks = {
    old: own?.links.old ?? null,
    new: own?.links.new ?? null,
    source: source && withOwnCompare(source, `${pointer}/links/source`, ordered)
  }
  return { ...change, links }
}

/** What a run says about this old and this new image. */
function derive({ image, old, new: now, why, filter, bump, where }: Change): Change | undefined {
  const [place = { namespace: '', deployment: '', container: '' }] = where
  if (now !== null) return compareUses([{ ...place, image, old, new: now, why, filter, bump }], [])[0]
  return old === null ? undefined : compareUses([], [{ image, resultImage: old }])[0]
}

const longestSource = 400
const longestSubject = 200
const mostSubjects = 1000
const commit = /^[0-9a-f]{7,64}$/

function withOwnCompare(source: SourceRecord, pointer: string, compare: CompareAddress): SourceRecord {
  const { from, to, note, commits } = source
  if (source.source.length > longestSource) refuse(`${pointer}/source`, `is longer than ${longestSource} characters`)
  if (from !== null && !commit.test(from)) refuse(`${pointer}/from`, 'is no commit')
  if (to !== null && !commit.test(to)) refuse(`${pointer}/to`, 'is no commit')
  const subjects = commits?.subjects ?? []
  if (subjects.length > Math.min(commits?.total ?? 0, mostSubjects))
    refuse(`${pointer}/commits/subjects`, 'are more than there may be')
  subjects.forEach(({ sha, subject }, index) => {
    if (!commit.test(sha)) refuse(`${pointer}/commits/subjects/${index}/sha`, 'is no commit')
    if (subject.length > longestSubject)
      refuse(`${pointer}/commits/subjects/${index}/subject`, `is longer than ${longestSubject} characters`)
  })
  if (source.compare === null) return source
  const own = from === null || to === null ? undefined : compare(source.source, from, to)
  if (own !== undefined) return { ...source, compare: own, note: null }
  return { ...source, compare: null, commits: null, note: note ?? 'the link of the report is none of ours' }
}
