import type { LookupFunction } from 'node:net'
import { RegistryError } from '../../errors.ts'
import type { ImageReference } from '../../image/reference.ts'
import { formatRepository, normalizeRegistry, type Repository } from '../../image/repository.ts'
import type { ImageSource, LabelSource, TagList, TagSource, WantedTags } from '../../ports.ts'
import { plural } from '../../text.ts'
import { createAdvice } from './advice.ts'
import { withBudgets } from './budget.ts'
import { type CheckTarget, checkList, checkPage, checkRegistry, type RegistryCheck } from './check.ts'
import { createCostMeter, type RegistryCost } from './cost.ts'
import { type Credentials, listSecrets } from './credentials.ts'
import { createDeadline, type Deadline, sleep } from './deadline.ts'
import { exactLogins } from './exact-logins.ts'
import { failure, redacted, type Subject } from './failure.ts'
import { factNames, type ImageFacts, readFact, rememberFacts } from './image-facts.ts'
import { createImageMemory } from './image-memory.ts'
import type { Job } from './job.ts'
import { createLanes } from './lanes.ts'
import { defaultLimits, type RegistryLimits } from './limits.ts'
import { listAddress } from './list-address.ts'
import { type ListingTools, listPages } from './listing.ts'
import { createLoginFinder } from './login-finder.ts'
import { formatImage } from './manifest-reader.ts'
import { createMannersBook } from './manners.ts'
import { registryName } from './naming.ts'
import { noProxies, type Proxies } from './proxies.ts'
import { createPushDates } from './push-date.ts'
import { createRedactor, secretForms } from './redact.ts'
import { withRetries } from './retry.ts'
import { type Access, namedHosts, selectAccess, withoutLogin } from './selection.ts'
import { RegistrySession } from './session.ts'
import { refuseToSpend } from './sparing.ts'
import { sourceKey } from './targets.ts'
import { createTransport } from './transport.ts'

/** Called with every secret in every form, before it is used: masks it in the log (threat model C-04). */
export type SecretSink = (value: string) => void

export type RegistryClientOptions = {
  readonly credentials: Credentials
  readonly secrets: SecretSink
  readonly limits?: Partial<RegistryLimits> | undefined
  readonly now?: (() => number) | undefined
  readonly sleep?: ((milliseconds: number, signal: AbortSignal) => Promise<void>) | undefined
  readonly random?: (() => number) | undefined
  /** Registry host → address that is really connected to; for the embedded demo and tests only. */
  readonly connectTo?: ReadonlyMap<string, { readonly host: string; readonly port: number }> | undefined
  /** None if absent: the environment is read by whoever makes the client. */
  readonly proxies?: Proxies | undefined
  /** Instead of the system's look-up of names; what it finds is judged like any address. */
  readonly lookup?: LookupFunction | undefined
}

/** Lists tags at registries, and reads what they know of images. Every error of one repository is a RegistryError for that repository and no other. */
export interface RegistryClient extends TagSource, LabelSource, ImageSource {
  /**
   * From now on no login, client certificate or credential helper is used for these registries, whatever names them. For those that only a pull
   * request brings. Of `unsure` ones nobody can say that: they keep logins that name exactly their host.
   */
  withhold(registries: readonly string[], unsure?: readonly string[]): void
  /** Tries a registry, or a repository, with the login that is set for it: for `doctor`. Rejects with RegistryError where time is up. */
  check(target: CheckTarget): Promise<RegistryCheck>
  /** Stops what still runs and closes all connections. Listing afterwards fails. */
  close(): Promise<void>
  /** What the run has cost so far. */
  cost(): RegistryCost
  /** What a user should know although nothing failed; complete once all lists are there. No secrets. */
  warnings(): readonly string[]
}

