import { ImageNameError } from '../errors.ts'
import { quote } from '../text.ts'
import { normalizeRegistry, type Repository } from './repository.ts'

/** An image reference, `registry/repository:tag@digest`, taken apart. */
export type ImageReference = {
  /** The text as it was written. */
  readonly text: string
  /** The text before tag and digest, as it was written: `nginx`, `ghcr.io/team/app`. */
  readonly name: string
  /** Where it lives, normalised. */
  readonly repository: Repository
  readonly tag: string | undefined
  /** `sha256:…` */
  readonly digest: string | undefined
}

const hostLabel = /^[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?$/
const ipv6 = /^\[[0-9A-Fa-f:.]+\]$/
const pathPart = /^[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*$/
const tagGrammar = /^[A-Za-z0-9_][A-Za-z0-9._-]{0,127}$/
const digestGrammar = /^[A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*:[0-9A-Fa-f]{32,}$/

/** True for a text that may be a tag (OCI distribution specification). */
export function isTag(text: string): boolean {
  return tagGrammar.test(text)
}

/** True for a text that may be a digest; `sha256` and `sha512` must have their full length in lower case. */
export function isDigest(text: string): boolean {
  if (text.startsWith('sha256:')) return /^sha256:[0-9a-f]{64}$/.test(text)
  if (text.startsWith('sha512:')) return /^sha512:[0-9a-f]{128}$/.test(text)
  return text.length <= 200 && digestGrammar.test(text)
}

/**
 * Takes an image reference apart. The first path element is a registry if it holds a `.` or `:` or is `localhost`, as
 * Docker has it; otherwise the image is on Docker Hub, where a single name lives in `library/`.
 * @throws ImageNameError with the position of what is wrong
 */
export function parseImageReference(text: string): ImageReference {
  const fail = (position: number, why: string, hint?: string): never => {
    throw new ImageNameError(text, position, `${quote(text)} is not an image reference: ${why}`, { hint })
  }
  if (text === '') fail(0, 'it is empty')
  if (text.length > 4096) fail(4096, 'it is longer than 4096 characters')
  const scheme = /^[A-Za-z][A-Za-z0-9+.-]*:\/\//.exec(text)
  if (scheme) fail(0, `it begins with ${quote(scheme[0])}`, 'Write host/path without a scheme.')
  const illegal = /[^A-Za-z0-9._:/@[\]+-]/u.exec(text)
  if (illegal) fail(illegal.index, `${quote(illegal[0])} may not stand in it`)

  const at = text.indexOf('@')
  const digest = at < 0 ? undefined : text.slice(at + 1)
  if (digest !== undefined && !isDigest(digest)) fail(at + 1, `${quote(digest)} is not a digest`)
  const beforeDigest = at < 0 ? text : text.slice(0, at)
  const lastSlash = beforeDigest.lastIndexOf('/')
  const colon = beforeDigest.indexOf(':', lastSlash + 1)
  const tag = colon < 0 ? undefined : beforeDigest.slice(colon + 1)
  if (tag !== undefined && !isTag(tag)) fail(colon + 1, `${quote(tag)} is not a tag`)
  const name = colon < 0 ? beforeDigest : beforeDigest.slice(0, colon)

  const slash = name.indexOf('/')
  const first = slash < 0 ? '' : name.slice(0, slash)
  const hasRegistry = /[.:[]/.test(first) || first.toLowerCase() === 'localhost'
  if (hasRegistry && !isRegistryHost(first)) fail(0, `${quote(first)} is not a registry host`)
  const registry = hasRegistry ? normalizeRegistry(first) : 'docker.io'
  const path = hasRegistry ? name.slice(slash + 1) : name
  let position = hasRegistry ? slash + 1 : 0
  for (const part of path.split('/')) {
    if (!pathPart.test(part)) {
      const upper = /[A-Z]/.test(part) ? 'Repository names are lower case.' : undefined
      fail(position, part === '' ? 'a part of its path is empty' : `${quote(part)} is not a repository name`, upper)
    }
    position += part.length + 1
  }
  if (path.length > 255) fail(0, 'its path is longer than 255 characters')
  const fullPath = registry === 'docker.io' && !path.includes('/') ? `library/${path}` : path
  return { text, name, repository: { registry, path: fullPath }, tag, digest }
}

/** The reference that a text is; undefined where it is none. */
export function readImageReference(text: string): ImageReference | undefined {
  try {
    return parseImageReference(text)
  } catch (error) {
    if (error instanceof ImageNameError) return undefined
    throw error
  }
}

/** True for `host`, `host:port`, an IPv4 address or a bracketed IPv6 address. */
export function isRegistryHost(text: string): boolean {
  const match = /^(\[[^\]]*\]|[^:]*)(?::(\d{1,5}))?$/.exec(text)
  if (!match) return false
  const [, host = '', port] = match
  if (port !== undefined && (Number(port) < 1 || Number(port) > 65_535)) return false
  if (host.startsWith('[')) return ipv6.test(host)
  return host.length <= 253 && host.split('.').every(label => label.length <= 63 && hostLabel.test(label))
}
