import { plural } from '../text.ts'
import type { Bump } from '../version/bump.ts'
import { describeChange } from './change-text.ts'
import { leftToRight } from './escape.ts'
import { isPlainAddress, markdownLink } from './markdown-link.ts'
import { cellCode, cellWriter, formatWhere, type PlaceDetail, sentence, stick } from './markdown-words.ts'
import { dateText, type PolicyOfChange, passedOverText, policiesOf } from './policy-text.ts'
import type { Change, Report } from './record.ts'
import { warnedImages } from './warned-images.ts'
import { hasManyNamespaces } from './where.ts'

/** Head of the table of changes. */
export const changeTableHead = '| image | used by | old → new | kind | why |\n| --- | --- | --- | --- | --- |'

/** What a row says, and what it points at: images that have a trap, images of a new registry, images whose entry the pull request itself changes, and what the policy did. */
export type RowDetail = PlaceDetail & {
  readonly trapped: ReadonlySet<string>
  readonly arrived: ReadonlySet<string>
  readonly committed: ReadonlySet<string>
  readonly policyOf: PolicyOfChange
}

/** What rows need to know of a report. */
export function rowDetail(report: Report, places: number): RowDetail {
  return {
    places,
    showNamespace: hasManyNamespaces(report),
    trapped: warnedImages(report.warnings, 'trap'),
    arrived: warnedImages(report.warnings, 'new-registry'),
    committed: warnedImages(report.warnings, 'committed'),
    policyOf: policiesOf(report.uses)
  }
}

/** One row of the table of changes, without line end: whole Markdown by itself, so that any number of rows can be left out. */
export function changeRow(change: Change, detail: RowDetail): string {
  const where = formatWhere(change.where, detail, '<br>') || '–'
  const filter = change.filter === null ? '' : `<br>${cellCode(change.filter)}`
  const why = sentence(change.why, 'cell')
  const notes = `${filter}${policyNotes(change, detail)}${marks(change, detail)}`
  return `| ${cellCode(change.image)} | ${where} | ${formatMove(change)} | ${formatKind(change)} | ${why}${notes} |`
}

function marks({ image, new: now }: Change, { trapped, arrived, committed }: RowDetail): string {
  const signs = [
    ...(now !== null && trapped.has(image) ? ['trap'] : []),
    ...(now !== null && arrived.has(image) ? ['new registry'] : []),
    ...(committed.has(image) ? ['changed in the file'] : [])
  ]
  return signs.map(sign => `<br>**⚠${stick}${sign}**`).join('')
}

/** Which newer tags the policy passed over, and by which date it judged the answer. */
function policyNotes(change: Change, { policyOf }: RowDetail): string {
  const policy = policyOf(change)
  if (policy === null) return ''
  const date = policy.date === null ? '' : dateText(policy.date, cellWriter)
  return [passedOverText(policy, cellWriter), date].map(text => (text === '' ? '' : `<br>${text}`)).join('')
}

/** `**▼ 1 downgrade** · **2 major** · 3 patch`: changes by kind, most urgent first. */
export function formatKinds(bumps: readonly Bump[], separator: string, isLoud = true): string {
  const counts = new Map<Bump, number>()
  for (const bump of bumps) counts.set(bump, (counts.get(bump) ?? 0) + 1)
  return kindOrder
    .flatMap(bump => {
      const count = counts.get(bump)
      if (count === undefined) return []
      const text = bump === 'downgrade' ? plural(count, bump) : `${count} ${bump}`
      return [isLoud ? stress(bump, text) : text]
    })
    .join(separator)
}

const kindOrder: readonly Bump[] = ['downgrade', 'major', 'removed', 'new', 'other', 'digest', 'minor', 'patch']

/** What stands out does so by a sign, by weight and by its word, and by no colour: it is the same in an e-mail of plain text. */
function stress(bump: Bump, text: string): string {
  if (bump === 'downgrade') return `**▼${stick}${text}**`
  if (bump === 'removed') return `**✕${stick}${text}**`
  return bump === 'major' ? `**${text}**` : text
}

function formatKind({ bump, movedRepository, links }: Change): string {
  const moved = movedRepository ? [`**⇄${stick}other repository**`] : []
  const source = links.source
  const commits = source?.commits?.total ?? 0
  const compare = isPlainAddress(source?.compare)
    ? [markdownLink(commits === 0 ? 'compare' : plural(commits, 'commit'), source.compare)]
    : []
  return [stress(bump, bump), ...moved, ...compare].join('<br>')
}

/**
 * `1 → 2` of a change, without what both sides share; each a link where its registry has a page. Code spans are no walls for the order of
 * letters, so that both sides of one line read from left to right.
 */
function formatMove(change: Change): string {
  const { name, from, to } = describeChange(change)
  const shared = name === null ? '' : `${cellCode(name)}<br>`
  const side = (text: string | null, address: string | null): string =>
    text === null ? '–' : markdownLink(cellCode(leftToRight(text)), address)
  const arrow = (from?.length ?? 0) + (to?.length ?? 0) > 24 ? `<br>→${stick}` : ` →${stick}`
  return `${shared}${side(from, change.links.old)}${arrow}${side(to, change.links.new)}`
}
