import { ImageNameError, InputError } from '../errors.ts'
import { parseImageReference } from '../image/reference.ts'
import { formatRepository } from '../image/repository.ts'
import { terminalText } from '../report/escape.ts'
import { quote } from '../text.ts'
import type { Terminal } from './command.ts'
import { quietLog } from './log.ts'

/** Tags of a repository as its registry lists them. */
export type ListedTags = { readonly repository: string; readonly pages: number; readonly tags: readonly string[] }

/**
 * Asks the registry of an image for all its tags; warnings go to standard error.
 * @throws ImageNameError for an image with a tag or digest; RegistryError
 */
export async function listTagsOf(image: string, terminal: Terminal): Promise<ListedTags> {
  const reference = parseImageReference(image)
  if (reference.tag !== undefined || reference.digest !== undefined) {
    const message = `${quote(image)} has a tag or a digest; a repository is expected`
    throw new ImageNameError(image, reference.name.length, message, { hint: `Write ${reference.name}.` })
  }
  const { openRegistries } = await import('../io/machine.ts')
  const registries = openRegistries({ env: terminal.env, log: quietLog(terminal) })
  try {
    const { tags, pages } = await registries.listTags(reference.repository)
    for (const warning of registries.warnings()) terminal.err(`warning: ${terminalText(warning)}\n`)
    return { repository: formatRepository(reference.repository), pages, tags }
  } finally {
    await registries.close()
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
