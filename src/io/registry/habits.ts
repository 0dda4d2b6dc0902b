import { habits, usual } from './habit-table.ts'

/**
 * What is known of a registry besides the standard. A registry that is not in the table just works; the table saves requests, names
 * hosts that may be given a login, and tells people how to log in.
 */
export type Habit = {
  /** Name for people. */
  readonly name: string
  /**
   * Hosts, whole: `*` stands for one or more letters, digits or hyphens, never for a dot. Empty for a product that runs under any host;
   * its row says what it does and is never looked up.
   */
  readonly hosts: readonly string[]
  /** Tags to ask for at once. */
  readonly pageSize: number
  /** Most tags that it ever puts on a page; undefined where that is not known. */
  readonly largestPage: number | undefined
  /** How its lists are ordered. `unknown` is found out page by page. */
  readonly order: 'lexical' | 'other' | 'unknown'
  /** Hosts besides its own that may be given its login for a token (threat model C-08). */
  readonly authHosts: readonly string[]
  /** What a token is asked for (threat model C-09); never more than reading. ACR lists tags for `metadata_read` only. */
  readonly actions: 'pull' | 'pull,metadata_read'
  /** True where whoever reads a manifest has pulled, of which it allows few. */
  readonly countsPulls: boolean
  /** What it takes as a login, as a sentence; undefined where there is nothing special. */
  readonly login: string | undefined
  /** What it does that another registry would not. */
  readonly odd: readonly string[]
  /** Where this is said: addresses of documentation, source code or reports. */
  readonly sources: readonly string[]
}

const standard: Habit = {
  ...usual,
  name: 'registry',
  sources: ['https://github.com/opencontainers/distribution-spec/blob/main/spec.md']
}

const patterns = habits.flatMap(habit => habit.hosts.map(host => ({ habit, labels: host.split('.') })))

/** What is known of the registry at a normalised host. A host with a port is another registry, and in no row. */
export function habitOf(registry: string): Habit {
  if (registry.includes(':')) return standard
  const labels = registry.split('.')
  return patterns.find(({ labels: wanted }) => matches(wanted, labels))?.habit ?? standard
}

/** Label by label and from end to end: `evil-azurecr.io`, `azurecr.io.evil.test` and `a.b.azurecr.io` are not `*.azurecr.io`. */
function matches(wanted: readonly string[], labels: readonly string[]): boolean {
  return labels.length === wanted.length && wanted.every((label, index) => matchesLabel(label, labels[index] ?? ''))
}

function matchesLabel(pattern: string, label: string): boolean {
  if (!pattern.startsWith('*')) return pattern === label
  const rest = pattern.slice(1)
  return label.length > rest.length && label.endsWith(rest) && /^[a-z0-9-]+$/.test(label)
}
