/**
 * What is known of a registry besides the standard. A registry that is not in the table just works; the table saves requests and
 * names hosts that may be given a login.
 */
export type Habit = {
  /** Name for people. */
  readonly name: string
  /** Tags to ask for at once. */
  readonly pageSize: number
  /** Most tags that it ever puts on a page; undefined where that is not known. */
  readonly largestPage: number | undefined
  /** How its lists are ordered. `unknown` is found out page by page. */
  readonly order: 'lexical' | 'other' | 'unknown'
  /** Hosts besides its own that may be given its login for a token (threat model C-08). */
  readonly authHosts: readonly string[]
}

const standard: Habit = { name: 'registry', pageSize: 1000, largestPage: undefined, order: 'unknown', authHosts: [] }

/** What is known of the registry at a normalised host. */
export function habitOf(_registry: string): Habit {
  return standard
}
