import { jsonMember } from '../json-member.ts'
import { formatImageTime, parseImageTime } from './image-time.ts'

/** An image that a date is looked for. */
export type DateQuestion = {
  /** Path of its repository. */
  readonly path: string
  readonly tag: string | undefined
  /** As far as it is known. */
  readonly digest: string | undefined
}

/** How a registry tells when an image was pushed; a standard for it there is not. */
export type PushDateWay = {
  /** Name of its row in the table of habits. */
  readonly name: string
  /** Another host that is asked instead of the registry; it is never sent a login. */
  readonly host?: string | undefined
  /**
   * `none`: asked without one. `session`: as a tag list is. `password`: with the user name and password of the registry itself, once the registry
   * took them, else without.
   */
  readonly login: 'none' | 'session' | 'password'
  /** Whether the digest must be known first. */
  readonly needsDigest: boolean
  /** Path and query to ask; undefined where the registry tells nothing of such an image. */
  readonly address: (question: DateQuestion) => string | undefined
  /** What of an answer is kept for the other images of the repository; nothing if absent. */
  readonly keep?: (answer: unknown) => unknown
  /** The date in the answer, as {@link parseImageTime} gives it; undefined where there is none for this very image. */
  readonly read: (answer: unknown, question: DateQuestion) => string | undefined
  /** Where this is said. */
  readonly sources: readonly string[]
}

/**
 * Registries that tell when an image was pushed. Of all others, and where they do not answer, the publisher's date is taken. GitHub, GitLab and
 * Amazon ECR tell it only by APIs of their own that want another login than that of the registry.
 */
export const pushDateWays: readonly PushDateWay[] = [
  {
    name: 'Docker Hub',
    host: 'hub.docker.com',
    login: 'none',
    needsDigest: false,
    address({ path, tag }) {
      const [namespace, repository, ...rest] = path.split('/')
      if (tag === undefined || rest.length > 0) return undefined
      return `/v2/namespaces/${namespace}/repositories/${repository}/tags/${tag}`
    },
    read: (answer, question) =>
      isSame(jsonMember(answer, 'digest'), question)
        ? parseImageTime(jsonMember(answer, 'tag_last_pushed'))
        : undefined,
    sources: ['https://docs.docker.com/reference/api/hub/latest/operations/GetRepositoryTag/']
  },
  {
    name: 'Quay',
    login: 'none',
    needsDigest: false,
    address: ({ path, tag }) =>
      tag === undefined ? undefined : `/api/v1/repository/${path}/tag/?specificTag=${tag}&onlyActiveTags=true`,
    read(answer, question) {
      const tags = jsonMember(answer, 'tags')
      const found = (Array.isArray(tags) ? tags : []).find(
        (one: unknown) => jsonMember(one, 'name') === question.tag && jsonMember(one, 'end_ts') === undefined
      )
      const seconds = jsonMember(found, 'start_ts')
      if (typeof seconds !== 'number' || !isSame(jsonMember(found, 'manifest_digest'), question)) return undefined
      return formatImageTime(seconds * 1000)
    },
    sources: ['https://docs.quay.io/api/swagger/', 'https://github.com/quay/quay/blob/master/endpoints/api/tag.py']
  },
  {
    name: 'Azure Container Registry',
    login: 'session',
    needsDigest: false,
    address: ({ path, tag }) => (tag === undefined ? undefined : `/acr/v1/${path}/_tags/${tag}`),
    read(answer, question) {
      const tag = jsonMember(answer, 'tag')
      return isSame(jsonMember(tag, 'digest'), question) ? parseImageTime(jsonMember(tag, 'lastUpdateTime')) : undefined
    },
    sources: [
      'https://github.com/Azure/azure-rest-api-specs/blob/main/specification/containerregistry/data-plane/Microsoft.ContainerRegistry/preview/2019-08-15/containerregistry.json'
    ]
  },
  {
    name: 'Harbor',
    login: 'password',
    needsDigest: true,
    address({ path, digest }) {
      const [project, ...rest] = path.split('/')
      if (digest === undefined || rest.length === 0) return undefined
      return `/api/v2.0/projects/${project}/repositories/${rest.join('%252F')}/artifacts/${digest}`
    },
    read: (answer, question) =>
      jsonMember(answer, 'digest') === question.digest ? parseImageTime(jsonMember(answer, 'push_time')) : undefined,
    sources: ['https://github.com/goharbor/harbor/blob/main/api/v2.0/swagger.yaml']
  },
  ...['Google Artifact Registry', 'Google Container Registry'].map(
    (name): PushDateWay => ({
      name,
      login: 'session',
      needsDigest: true,
      address: ({ path }) => `/v2/${path}/tags/list`,
      keep: uploadTimes,
      read: (times, { digest }) => (times instanceof Map ? formatImageTime(Number(times.get(digest))) : undefined),
      sources: ['https://github.com/google/go-containerregistry/blob/main/pkg/v1/google/list.go']
    })
  )
]

/**
 * Registries whose header `Last-Modified` of a manifest is the time at which it was stored. That of another may be the time of anything: of its
 * web server's start, of its cache, or of the answer.
 */
export const storedDateHeaders: readonly { readonly name: string; readonly sources: readonly string[] }[] = [
  {
    name: 'JFrog Artifactory',
    sources: [
      'https://jfrog.com/help/r/jfrog-rest-apis/retrieve-artifact',
      'https://github.com/deitch/docker_registry2/issues/83'
    ]
  }
]

/** By digest, as text. */
function uploadTimes(answer: unknown): ReadonlyMap<string, string> {
  const manifests = jsonMember(answer, 'manifest')
  const entries = typeof manifests === 'object' && manifests !== null ? Object.entries(manifests) : []
  return new Map(
    entries.flatMap(([digest, entry]) => {
      const said = jsonMember(entry, 'timeUploadedMs')
      return typeof said === 'string' && /^\d{1,15}$/.test(said) ? [[digest, said] as const] : []
    })
  )
}

/** A tag that was moved meanwhile has the date of another image. */
function isSame(said: unknown, { digest }: DateQuestion): boolean {
  return said === undefined || said === null || digest === undefined || said === digest
}
