/**
 * How much a registry may take of time, memory and patience. Defaults: threat model section 10. Only the workflow may
 * change them, never a file of the project.
 */
export type RegistryLimits = {
  /** Tags asked for per page. */
  readonly pageSize: number
  /** Decoded bytes of one page, and of all pages of one repository. */
  readonly pageBytes: number
  readonly listBytes: number
  /** Tags and pages of one repository. */
  readonly tags: number
  readonly pages: number
  /** Decoded bytes of a manifest and of an image configuration; requests and milliseconds that one question about an image may cost. */
  readonly manifestBytes: number
  readonly imageRequests: number
  readonly imageMs: number
  /** Decoded bytes of a token answer; characters of a token. */
  readonly tokenAnswerBytes: number
  readonly tokenLength: number
  /** Decoded bytes read of an error answer; characters of it that are shown. */
  readonly errorBytes: number
  readonly diagnosticLength: number
  /** Milliseconds: until connected, without any byte, for one request, for one repository, for everything. */
  readonly connectMs: number
  readonly idleMs: number
  readonly requestMs: number
  readonly listMs: number
  readonly totalMs: number
  readonly redirects: number
  readonly retries: number
  /** First pause before a retry; doubles with each one. */
  readonly backoffMs: number
  /** Milliseconds of waiting that one host may cost in all. */
  readonly waitMs: number
  /** Connections to one host over HTTP/1.1, and repositories of one registry that are listed at the same time. */
  readonly connections: number
  /** The same over HTTP/2, where there is one connection: requests on it at a time, and repositories. */
  readonly streams: number
}

/** How many decoded bytes a body may have, and what to say of one that has more. */
export type BodyLimit = { readonly bytes: number; readonly tooLarge: string }

/** `32 MiB`, `900 bytes`. */
export function formatSize(bytes: number): string {
  return bytes >= mebi ? `${Math.floor(bytes / mebi)} MiB` : `${bytes} bytes`
}

const kibi = 1024
const mebi = 1024 * kibi

/** The limits of threat model section 10. */
export const defaultLimits: RegistryLimits = {
  pageSize: 1000,
  pageBytes: 32 * mebi,
  listBytes: 64 * mebi,
  tags: 200_000,
  pages: 2000,
  manifestBytes: 4 * mebi,
  imageRequests: 6,
  imageMs: 20_000,
  tokenAnswerBytes: mebi,
  tokenLength: 16 * kibi,
  errorBytes: 64 * kibi,
  diagnosticLength: 300,
  connectMs: 10_000,
  idleMs: 15_000,
  requestMs: 60_000,
  listMs: 180_000,
  totalMs: 900_000,
  redirects: 5,
  retries: 3,
  backoffMs: 500,
  waitMs: 60_000,
  connections: 4,
  streams: 200
}
