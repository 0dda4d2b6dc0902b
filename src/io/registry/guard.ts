import type { RegistryError } from '../../errors.ts'

/** What an attempt with a login came to. `accepted` undefined: it says nothing about the login (a timeout, say). */
export type Attempt<T> = {
  readonly value: T
  readonly accepted: boolean | undefined
  readonly error?: RegistryError | undefined
}

/**
 * Keeps a wrong password from being tried again and again until the registry bans us (threat model C-12). The first
 * attempt with a login goes alone; what it shows holds for the whole run. An error is remembered and given to everyone who
 * comes later: never an empty answer.
 */
export class LoginGuard {
  #rejected: RegistryError | undefined
  #accepted = false
  #trying: Promise<void> | undefined

  /** True once the registry took the login. */
  get accepted(): boolean {
    return this.#accepted
  }

  /** The error that closed this login, once there is one. */
  get rejected(): RegistryError | undefined {
    return this.#rejected
  }

  /** Runs an attempt, or gives back the error that an earlier one met. */
  async run<T>(
    attempt: () => Promise<Attempt<T>>
  ): Promise<{ readonly value: T } | { readonly closed: RegistryError }> {
    while (!this.#accepted && !this.#rejected && this.#trying) await this.#trying
    if (this.#rejected) return { closed: this.#rejected }
    if (this.#accepted) return { value: this.#learn(await attempt()) }
    let finished = (): void => undefined
    this.#trying = new Promise(resolve => {
      finished = resolve
    })
    try {
      return { value: this.#learn(await attempt()) }
    } finally {
      this.#trying = undefined
      finished()
    }
  }

  #learn<T>({ value, accepted, error }: Attempt<T>): T {
    if (accepted === true) this.#accepted = true
    if (accepted === false) this.#rejected ??= error
    return value
  }
}
