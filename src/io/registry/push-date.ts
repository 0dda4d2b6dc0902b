import { RegistryError } from '../../errors.ts'
import { createBudget } from './budget.ts'
import type { Credentials } from './credentials.ts'
import { failure } from './failure.ts'
import { habitOf } from './habits.ts'
import type { Job } from './job.ts'
import { formatSize, type RegistryLimits } from './limits.ts'
import { repositoryAddress } from './list-address.ts'
import { type DateQuestion, type PushDateWay, pushDateWays, storedDateHeaders } from './push-date-table.ts'
import { mayUsePlainHttp, settingsForHost } from './selection.ts'
import type { RegistrySession } from './session.ts'
import { parseJson } from './tags.ts'
import { basicHeader } from './token.ts'
import type { Answer, Exchange, RegistryRequest } from './transport.ts'

/** What asks registries when an image was pushed. One object per run. */
export interface PushDates {
  /**
   * The date of the push, as the registry's own API tells it: `2026-11-22T19:30:00Z`. Undefined where there is no such API, and where it does not
   * answer: the publisher's date is there, so that nothing of this is an error.
   */
  find(way: PushDateWay, question: DateQuestion, asking: Asking): Promise<string | undefined>
}

export type Asking = {
  readonly job: Job
  readonly session: RegistrySession
  /** What messages call the image. */
  readonly name: string
}

export type PushDateTools = {
  readonly exchange: Exchange
  readonly limits: RegistryLimits
  readonly credentials: Credentials
}

/** How a registry tells the date, as far as its host, or what it called itself when it asked for a token, shows what it is. */
export function pushDateWay(registry: string, service: string | undefined): PushDateWay | undefined {
  const name = service === 'harbor-registry' ? 'Harbor' : habitOf(registry).name
  return pushDateWays.find(way => way.name === name)
}

/** Whether the header `Last-Modified` of its manifests is the date of the push. */
export function hasStoredDate(registry: string): boolean {
  const { name } = habitOf(registry)
  return storedDateHeaders.some(row => row.name === name)
}

/** Milliseconds that a date may take, and requests: it is worth less than an answer that is late. */
const patience = 5000
const mostRequests = 4

export function createPushDates({ exchange, limits, credentials }: PushDateTools): PushDates {
  /** Hosts that did not answer as they should: they are not asked again. */
  const closed = new Set<string>()
  const kept = new Map<string, Promise<unknown>>()

  const send = async (way: PushDateWay, url: URL, { job, session, name }: Asking): Promise<Answer | undefined> => {
    const { subject, access, advice } = job
    const late = failure(subject, 'timeout', `${url.host} did not say in time when ${name} was pushed`)
    const end = new AbortController()
    const timer = setTimeout(() => end.abort(late), patience).unref()
    const signal = AbortSignal.any([job.signal, end.signal])
    const budget = createBudget(mostRequests, subject, name)
    // A list with a date for each image is as long as a list of tags.
    const bytes = way.login === 'session' ? limits.pageBytes : limits.manifestBytes
    const limit = { bytes, tooLarge: `the date of ${name} is larger than ${formatSize(bytes)}` }
    const accept = 'application/json'
    try {
      if (way.login === 'session')
        return await session.get({ ...job, signal, wanted: { accept, name, budget } }, url, limit)
      const { tls } = way.host === undefined ? access : settingsForHost(credentials, way.host)
      const headers = { accept, ...(way.login === 'password' ? await ownLogin(job, session, url) : {}) }
      const request: RegistryRequest = { subject, advice, method: 'GET', url, headers, tls, limit, signal, budget }
      const answer = await exchange(request)
      return answer.kind === 'answer' ? answer : undefined
    } catch (error) {
      if (error instanceof RegistryError) return undefined
      throw error
    } finally {
      clearTimeout(timer)
    }
  }

  const ask = async (way: PushDateWay, url: URL, asking: Asking): Promise<unknown> => {
    if (closed.has(url.host)) return undefined
    const answer = await send(way, url, asking)
    asking.job.signal.throwIfAborted()
    // A repository that is not for everybody says nothing of the next one.
    if (answer !== undefined && [401, 403, 404].includes(answer.status)) return undefined
    const json = answer?.status === 200 ? parseJson(answer.body) : undefined
    if (json === undefined || 'fault' in json) closed.add(url.host)
    return json !== undefined && 'value' in json ? json.value : undefined
  }

  return {
    async find(way, question, asking) {
      const { job } = asking
      const { registry } = job.subject
      const path = way.address(question)
      if (path === undefined) return undefined
      const own = repositoryAddress({ registry, path: question.path }, job.access.plainHttp, 'tags/list')
      const origin = way.host === undefined ? own.origin : `https://${way.host}`
      const url = new URL(`${origin}${path}`)
      const { keep } = way
      if (!keep) return way.read(await ask(way, url, asking), question)
      const known = kept.get(url.href) ?? ask(way, url, asking).then(keep)
      kept.set(url.href, known)
      return way.read(await known, question)
    }
  }
}

/** Only what the registry has taken already, so that no try here can lock anybody out (threat model C-12, C-15). */
async function ownLogin(
  { access, login }: Job,
  session: RegistrySession,
  url: URL
): Promise<Readonly<Record<string, string>>> {
  if (!session.learned.accepted || session.learned.rejected) return {}
  if (url.protocol === 'http:' && !mayUsePlainHttp(access)) return {}
  const found = await login()
  return found?.kind === 'password' ? basicHeader(found) : {}
}
