import type { Answer } from '../bench.ts'

/**
 * One registry as its users meet it: the habits of its row in src/io/registry/habit-table.ts, in this process. Where the sources of the
 * row do not give the words of an error, they are made up.
 */
export type Vendor = {
  /** The name of its row, and of its recipe in docs/registries.md. */
  readonly name: string
  /** Host of its images, as in the recipe. */
  readonly host: string
  /** Path of a repository that needs the login. */
  readonly path: string
  readonly tags: readonly string[]
  readonly username: string
  readonly password: string
  /** What answers at each of its hosts; made anew for each test. */
  readonly servers: () => Readonly<Record<string, Answer>>
  /** The host that is given the login; no other may be. */
  readonly loginAt: string
  /** Requests for the whole list from link to link, login and all. */
  readonly requests: number
  /** What a wrong password and a repository that is not there end in. */
  readonly wrong: string
  readonly missing: string
}
