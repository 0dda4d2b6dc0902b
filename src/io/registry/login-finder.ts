import type { RegistryError } from '../../errors.ts'
import { type Credentials, isShortSecret, loginSecrets, shortSecret } from './credentials.ts'
import type { Login } from './entry.ts'
import { failure, type Subject } from './failure.ts'
import { askHelper } from './helper.ts'
import type { Access, LoginChoice } from './selection.ts'

/** Finds the login that was chosen for a repository; asks a credential helper where it must, once per registry. */
export interface LoginFinder {
  /** Undefined where there is none. Rejects with RegistryError `credentials` where there should be one and it cannot be read. */
  find(access: Access, subject: Subject): Promise<Login | undefined>
  /** Which of the choices for a repository gave its login; the first of them while nobody was asked. */
  giver(access: Access): LoginChoice
}

/** `secret` gets everything that a helper gives before it is used; `warn` what cannot be masked. */
export function createLoginFinder(
  credentials: Credentials,
  { secret, warn }: { readonly secret: (value: string) => void; readonly warn: (warning: string) => void }
): LoginFinder {
  const given = new Map<LoginChoice, string>()
  const asked = new Map<string, ReturnType<typeof askHelper>>()
  const ask = (helper: string, registry: string): ReturnType<typeof askHelper> => {
    const key = `${helper} ${registry}`
    const answer = asked.get(key) ?? askHelper(helper, registry, credentials.helperEnvironment)
    asked.set(key, answer)
    return answer
  }
  const find = async (choice: LoginChoice, subject: Subject): Promise<Login | undefined> => {
    if (choice.from === 'nowhere') return undefined
    if (choice.from === 'unusable') throw unusable(subject, choice.why)
    if (choice.from !== 'helper') return choice.login
    const answer = await ask(choice.helper, subject.registry)
    if (answer.kind === 'failed') throw unusable(subject, answer.why)
    given.set(choice, answer.kind)
    if (answer.kind === 'nothing') return find(choice.otherwise, subject)
    for (const form of loginSecrets(answer.login)) secret(form)
    if (isShortSecret(answer.login))
      warn(shortSecret(`for ${subject.registry} from docker-credential-${choice.helper}`))
    return answer.login
  }
  const giver = (choice: LoginChoice): LoginChoice => {
    const passed = choice.from === 'helper' && given.get(choice) === 'nothing' && choice.otherwise.from !== 'nowhere'
    return passed ? giver(choice.otherwise) : choice
  }
  return { find: ({ choice }, subject) => find(choice, subject), giver: ({ choice }) => giver(choice) }
}

function unusable(subject: Subject, why: string): RegistryError {
  return failure(subject, 'credentials', `no login for ${subject.registry}: ${why}`, {
    hint: `Repair the login with docker login ${subject.registry}, or set KLUCTL_REGISTRY_<n>_HOST, _USERNAME and _PASSWORD.`
  })
}
