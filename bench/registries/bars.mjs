/**
 * Results of one scenario, by way.
 * @typedef {{ ms: number, peak: number, counts: import('./counts.mjs').Counts, wrong: string | undefined }} Result `peak` in KiB.
 * @typedef {Map<string, Map<string, Result>>} Results By scenario and way.
 * @typedef {{ where: string, bar: string, value: string, holds: boolean }} Judged
 */

const mebi = 1024

const wayTitles = { prefix: ', literal prefix', narrow: ', narrow literal prefix' }

/**
 * The bars of the project that can be judged with what was measured.
 * @param {Results} results @param {readonly import('./scenarios.mjs').Scenario[]} scenarios @returns {Judged[]}
 */
export function judge(results, scenarios) {
  const judged = []
  const titles = new Map(scenarios.map(({ name, title }) => [name, title]))
  const ratio = (scenario, way, base, most, words) => {
    const [own, other] = [way, base].map(name => results.get(scenario)?.get(name))
    if (own === undefined || other === undefined) return
    const isRight = own.wrong === undefined && other.wrong === undefined
    const value = own.ms / other.ms
    const where = `${titles.get(scenario)}${wayTitles[way] ?? ''}`
    const shown = isRight ? value.toFixed(2) : 'wrong lists'
    judged.push({ where, bar: `≤ ${most.toFixed(2)} × ${words}`, value: shown, holds: isRight && value <= most })
  }
  ratio('small', 'ours', 'floor', 1.35, 'floor')
  ratio('small', 'ours', 'renovate', 0.1, 'Renovate')
  ratio('small', 'ours', 'skopeo', 0.12, 'skopeo')
  ratio('medium', 'ours', 'floor', 1.4, 'floor')
  ratio('large', 'ours', 'floor', 0.45, 'floor')
  ratio('large', 'prefix', 'floor', 0.25, 'floor')
  ratio('large', 'narrow', 'floor', 0.25, 'floor')
  ratio('pushed', 'ours', 'floor', 1.1, 'floor')
  const single = results.get('small')?.get('ours')
  if (single) {
    const requests = single.counts.requests / 200
    const bar = '≤ 2.02 requests a repository'
    judged.push({
      where: `${titles.get('small')}`,
      bar,
      value: requests.toFixed(3),
      holds: !single.wrong && requests <= 2.02
    })
  }
  for (const [name, ways] of results) judged.push(...judgeEach(titles.get(name) ?? name, ways))
  const limited = results.get('limited')?.get('ours')
  if (limited) {
    const value = limited.wrong ? 'wrong lists' : `all, ${limited.counts.statuses[429] ?? 0} × 429`
    const bar = 'every tag, exit 0'
    judged.push({ where: titles.get('limited') ?? '', bar, value, holds: limited.wrong === undefined })
  }
  return judged
}

function judgeEach(where, ways) {
  const own = ['ours', 'prefix', 'narrow'].flatMap(name => ways.get(name) ?? [])
  if (own.length === 0) return []
  const isRight = own.every(({ wrong }) => wrong === undefined)
  const connections = own.map(({ counts }) => `${counts.connections} (${counts.h2} h2)`)
  const isOne = own.every(({ counts }) => counts.connections === 1 && counts.h2 === 1)
  const peak = Math.max(...own.map(one => one.peak)) / mebi
  const memory = peak === 0 ? 'not measured' : `${peak.toFixed(0)} MiB`
  return [
    { where, bar: 'one connection a host (h2)', value: connections.join(', '), holds: isRight && isOne },
    { where, bar: '≤ 110 MiB', value: memory, holds: isRight && peak > 0 && peak <= 110 }
  ]
}
