/**
 * What a registry was asked since the last reset.
 * @typedef {{ requests: number, lists: number, tokens: number, pings: number, others: number, connections: number, h2: number, h1: number,
 *   statuses: Record<string, number> }} Counts
 */

/** @returns {Counts} */
export function noCounts() {
  return { requests: 0, lists: 0, tokens: 0, pings: 0, others: 0, connections: 0, h2: 0, h1: 0, statuses: {} }
}

/** @param {Counts} counts @param {string} path @param {number} status */
export function countRequest(counts, path, status) {
  counts.requests++
  counts.statuses[status] = (counts.statuses[status] ?? 0) + 1
  if (path.endsWith('/tags/list')) counts.lists++
  else if (path === '/token') counts.tokens++
  else if (path === '/v2/' || path === '/v2') counts.pings++
  else counts.others++
}
