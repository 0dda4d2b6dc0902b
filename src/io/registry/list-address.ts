import { parseImageReference } from '../../image/reference.ts'
import { apiHost, formatRepository, type Repository } from '../../image/repository.ts'
import { quote } from '../../text.ts'
import { failure } from './failure.ts'
import { habitOf } from './habits.ts'

/**
 * Address of the first page of a tag list, with at most `largest` tags on it.
 * @throws ImageNameError, RegistryError
 */
export function listAddress(repository: Repository, plainHttp: boolean, largest: number): URL {
  const url = repositoryAddress(repository, plainHttp, 'tags/list')
  url.searchParams.set('n', `${Math.min(largest, habitOf(repository.registry).pageSize)}`)
  return url
}

/**
 * Address of something in a repository; `what` is a path that was checked. The repository is parsed once more, and host and path must come
 * out of the URL as they went in: an odd spelling such as 0177.0.0.1 would otherwise lead elsewhere (threat model R-01).
 * @throws ImageNameError, RegistryError
 */
export function repositoryAddress(repository: Repository, plainHttp: boolean, what: string): URL {
  const { registry, path } = repository
  const reference = parseImageReference(formatRepository(repository))
  const subject = { registry, repository: path }
  const host = apiHost(registry)
  const text = `${plainHttp ? 'http' : 'https'}://${host}/v2/${path}/${what}`
  const url = URL.canParse(text) ? new URL(text) : undefined
  const sameHost = url?.host === host || (plainHttp && `${url?.host}:80` === host)
  const same = reference.repository.registry === registry && reference.repository.path === path
  if (url && sameHost && same && url.pathname === `/v2/${path}/${what}`) return url
  throw failure(
    subject,
    'refused',
    `${quote(formatRepository(repository))} is not an image reference that can be asked for`,
    {
      hint:
        url && !sameHost
          ? `Write the host as ${quote(url.host)}.`
          : 'Write registry/repository, as in registry.example.com/team/app.'
    }
  )
}