/** A client for one run. Nothing is sent before the first `listTags`; each repository is listed once. */
export function createRegistryClient(options: RegistryClientOptions): RegistryClient {
  const { credentials } = options
  const limits = { ...defaultLimits, ...options.limits }
  const meter = createCostMeter()
  const warnings = new Set(credentials.warnings)
  const tools = createTools(options, limits, text => warnings.add(text))
  const connectTo = options.connectTo ?? new Map()
  const lanes = createLanes(limits.connections)
  const transport = createTransport({
    limits,
    meter,
    named: namedHosts(credentials),
    connectTo,
    proxies: options.proxies ?? noProxies,
    onWide: url => lanes.widen(registryName(url), limits.streams),
    lookup: options.lookup
  })
  const clock = { now: tools.now, sleep: options.sleep ?? sleep, random: options.random ?? Math.random }
  const exchange = withRetries(withBudgets(transport.exchange), { limits, meter, redactor: tools.redactor, clock })
  const logins = createLoginFinder(credentials, tools)
  const run = createDeadline(limits.totalMs, () =>
    everything(`registries did not finish in ${limits.totalMs / 1000} s`)
  )
  const running = new Set<Deadline>()
  run.signal.addEventListener('abort', () => {
    for (const own of running) own.abort(run.signal.reason)
  })
  const sessions = new Map<string, RegistrySession>()
  const lists = new Map<string, Promise<TagList>>()
  const strangers = new Set<string>()
  const unsure = new Set<string>()
  const images = {
    limits,
    redactor: tools.redactor,
    now: tools.now,
    memory: createImageMemory(),
    pushDates: createPushDates({ exchange, limits, credentials })
  }

  const known = rememberFacts()
  const accessFor = (repository: Repository, access = selectAccess(credentials, repository)): Access =>
    strangers.has(repository.registry)
      ? withoutLogin(access)
      : unsure.has(repository.registry)
        ? selectAccess(exactLogins(credentials, repository.registry), repository)
        : access

  const sessionFor = (access: Access, registry: string): RegistrySession => {
    const key = `${registry} ${sourceKey(access)}`
    const session = sessions.get(key) ?? new RegistrySession({ ...tools, exchange })
    sessions.set(key, session)
    return session
  }

  /** Runs work at a registry in its lane, within all clocks; what goes wrong is told about `repository`. */
  const visit = async <T>(
    repository: Repository,
    access: Access,
    [milliseconds, late]: readonly [milliseconds: number, late: string],
    work: (job: Job, session: RegistrySession) => Promise<T>
  ): Promise<T> => {
    const { registry, path } = repository
    const subject: Subject = { registry, repository: path === '' ? undefined : path }
    const own = createDeadline(milliseconds, () => failure(subject, 'timeout', late, { temporary: true }))
    try {
      if (access.unverifiedBy !== undefined) {
        tools.warn(`certificate checks are switched off for registry ${registry} (${access.unverifiedBy})`)
      }
      return await lanes.run(registry, () => {
        run.start()
        own.start()
        if (run.signal.aborted) own.abort(run.signal.reason)
        running.add(own)
        const { signal } = own
        signal.throwIfAborted()
        const advice = createAdvice(credentials, access, registry)
        const login = (): ReturnType<typeof logins.find> => logins.find(access, subject)
        const job: Job = { subject, path, access, advice, login, signal }
        return work(job, sessionFor(access, registry))
      })
    } catch (error) {
      throw error instanceof RegistryError ? redacted(aboutSubject(error, subject), tools.redactor) : error
    } finally {
      own.stop()
      running.delete(own)
    }
  }

  const list = async (repository: Repository, wanted: WantedTags = {}): Promise<TagList> => {
    const access = accessFor(repository)
    const late = `the tag list of ${formatRepository(repository)} was not complete after ${limits.listMs / 1000} s`
    return visit(repository, access, [limits.listMs, late], (job, session) => {
      const first = listAddress(repository, access.plainHttp, limits.pageSize)
      return listPages(job, first, session, tools, wanted)
    })
  }

  const learn = async <Fact extends keyof ImageFacts>(
    fact: Fact,
    reference: ImageReference
  ): Promise<ImageFacts[Fact]> => {
    const { repository } = reference
    const { registry, path } = repository
    const name = formatImage(reference)
    const late = `${factNames[fact]} of ${name} were not there after ${limits.imageMs / 1000} s`
    // Nobody asked for labels by a rule.
    const refuse =
      fact === 'labels'
        ? (): RegistryError | undefined =>
            refuseToSpend({ registry, repository: path }, meter.read().hosts.get(registry))
        : undefined
    return known[fact].recall(`${name} ${reference.tag ?? ''}`, () =>
      visit(repository, accessFor(repository), [limits.imageMs, late], (job, session) =>
        readFact[fact]({ job, session, reference }, { ...images, refuse })
      )
    )
  }

  return {
    async listTags(repository, { prefix = '' } = {}) {
      const key = formatRepository(repository)
      const known = lists.get(key) ?? lists.get(`${key} ${prefix}`)
      if (known) return known
      meter.repository()
      const listing = list(repository, { prefix }).then(found => {
        if (found.dropped > 0)
          tools.warn(`${key}: ${plural(found.dropped, 'name is', 'names are')} no tags and left out`)
        return found
      })
      lists.set(prefix === '' ? key : `${key} ${prefix}`, listing)
      return listing
    },
    readDigest: (reference, by) => learn(by === 'document' ? 'content' : 'digest', reference),
    readPlatforms: reference => learn('platforms', reference),
    readDate: reference => learn('date', reference),
    readLabels: reference => learn('labels', reference),
    withhold(registries, others = []) {
      for (const registry of registries) strangers.add(normalizeRegistry(registry))
      for (const registry of others) unsure.add(normalizeRegistry(registry))
    },
    async check({ registry, path, access: given, lists }) {
      const repository = { registry, path }
      const access = accessFor(repository, given)
      const login = (): ReturnType<typeof logins.find> => logins.find(access, { registry, repository: path })
      const late = `registry ${registry} was not tried in ${limits.listMs / 1000} s`
      const check = lists === 'page' ? checkPage : checkRegistry
      const tried =
        lists === 'all'
          ? await checkList(sessionFor(access, registry), login, () => list(repository), tools)
          : await visit(repository, access, [limits.listMs, late], (job, session) => check(job, session, tools))
      return { ...tried, choice: logins.giver(access) }
    },
    async close() {
      run.abort(everything('the registry client was closed', 'unavailable'))
      await transport.close()
    },
    cost: () => meter.read(),
    warnings: () => [...warnings]
  }
}

function createTools(
  options: RegistryClientOptions,
  limits: RegistryLimits,
  warn: (text: string) => void
): ListingTools {
  const { credentials } = options
  const redactor = createRedactor()
  const told = new Set<string>()
  const secret = (value: string): void => {
    redactor.add(value)
    for (const form of secretForms(value)) {
      if (!told.has(form)) options.secrets(form)
      told.add(form)
    }
  }
  for (const form of [...listSecrets(credentials), ...(options.proxies?.secrets ?? [])]) secret(form)
  const now = options.now ?? Date.now
  const manners = createMannersBook()
  return { limits, redactor, now, secret, credentials, manners, warn: text => warn(redactor.redact(text)) }
}

/** An error that ends all lists; each gets it in its own name. */
function everything(message: string, code: 'timeout' | 'unavailable' = 'timeout'): RegistryError {
  return failure({ registry: '', repository: undefined }, code, message, { temporary: true })
}

function aboutSubject(error: RegistryError, subject: Subject): RegistryError {
  if (error.registry !== '') return error
  return failure(
    subject,
    error.code,
    `${formatRepository({ registry: subject.registry, path: subject.repository ?? '' })}: ${error.message}`,
    {
      temporary: error.temporary
    }
  )
}
