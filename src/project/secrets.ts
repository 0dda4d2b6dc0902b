import { ProjectError } from '../errors.ts'

/** Shorter texts are no secrets, and would hide half of every message. */
const shortest = 6

/** Texts that messages must not show: values of variables from secret sources (kluctl-semantics 5.4, `sensitive`). */
export class Secrets {
  private readonly known = new Set<string>()

  constructor(texts: readonly string[] = []) {
    for (const text of texts) this.add(text)
  }

  add(text: string): void {
    if (text.length >= shortest) this.known.add(text)
  }

  /** All of them, the longest first. */
  get texts(): readonly string[] {
    return [...this.known].toSorted((a, b) => b.length - a.length)
  }

  /** The error without them. */
  hide(error: ProjectError): ProjectError {
    const texts = this.texts
    const message = hideSecrets(error.message, texts)
    const hint = error.hint === undefined ? undefined : hideSecrets(error.hint, texts)
    const excerpt = error.excerpt?.map(line => hideSecrets(line, texts))
    const isSame =
      [message, hint, ...(excerpt ?? [])].join('\n') ===
      [error.message, error.hint, ...(error.excerpt ?? [])].join('\n')
    return isSame ? error : new ProjectError(error.code, message, error.place, { hint, excerpt })
  }
}

/** Replaces every one of the texts, and logins in urls, by `***`; give the longest first. */
export function hideSecrets(message: string, secrets: readonly string[]): string {
  const withoutLogins = message.replace(/(:\/\/)[^\s/@:"']*:[^\s/@"']*@/g, '$1***@')
  return secrets.reduce((text, secret) => text.replaceAll(secret, '***'), withoutLogins)
}
