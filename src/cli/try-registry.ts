import { apiHost } from '../image/repository.ts'
import type { CheckTarget, RegistryCheck } from '../io/registry/check.ts'
import { type Proxies, proxyFor } from '../io/registry/proxies.ts'
import { isAlike } from '../io/registry/targets.ts'
import { plural } from '../text.ts'
import { explainCheck, sourceOf } from './doctor-line.ts'

/** One registry, or one repository, that was tried. */
export type RegistryFinding = {
  /** `ghcr.io`, or `ghcr.io/team/app` where its tags were listed. */
  readonly name: string
  readonly ok: boolean
  readonly message: string
  readonly hint: string | null
  /** Where the login comes from: `KLUCTL_REGISTRY_2`, `docker config.json`. */
  readonly source: string | null
  /** Code of the error, as in the report; null where there is none. */
  readonly code: string | null
  readonly status: number | null
  readonly tags: number | null
  /** Images of the project that can be read there; null where none was asked for. */
  readonly images: number | null
}

type Tools = {
  readonly check: (target: CheckTarget) => Promise<RegistryCheck>
  readonly proxies: Proxies
  /** Takes secrets out. */
  readonly clean: (text: string | undefined) => string | null
}

/**
 * Tries a registry, and then whether those of the images that get the same login can be read there: a registry that answers may still hide some.
 * One finding where all is well, else one besides for each image that cannot be read.
 */
export async function tryRegistry(
  target: CheckTarget,
  images: readonly CheckTarget[],
  tools: Tools
): Promise<readonly RegistryFinding[]> {
  const own = await tools.check(target)
  const itself = describe(target, own, tools)
  const served = target.lists === false ? images.filter(image => isAlike(image, target)) : []
  // Whatever else is wrong would be wrong with each of them.
  if (served.length === 0 || !(itself.ok || isClosedToStrangers(own))) return [itself]
  const tried = await Promise.all(served.map(async image => ({ image, check: await tools.check(image) })))
  const readable = tried.filter(({ image, check }) => explainCheck(image, check).ok).map(({ check }) => check)
  if (readable.length === 0 && !itself.ok) return [itself]
  // A registry may ask for the login where an image is, and not before.
  const best = readable.find(({ accepted }) => accepted) ?? readable[0] ?? own
  const count = { readable: readable.length, all: served.length }
  const failed = tried.map(({ image, check }) => describe(image, check, tools)).filter(({ ok }) => !ok)
  return [describe(target, best, tools, count), ...failed]
}

/** Without a login some registries show images, and nothing else. */
function isClosedToStrangers({ login, error }: RegistryCheck): boolean {
  return login === undefined && (error?.code === 'unauthorized' || error?.code === 'denied')
}

function countOf({ readable, all }: { readonly readable: number; readonly all: number }): string {
  return readable === all ? plural(all, 'image') : `${readable} of ${plural(all, 'image')}`
}

function describe(
  target: CheckTarget,
  check: RegistryCheck,
  { proxies, clean }: Tools,
  served?: { readonly readable: number; readonly all: number }
): RegistryFinding {
  const { registry, path, lists } = target
  const { ok, message, hint } = explainCheck(target, check)
  const { error, tags } = check
  const count = served === undefined ? '' : `${countOf(served)}; `
  const said = [`${count}${message}`, ...connectionOf(target, proxies)].join(', ')
  return {
    name: lists ? `${registry}/${path}` : registry,
    ok,
    message: clean(said) ?? '',
    hint: clean(hint),
    source: clean(sourceOf(check)),
    code: (ok ? undefined : error?.code) ?? null,
    status: (ok ? undefined : error?.status) ?? null,
    tags: tags ?? null,
    images: served?.readable ?? null
  }
}

/** What is unusual about the way to a registry. */
function connectionOf({ registry, access }: CheckTarget, proxies: Proxies): readonly string[] {
  const address = `${access.plainHttp ? 'http' : 'https'}://${apiHost(registry)}/`
  const proxy = URL.canParse(address) ? proxyFor(new URL(address), proxies) : undefined
  return [
    ...(access.plainHttp ? ['over plain http'] : []),
    ...(access.unverifiedBy === undefined ? [] : [`without certificate checks (${access.unverifiedBy})`]),
    ...(proxy ? [`through the proxy ${proxy.url.host} (${proxy.variable})`] : [])
  ]
}
