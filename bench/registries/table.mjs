import { readFileSync, writeFileSync } from 'node:fs'

/**
 * What was measured, as rows of cells with their heads.
 * @param {import('./bars.mjs').Results} results @param {readonly import('./scenarios.mjs').Scenario[]} scenarios
 * @param {ReadonlyMap<string, string>} titles Of the ways.
 */
export function resultRows(results, scenarios, titles) {
  const rows = [['data set', 'way', 'time', '/ floor', 'requests', 'a repository', 'connections', 'peak memory']]
  for (const { name, title, set } of scenarios) {
    const ways = results.get(name) ?? new Map()
    const floor = ways.get('floor')?.ms
    let first = title
    for (const [way, { ms, peak, counts }] of ways) {
      const relative = floor === undefined ? '' : (ms / floor).toFixed(2)
      const perRepository = (counts.requests / set.repositories).toFixed(set.repositories > 1 ? 2 : 0)
      const protocols = ['h2', 'h1'].filter(protocol => counts[protocol] > 0)
      const connections = [counts.connections, ...protocols].join(' ')
      const memory = peak === 0 ? '?' : `${(peak / 1024).toFixed(0)} MiB`
      const time = `${ms.toFixed(0)} ms`
      rows.push([
        first,
        titles.get(way) ?? way,
        time,
        relative,
        String(counts.requests),
        perRepository,
        connections,
        memory
      ])
      first = ''
    }
  }
  return rows
}

/** @param {readonly import('./bars.mjs').Judged[]} judged */
export function barRows(judged) {
  const rows = judged.map(({ where, bar, value, holds }) => [where, bar, value, holds ? 'holds' : 'MISSED'])
  return [['data set', 'bar', 'measured', ''], ...rows]
}

/** For a terminal: the first `left` columns to the left, the others to the right. */
export function formatPlain(rows, left) {
  const widths = rows[0].map((_, column) => Math.max(...rows.map(row => row[column].length)))
  const pad = (cell, column) => (column < left ? cell.padEnd(widths[column]) : cell.padStart(widths[column]))
  return rows.map(row => row.map(pad).join('  ').trimEnd()).join('\n')
}

/** For a document. */
export function formatMarkdown(rows, left) {
  const [head, ...body] = rows.map(row => `| ${row.join(' | ')} |`)
  const rule = `| ${rows[0].map((_, column) => (column < left ? '---' : '---:')).join(' | ')} |`
  return [head, rule, ...body].join('\n')
}

const begin = '<!-- results of bench/registries.mjs -->'
const end = '<!-- end of results -->'

/** Replaces what stands between the two marks of a document. */
export function writeBetweenMarks(path, text) {
  const document = readFileSync(path, 'utf8')
  const [from, to] = [document.indexOf(begin), document.indexOf(end)]
  if (from < 0 || to < from) throw new Error(`${path} has no marks for the results`)
  writeFileSync(path, `${document.slice(0, from + begin.length)}\n\n${text}\n\n${document.slice(to)}`)
}
