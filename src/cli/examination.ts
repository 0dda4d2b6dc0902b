import { ImageNameError, InputError } from '../errors.ts'
import { parseImageReference } from '../image/reference.ts'
import type { Repository } from '../image/repository.ts'
import { gitLabSecrets } from '../io/gitlab-job.ts'
import { connectRegistries, type RegistrySettings, readRegistrySettings } from '../io/registries.ts'
import { type CheckTarget, failedCheck, type RegistryCheck } from '../io/registry/check.ts'
import type { Credentials } from '../io/registry/credentials.ts'
import { normalizeHost } from '../io/registry/entry.ts'
import { configuredTargets, distinct, hostOf, hostTarget, listTarget, pageTarget } from '../io/registry/targets.ts'
import { quote } from '../text.ts'
import type { CheckLine } from './check-line.ts'
import type { Terminal } from './command.ts'
import type { ProjectFindings } from './examine-project.ts'
import { type RegistryFinding, tryRegistry } from './try-registry.ts'

/** An argument of `doctor`: a registry, or a repository to list. */
export type Wanted = { readonly registry: string; readonly repository?: Repository }

/** What `doctor` found. Holds no secret; not escaped. */
export type Examination = {
  readonly ok: boolean
  /** The project, target by target, and the files beside it; empty where there is none. */
  readonly project: readonly CheckLine[]
  /** What the workflows of the repository, or the token of the job, may do. */
  readonly permissions: readonly CheckLine[]
  /** What is wrong with the settings themselves. */
  readonly problems: readonly { readonly input: string; readonly message: string; readonly hint: string | null }[]
  /** In the order of the settings, then of the arguments, then of the project. */
  readonly registries: readonly RegistryFinding[]
  readonly warnings: readonly string[]
  /** What to know although nothing is wrong. */
  readonly notes: readonly string[]
}

/** Sooner than for a real run: somebody waits. Nothing is repeated, least of all a login (threat model C-12). */
const limits = { retries: 0, requestMs: 20_000, listMs: 60_000, totalMs: 90_000 }

/** Images of the project that are asked for. */
const mostImages = 50

/**
 * Reads an argument: `ghcr.io`, `localhost:5000`, `nginx`, `ghcr.io/team/app`. A name without a path is a registry if it could be none
 * else: with a dot or a port.
 * @throws InputError, ImageNameError
 */
