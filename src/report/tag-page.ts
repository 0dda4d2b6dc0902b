import type { ImageReference } from '../image/reference.ts'

type PageOf = (path: string, tag: string) => string | undefined

/** Hosts are compared whole: a mirror or a port is another registry, which has no pages of these. */
const pages: ReadonlyMap<string, PageOf> = new Map([
  ['docker.io', dockerHubPage],
  ['quay.io', (path, tag) => `https://quay.io/repository/${part(path)}?tab=tags&tag=${encodeURIComponent(tag)}`],
  // leads on to the package page of a user or an organisation, whichever it is
  ['ghcr.io', (path, tag) => `https://ghcr.io/${part(path)}:${encodeURIComponent(tag)}`],
  ['mcr.microsoft.com', path => `https://mcr.microsoft.com/artifact/mar/${part(path)}/tags`],
  ['public.ecr.aws', path => `https://gallery.ecr.aws/${part(path)}`],
  ['codeberg.org', codebergPage]
])

const google = /^(?:(?:asia|eu|us)\.)?gcr\.io$|^[a-z0-9]+(?:-[a-z0-9]+)*-docker\.pkg\.dev$/

/**
 * Page of a tag at its registry, for people: an https address built from checked parts. Where a registry has no page for each tag it is the
 * page of the repository's tags. Undefined where the registry has none that is known, or the reference has no tag.
 */
export function tagPage({ repository, tag }: ImageReference): string | undefined {
  if (tag === undefined) return undefined
  const { registry, path } = repository
  // Google sends browsers from there to its console.
  if (google.test(registry)) return `https://${registry}/${part(path)}:${encodeURIComponent(tag)}`
  return pages.get(registry)?.(path, tag)
}

function dockerHubPage(path: string, tag: string): string | undefined {
  const [owner, name, ...rest] = path.split('/')
  if (owner === undefined || name === undefined || rest.length > 0) return undefined
  const page = owner === 'library' ? `_/${part(name)}` : `r/${part(path)}`
  return `https://hub.docker.com/${page}/tags?name=${encodeURIComponent(tag)}`
}

/** Forgejo's and Gitea's form; the name of a package may have slashes, which stand for themselves there. */
function codebergPage(path: string, tag: string): string | undefined {
  const slash = path.indexOf('/')
  if (slash < 0) return undefined
  const [owner, name] = [path.slice(0, slash), path.slice(slash + 1)]
  return `https://codeberg.org/${part(owner)}/-/packages/container/${encodeURIComponent(name)}/${encodeURIComponent(tag)}`
}

/** A path of a repository within an address. Its grammar needs no escapes; they are here so that it never has to be relied on. */
function part(path: string): string {
  return path.split('/').map(encodeURIComponent).join('/')
}
