import { ImageNameError, InputError, RegistryError } from '../errors.ts'
import { parseImageReference } from '../image/reference.ts'
import { formatRepository, type Repository } from '../image/repository.ts'
import type { TagSource } from '../ports.ts'
import { terminalText } from '../report/escape.ts'
import { formatReceipt } from '../report/receipt.ts'
import { quote } from '../text.ts'
import type { VersionFilter } from '../version/filter.ts'
import type { Terminal } from './command.ts'
import { logReceipt } from './log.ts'

/** Tags of a repository as its registry lists them. */
export type ListedTags = {
  readonly repository: string
  readonly pages: number
  readonly tags: readonly string[]
  /** Set where only tags that begin with this were read. */
  readonly prefix?: string | undefined
}

/** The same, or why there are none. */
export type Listing = ListedTags | { readonly repository: string; readonly error: RegistryError }

/**
 * Asks the registry of an image for all its tags; warnings go to standard error.
 * @throws ImageNameError for an image with a tag or digest; RegistryError
 */
export async function listTagsOf(image: string, terminal: Terminal): Promise<ListedTags> {
  const [listing] = await listTagsOfAll([image], terminal, undefined, found => found)
  if (listing === undefined || 'error' in listing) throw listing?.error ?? new Error('no listing for an image')
  return listing
}

/**
 * The same for several images, all at once, in their order; with a filter only those tags that it can accept, where any does. An error of
 * a registry is in the place of its image. What `read` makes of a list is made while others are still on their way.
 * @throws ImageNameError for an image with a tag or digest, before a registry is asked
 */
export async function listTagsOfAll<T>(
  images: readonly string[],
  terminal: Terminal,
  filter: VersionFilter | undefined,
  read: (listing: Listing) => T
): Promise<readonly T[]> {
  const repositories = images.map(parseUntagged)
  const { openRegistries } = await import('../io/registries.ts')
  const registries = openRegistries({ env: terminal.env })
  try {
    const listings = await Promise.all(
      repositories.map(async repository => read(await listOne(registries, repository, filter)))
    )
    for (const warning of registries.warnings()) terminal.err(`warning: ${terminalText(warning)}\n`)
    const receipt = formatReceipt(registries.cost().hosts)
    logReceipt(receipt && registries.redactor.redact(receipt), terminal)
    return listings
  } finally {
    await registries.close()
  }
}

function parseUntagged(image: string): Repository {
  const reference = parseImageReference(image)
  if (reference.tag === undefined && reference.digest === undefined) return reference.repository
  const message = `${quote(image)} has a tag or a digest; a repository is expected`
  throw new ImageNameError(image, reference.name.length, message, { hint: `Write ${reference.name}.` })
}

async function listOne(source: TagSource, asked: Repository, filter: VersionFilter | undefined): Promise<Listing> {
  const repository = formatRepository(asked)
  const wanted = filter?.literalPrefix ?? ''
  try {
    let list = await source.listTags(asked, wanted === '' ? {} : { prefix: wanted })
    // That no tag is accepted is only said of the whole list, with tags of all kinds to look at.
    if (filter && list.prefix !== undefined && !list.tags.some(tag => filter.accepts(tag)))
      list = await source.listTags(asked)
    return { repository, pages: list.pages, tags: list.tags, prefix: list.prefix }
  } catch (error) {
    if (!(error instanceof RegistryError)) throw error
    return { repository, error }
  }
}

/**
 * Tags on standard input, one a line.
 * @throws InputError where nothing is piped in
 */
export async function readTags(command: string, terminal: Terminal): Promise<readonly string[]> {
  if (terminal.isInputTerminal) {
    throw new InputError(command, 'there are no tags on standard input', { hint: 'Pipe them in, one a line.' })
  }
  return (await terminal.readInput())
    .split('\n')
    .map(line => line.trim())
    .filter(tag => tag !== '')
}