export function parseWanted(text: string): Wanted {
  if (/^http:\/\//i.test(text)) {
    throw new InputError('command', `${quote(text)} begins with http://`, {
      hint: 'Write the host only; if the registry has no TLS, set KLUCTL_REGISTRY_<n>_HOST and KLUCTL_REGISTRY_<n>_PLAIN_HTTP=true.'
    })
  }
  const host = /^https:\/\/|^[^/]*[.:[][^/]*$|^localhost$/i.test(text) ? normalizeHost(text) : undefined
  if (host !== undefined) return { registry: host }
  const { repository, tag, digest, name } = parseImageReference(text)
  if (tag === undefined && digest === undefined) return { registry: repository.registry, repository }
  const message = `${quote(text)} has a tag or a digest; a repository is expected`
  throw new ImageNameError(text, name.length, message, { hint: `Write ${name}.` })
}

/** What was found before a registry was asked. */
export type Beforehand = ProjectFindings & {
  readonly permissions: readonly CheckLine[]
  /** True where no registry may be asked. */
  readonly isOffline: boolean
}

/** Tries all registries at once. Whatever is wrong with a registry or a setting is part of the answer. */
export async function examine(
  wanted: readonly Wanted[],
  before: Beforehand,
  env: Terminal['env']
): Promise<Examination> {
  const settings = readRegistrySettings({ env })
  const { credentials, problems, proxies } = settings
  const registries = connectRegistries(settings, { env }, limits)
  const { redact } = registries.redactor
  for (const secret of [...before.secrets, ...gitLabSecrets(env)]) registries.redactor.add(secret)
  const clean = (text: string | undefined): string | null => (text === undefined ? null : redact(text))
  try {
    const asked = [...configuredTargets(credentials), ...wanted.map(one => wantedTarget(credentials, one))]
    const images = imagesBeside(asked, before.repositories).map(one => pageTarget(credentials, one))
    const targets = distinct([...asked, ...images.map(hostOf)])
    const check = (target: CheckTarget): Promise<RegistryCheck> =>
      registries.check(target).catch((error: unknown) => failedCheck(error, target.access.choice))
    const tried = before.isOffline || isUnsafe(settings) ? [] : targets
    const tools = { check, proxies, clean }
    const found = (await Promise.all(tried.map(target => tryRegistry(target, images, tools)))).flat()
    const cleanLine = (line: CheckLine): CheckLine => ({
      ...line,
      name: redact(line.name),
      message: redact(line.message),
      hint: clean(line.hint ?? undefined)
    })
    const lines = [...before.lines, ...before.permissions]
    const isFine = problems.length === 0 && lines.every(({ level }) => level !== 'failure')
    return {
      ok: isFine && found.every(({ ok }) => ok),
      project: before.lines.map(cleanLine),
      permissions: before.permissions.map(cleanLine),
      problems: problems.map(({ input, message, hint }) => ({ input, message: redact(message), hint: clean(hint) })),
      registries: found,
      warnings: [...processWarnings(settings, env), ...registries.warnings()].filter(isNotInLine).map(redact),
      notes: [
        ...notesOf(credentials, targets.length + problems.length),
        ...(tried.length === 0 ? [] : tooMany(before.repositories.length)),
        ...before.notes.map(redact)
      ]
    }
  } finally {
    await registries.close()
  }
}

/** Images of the project that are not listed anyhow; no more than somebody waits for. */
function imagesBeside(targets: readonly CheckTarget[], repositories: readonly Repository[]): readonly Repository[] {
  return repositories
    .slice(0, mostImages)
    .filter(({ registry, path }) =>
      targets.every(target => target.lists === false || target.registry !== registry || target.path !== path)
    )
}

function tooMany(count: number): readonly string[] {
  if (count <= mostImages) return []
  return [
    `of the ${count} images of the project the first ${mostImages} were tried; name others to try them: kluctl-images doctor IMAGE`
  ]
}

function wantedTarget(credentials: Credentials, { registry, repository }: Wanted): CheckTarget {
  return repository ? listTarget(credentials, repository) : hostTarget(credentials, registry)
}

/**
 * With checks off for the whole process no login may be used (threat model C-07), so nothing is tried at all; around a proxy that was meant to
 * be used nobody would try a login by hand either.
 */
function isUnsafe({ problems }: RegistrySettings): boolean {
  return problems.some(({ input }) => input === unverified || /^https?_proxy$/i.test(input))
}

const unverified = 'NODE_TLS_REJECT_UNAUTHORIZED'

function processWarnings(settings: RegistrySettings, env: Terminal['env']): readonly string[] {
  if (env[unverified] !== '0') return []
  if (isUnsafe(settings)) return ['no registry was tried, as a login would not be safe']
  return [`${unverified}=0 is set: registries are still verified, but with a login nothing would run`]
}

/** The line of the registry says it already. */
function isNotInLine(warning: string): boolean {
  return !/^certificate checks are switched off for registry|; it was asked without one$/.test(warning)
}

function notesOf({ entries, docker }: Credentials, lines: number): readonly string[] {
  const wildcards = entries.filter(({ host }) => host === '*')
  const store = docker?.store
  const hasNothing = lines === 0 && wildcards.length === 0 && store === undefined
  return [
    ...wildcards.map(({ prefix }) => `${prefix} is for any host; name a registry to try it: kluctl-images doctor HOST`),
    ...(store === undefined || lines > 0
      ? []
      : [`docker-credential-${store} may have logins; name a registry to try it: kluctl-images doctor HOST`]),
    ...(hasNothing
      ? ['nothing is configured: no KLUCTL_REGISTRY variable and no docker login; public images need none']
      : [])
  ]
}
