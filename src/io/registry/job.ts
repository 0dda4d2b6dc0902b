import type { Advice } from './advice.ts'
import type { RequestBudget } from './budget.ts'
import type { Login } from './entry.ts'
import type { Subject } from './failure.ts'
import type { Access } from './selection.ts'

/** What is asked for where it is no tag list. */
export type Wanted = {
  /** The Accept header. */
  readonly accept: string
  /** GET if absent; an answer to HEAD has no body. */
  readonly method?: 'HEAD'
  /** What messages call it: `image ghcr.io/team/app:1.2`. */
  readonly name: string
  readonly budget: RequestBudget
}

/** One repository that something is read of. */
export type Job = {
  readonly subject: Subject
  readonly path: string
  readonly access: Access
  readonly advice: Advice
  /** Looks up the login; only called once the registry asks for one. Rejects with RegistryError. */
  readonly login: () => Promise<Login | undefined>
  readonly signal: AbortSignal
  readonly wanted?: Wanted | undefined
}
