import { readImageReference } from '../image/reference.ts'
import type { Answer } from './answer.ts'

/** Answers with those of the registries that are new, and makes sure that no login is sent to these. */
export type Introduction = (registries: readonly string[]) => Promise<ReadonlySet<string>>

/** Keeps count of the registries that only the change under review brings. */
export interface Arrivals {
  /** Tells of registries before they are asked; each is looked into once. */
  introduce(registries: readonly string[]): Promise<void>
  /** The new registries that an answer is about, in the order of their names. */
  of(answer: Answer): readonly string[]
}

/** Without somebody who can tell, nothing is new. */
export function watchArrivals(introduction: Introduction | undefined): Arrivals {
  const seen = new Set<string>()
  const fresh = new Set<string>()
  return {
    async introduce(registries) {
      const unseen = [...new Set(registries)].filter(registry => !seen.has(registry))
      for (const registry of unseen) seen.add(registry)
      if (introduction === undefined || unseen.length === 0) return
      for (const registry of await introduction(unseen)) fresh.add(registry)
    },
    of: answer => registriesOf(answer).filter(registry => fresh.has(registry))
  }
}

/** Registries that an answer names: that of the repository that was asked for, and that of the result. */
export function registriesOf(answer: Answer): readonly string[] {
  const isAsked = answer.status === 'failed' || (answer.status === 'resolved' && answer.origin === 'registry')
  const names = [...(isAsked ? [answer.use.call.image] : []), ...(answer.status === 'resolved' ? [answer.result] : [])]
  return [...new Set(names.flatMap(name => readImageReference(name)?.repository.registry ?? []))].toSorted()
}
