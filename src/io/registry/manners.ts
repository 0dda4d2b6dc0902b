/** What a run has learnt about the lists of one registry; spares later lists the same useless request. */
export type Manners = {
  /** Larger pages than the usual were refused. */
  refusesLargePages: boolean
  /** A list did not go on from a text that is no tag as an ordered list would: only Links are followed. */
  linksOnly: boolean
  /** Whether a last page without a Link was the end although it was as full as a page can be. Undefined while nobody has asked. */
  endsWithLinks: Promise<boolean> | undefined
}

/** The manners of each registry host, nothing known at first. */
export function createMannersBook(): (registry: string) => Manners {
  const known = new Map<string, Manners>()
  return registry => {
    const manners = known.get(registry) ?? {
      refusesLargePages: false,
      linksOnly: false,
      endsWithLinks: undefined
    }
    known.set(registry, manners)
    return manners
  }
}
