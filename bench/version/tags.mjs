/** A mixed list as registries of busy teams have it: releases, pre-releases, variants, builds of branches, dates, hashes, moving tags. */
export function mixedTags(count) {
  let state = 1
  const below = limit => {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0
    return (state >>> 8) % limit
  }
  const version = () => `${below(20)}.${below(60)}.${below(90)}`
  const hash = () => below(0xffffff).toString(16).padStart(7, 'c')
  const kinds = [
    version,
    version,
    version,
    version,
    () => `v${version()}`,
    () => `${version()}-rc.${below(9)}`,
    () => `${version()}-alpine`,
    () => `main-${below(9999)}-${hash()}`,
    () => `release-${below(999)}`,
    hash
  ]
  const tags = Array.from({ length: count - 3 }, (_, index) => kinds[index % kinds.length]())
  return [...tags, 'latest', 'stable', 'edge']
}
