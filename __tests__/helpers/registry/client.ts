import { RegistryError } from '../../../src/errors.ts'
import { parseImageReference } from '../../../src/image/reference.ts'
import {
  createRegistryClient,
  type RegistryClient,
  type RegistryClientOptions
} from '../../../src/io/registry/client.ts'
import { type CredentialsReading, readCredentials } from '../../../src/io/registry/credentials.ts'
import type { TagList } from '../../../src/ports.ts'

/** Reads credentials from variables only; files are those given. */
export function credentialsOf(
  env: Readonly<Record<string, string>>,
  files: Readonly<Record<string, string>> = {},
  workspace = '/workspace'
): CredentialsReading {
  return readCredentials({ env, home: '/home/me', workspace, readFile: path => files[path] })
}

/** A client for variables that are expected to be right; does not really wait. Everything it masks is in `masked`. */
export function clientFor(
  env: Readonly<Record<string, string>>,
  options: Partial<RegistryClientOptions> = {},
  files: Readonly<Record<string, string>> = {}
): RegistryClient & { readonly masked: ReadonlySet<string>; readonly slept: readonly number[] } {
  const { credentials, problems } = credentialsOf(env, files)
  const [problem] = problems
  if (problem) throw problem
  const masked = new Set<string>()
  const slept: number[] = []
  let skipped = 0
  const client = createRegistryClient({
    credentials,
    secrets: value => masked.add(value),
    now: () => Date.now() + skipped,
    sleep: async milliseconds => {
      slept.push(milliseconds)
      skipped += milliseconds
    },
    random: () => 0,
    ...options
  })
  return { ...client, masked, slept }
}

/** Lists the tags of an image. */
export function listTags(client: RegistryClient, image: string): Promise<TagList> {
  return client.listTags(parseImageReference(image).repository)
}

/** The error that a question to a registry ends in; fails if it is no RegistryError. */
export async function failureOf(list: Promise<unknown>): Promise<RegistryError> {
  const result = await list.then(
    found => found,
    (error: unknown) => error
  )
  if (result instanceof RegistryError) return result
  throw new Error(`expected a RegistryError, got ${result instanceof Error ? result.stack : JSON.stringify(result)}`)
}

/** Everything of an error that somebody may see. */
export function shown(error: RegistryError): string {
  return JSON.stringify([error.message, error.hint, error.request, error.diagnostic, String(error.cause), error.stack])
}
