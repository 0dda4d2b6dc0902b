import { describe, expect, test } from 'vitest'
import { formatComment, formatSummary, formatWhole } from '../../src/report/markdown.ts'
import type { Report } from '../../src/report/record.ts'
import { groupWhere } from '../../src/report/where.ts'
import { allNodes, dataRows, type MarkdownNode, parseMarkdown, textOf } from './markdown-tree.ts'
import { situations } from './situations.ts'

const marker = '<!-- kluctl-images:0123456789abcdef -->'
const cases = Object.entries(situations).filter(([name]) => name !== '5000-changes')

/** Numbers that stand in running text and in the titles of folds; what is in code is somebody's name. */
function numbersIn(tree: MarkdownNode): ReadonlySet<number> {
  const texts = allNodes(tree).flatMap(({ type, value = '' }) =>
    type === 'text' || (type === 'html' && value.includes('<summary>')) ? [value] : []
  )
  return new Set(texts.flatMap(text => text.match(/\d+/g) ?? []).map(Number))
}

/** Every number that a view of this record may say: what it holds, how many of a sort there are, and what is not among the shown. */
function allowedNumbers(report: Report, shownRows: number): ReadonlySet<number> {
  const allowed = new Set<number>([
    ...Object.values(report.counts),
    ...Object.values(report.cost),
    ...numbersOfTexts(report)
  ])
  const add = (...numbers: readonly number[]): void => {
    for (const number of numbers) allowed.add(number)
  }
  add(report.changes.length, report.failures.length, report.changes.length - shownRows)
  for (const { bump } of report.changes) add(report.changes.filter(change => change.bump === bump).length)
  add(report.changes.filter(({ movedRepository }) => movedRepository).length)
  for (const kind of ['trap', 'warning', 'hold', 'new-registry', 'committed'])
    add(report.warnings.filter(warning => warning.kind === kind).length)
  const holds = report.uses.filter(({ policy }) => policy !== null && policy.hold !== null).length
  add(
    holds,
    holds - 8,
    ...report.uses.flatMap(({ policy }) => [2, 5].map(at => (policy?.passedOver.length ?? at) - at))
  )
  for (const { images } of report.gates) add(images.length - 3)
  for (const { where } of [...report.changes, ...report.failures]) {
    const groups = groupWhere(where)
    add(...[1, 2, 4].map(places => groups.length - places), ...groups.map(({ containers }) => containers.length - 4))
  }
  for (const { explanation } of report.uses) {
    if (explanation === null) continue
    add(explanation.seen, explanation.matched, ...explanation.rejected.map(({ count }) => count))
  }
  for (const { links } of report.changes) {
    const commits = links.source?.commits
    if (commits) add(commits.total, commits.total - commits.subjects.length)
  }
  return allowed
}

function numbersOfTexts(report: Report): readonly number[] {
  const texts = [
    ...report.changes.map(({ why }) => why),
    ...report.uses.map(({ why }) => why),
    ...report.uses.map(({ policy }) => JSON.stringify(policy)),
    ...report.failures.flatMap(({ message, hint }) => [message, hint ?? '']),
    ...report.warnings.map(({ message }) => message),
    ...report.gates.map(({ remedy }) => remedy ?? '')
  ]
  return texts.flatMap(text => text.match(/\d+/g) ?? []).map(Number)
}

describe('every number in the Markdown is one of the record', () => {
  test.each(cases)('%s', (_, report) => {
    const long = report.changes.length > 100 ? [] : [formatSummary(report), formatWhole(report)]
    for (const markdown of [formatComment(report, { marker }), ...long]) {
      const tree = parseMarkdown(markdown)
      const shown = dataRows(tree).length
      const allowed = new Set([...allowedNumbers(report, shown), ...leftOutNumbers(report, tree)])
      expect([...numbersIn(tree)].filter(number => !allowed.has(number))).toEqual([])
    }
  })

  test('and would be found if it were not', () => {
    const tree = parseMarkdown('### 777 images change\n\n<details><summary>888 more</summary>\n\n`999`\n\n</details>')
    expect([...numbersIn(tree)]).toEqual([777, 888])
  })

  test('and the counts of images are read from it, not counted again', () => {
    const report = situations['many'] ?? situations['one-patch']
    if (report === undefined) throw new Error('no situation')
    const names = Object.keys(report.counts)
    const counts = { ...report.counts, ...Object.fromEntries(names.map((name, index) => [name, 4001 + index])) }
    const comment = formatComment({ ...report, counts }, { marker })
    const { uses, images, changedImages, addedImages, removedImages, committedImages } = counts
    const { heldImages, failedImages, traps, errors } = counts
    const head = comment.split('\n').slice(1, 4).join(' ')
    expect(head.match(/\d+/g)?.map(Number)).toEqual([
      changedImages,
      addedImages,
      removedImages,
      committedImages,
      heldImages,
      failedImages,
      traps,
      errors,
      uses,
      images
    ])
    expect(comment).toContain(`<summary>${counts.unchanged} uses unchanged (${heldImages} images held)`)
  })
})

/** What the text itself shows of each kind, in and outside the fold, and what is missing of it. */
function leftOutNumbers(report: Report, tree: MarkdownNode): readonly number[] {
  const kinds = (rows: readonly MarkdownNode[]): readonly string[] =>
    rows.map(row => textOf(row.children?.[3] ?? row).replace(/^[^a-z]+/, ''))
  const folded = kinds((allNodes(tree).filter(node => node.type === 'table')[1]?.children ?? []).slice(1))
  const shown = kinds(dataRows(tree))
  const explained = new Set(report.changes.flatMap(({ image, new: now }) => (now === null ? [] : [`${image} ${now}`])))
  const items = allNodes(tree).flatMap(node => (node.type === 'list' ? [node.children?.length ?? 0] : []))
  const numbers = [...new Set(report.changes.map(({ bump }) => bump))].flatMap(bump => {
    const of = (list: readonly string[]): number => list.filter(word => word.startsWith(bump)).length
    return [report.changes.filter(change => change.bump === bump).length - of(shown), of(folded)]
  })
  return [folded.length, explained.size, ...items.map(count => explained.size - count), ...numbers]
}
