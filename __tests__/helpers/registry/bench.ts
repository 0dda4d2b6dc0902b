import type { RegistryClientOptions } from '../../../src/io/registry/client.ts'
import type { LoopbackOptions, LoopbackRegistry } from '../registry.ts'
import { sendText, startRegistry } from '../registry.ts'
import { clientFor, listTags } from './client.ts'

export type Answer = NonNullable<LoopbackOptions['answer']>
export type Limits = NonNullable<RegistryClientOptions['limits']>

/** What became of listing `team/app`: `ok` and the tags, or the code and text of the error. */
export type Outcome = {
  readonly code: string
  readonly message: string
  readonly registry: LoopbackRegistry
  readonly slept: readonly number[]
}

/** Starts things and stops all of them at the end of a test. */
export type Bench = {
  start(options: LoopbackOptions): Promise<LoopbackRegistry>
  client(...input: Parameters<typeof clientFor>): ReturnType<typeof clientFor>
  /** Lists `team/app` at a plain http registry that answers by hand. */
  outcome(answer: Answer, limits?: Limits): Promise<Outcome>
  later(stop: () => Promise<void>): void
  clear(): Promise<void>
}

export function createBench(): Bench {
  const stops: (() => Promise<void>)[] = []
  const start = async (options: LoopbackOptions): Promise<LoopbackRegistry> => {
    const registry = await startRegistry(options)
    stops.push(registry.stop)
    return registry
  }
  const client = (...input: Parameters<typeof clientFor>): ReturnType<typeof clientFor> => {
    const made = clientFor(...input)
    stops.push(made.close)
    return made
  }
  return {
    start,
    client,
    async outcome(answer, limits = {}) {
      const registry = await start({ answer })
      const one = client(plain(registry.host), { limits })
      const result = await listTags(one, `${registry.host}/team/app`).then(
        found => ({ code: 'ok', message: found.tags.join(' ') }),
        (error: unknown) => {
          if (!(error instanceof Error && 'code' in error)) throw error
          return { code: String(error.code), message: error.message }
        }
      )
      return { ...result, registry, slept: one.slept }
    },
    later: stop => stops.push(stop),
    async clear() {
      for (const stop of stops.splice(0)) await stop()
    }
  }
}

/** Variables for a registry without TLS. */
export function plain(host: string, index = '1'): Record<string, string> {
  return { [`KLUCTL_REGISTRY_${index}_HOST`]: host, [`KLUCTL_REGISTRY_${index}_PLAIN_HTTP`]: 'true' }
}

/** The body of a page. */
export function page(tags: readonly unknown[]): string {
  return JSON.stringify({ name: 'team/app', tags })
}

/** Sends a page with a Link. */
export function linked(response: Parameters<Answer>[1], tags: readonly unknown[], link: string): true {
  return sendText(response, 200, page(tags), { link })
}

/** Path of the list of `team/app`. */
export const list = '/v2/team/app/tags/list'
