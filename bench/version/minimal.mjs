/**
 * The least that picking the newest can cost: one loop by hand over the leading numbers, nothing allocated but for a new best. It knows no
 * other filter, no reasons, no large numbers, and compares what follows the numbers as text.
 */
export function minimalScan(tags) {
  let best
  let bestRest = ''
  const top = [-1, -1, -1]
  const now = [0, 0, 0]
  for (const tag of tags) {
    let at = tag.charCodeAt(0) === 118 ? 1 : 0
    let unit = tag.charCodeAt(at)
    if (!(unit >= 48 && unit <= 57)) continue
    let count = 0
    now[1] = -1
    now[2] = -1
    for (;;) {
      let value = 0
      while (unit >= 48 && unit <= 57) {
        value = value * 10 + unit - 48
        unit = tag.charCodeAt(++at)
      }
      if (count < 3) now[count] = value
      count++
      const after = tag.charCodeAt(at + 1)
      if (unit !== 46 || !(after >= 48 && after <= 57)) break
      unit = tag.charCodeAt(++at)
    }
    const order = now[0] - top[0] || now[1] - top[1] || now[2] - top[2]
    if (order < 0) continue
    const rest = tag.slice(at)
    if (order === 0 && !isGreater(rest, tag, bestRest, best)) continue
    top[0] = now[0]
    top[1] = now[1]
    top[2] = now[2]
    best = tag
    bestRest = rest
  }
  return best
}

function isGreater(rest, tag, bestRest, best) {
  if (rest === bestRest) return tag > best
  return rest === '' || (bestRest !== '' && rest > bestRest)
}
