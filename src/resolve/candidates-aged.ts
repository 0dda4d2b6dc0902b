/** What the registry's answers make of a tag: `young` fails `minimum-age` by its date, `refused` fails anything else. */
export type Standing = 'passes' | 'young' | 'refused'

/** The border is looked for among so many tags first: further down are the images of another time. */
const near = 64

/** And then among so many more. A power of two: halves of one tag less than that come out even. */
const far = 4096

/** For so many tags the border is always found: one look at the end of what is near, then halves. */
export const mostProbes: number = 1 + Math.log2(far)

/** How many tags are looked through at most. */
export const farthest: number = near + far - 1

/**
 * Looks for the first place that passes among tags of which the upper ones are too young, without asking for each: where age grows from place to
 * place, it is found. Where it does not, a place is found that passes all the same, and none that was seen to pass is above it. A place that is refused for
 * another reason is old enough; where the border is one, it goes on below. Every place that is returned was looked at.
 *
 * Which places are looked at does not depend on how many there are, and those beyond the end count as probes: so a search that ends above what the last
 * one took ends without an answer.
 *
 * @param count number of places; beyond are tags that are not to be taken
 * @param probes how many places may be tried
 */
export async function findOldEnough(
  count: number,
  probes: number,
  look: (place: number) => Promise<Standing>
): Promise<number | undefined> {
  let left = probes
  let end = count
  /** The uppermost place known to pass, or to be as good as beyond the end. */
  let bound = Number.POSITIVE_INFINITY
  const probe: Probe = async place => {
    left -= 1
    const standing = place < end ? await look(place) : 'passes'
    if (standing !== 'passes') return standing
    end = Math.min(end, place)
    bound = Math.min(bound, place)
    return standing
  }
  /** The next place below which the border is to be looked for; undefined where the search is at its end. */
  const descend = async (young: number): Promise<number | undefined> => {
    let place = await findBorder(young, bound, () => left > 0, probe)
    while (place !== undefined && left > 0) {
      place += 1
      const standing = await probe(place)
      if (standing !== 'refused') return standing === 'young' ? place : undefined
    }
    return undefined
  }
  for (let young: number | undefined = -1; young !== undefined && left > 0; ) young = await descend(young)
  return end < count ? end : undefined
}

type Probe = (place: number) => Promise<Standing>

/** The first place below a young one that is old enough and refused all the same; undefined where that one passes, or is not found. */
async function findBorder(
  from: number,
  bound: number,
  mayProbe: () => boolean,
  probe: Probe
): Promise<number | undefined> {
  let [young, old] = [from, Math.min(bound, from + near)]
  let isRefused = false
  if (old < bound) {
    const first = await probe(old)
    isRefused = first === 'refused'
    if (first === 'young') [young, old] = [old, Math.min(bound, old + far)]
  }
  while (old - young > 1 && mayProbe()) {
    const middle = (young + old) >> 1
    const standing = await probe(middle)
    if (standing === 'young') young = middle
    else [old, isRefused] = [middle, standing === 'refused']
  }
  return isRefused && old - young === 1 ? old : undefined
}
