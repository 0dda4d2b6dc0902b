import { quote } from '../../text.ts'

/** Where a tag list goes on, that it ends here, or why it cannot be told. */
export type NextPage =
  | { readonly kind: 'end' }
  | { readonly kind: 'next'; readonly url: URL }
  | { readonly kind: 'broken'; readonly why: string }

type Link = { readonly target: string; readonly relations: readonly string[] | undefined }

const longest = 8192

/**
 * Reads the `Link` headers of a page (RFC 8288). The next page must stay on the scheme, host, port and path of the page it
 * stands on (threat model C-11). A header that cannot be read is `broken`, not the end: the list may go on.
 */
export function findNextPage(headers: readonly string[], page: URL): NextPage {
  const targets = new Set<string>()
  for (const header of headers) {
    const links = parseLinks(header)
    if (!links) return broken('its Link header cannot be read')
    for (const link of links) {
      if (!link.relations) return broken('its Link header does not say what it links to')
      if (link.relations.includes('next')) targets.add(link.target)
    }
  }
  const [target, ...others] = targets
  if (target === undefined) return { kind: 'end' }
  if (others.length > 0) return broken('it names more than one next page')
  return checkTarget(target, page)
}

/**
 * True if a page links to what comes after its own last tag and to nothing else (`last=<tag>`, perhaps with `n`): then the last
 * tag alone decides how a list goes on. A Link with a token of the registry does not.
 */
export function followsLastTag(tags: readonly string[], next: URL): boolean {
  const last = tags.at(-1)
  const names = [...next.searchParams.keys()]
  const known = names.every(name => name === 'n' || name === 'last') && new Set(names).size === names.length
  return last !== undefined && known && next.searchParams.get('last') === last
}

/** The address of what comes after a text, in the form of an address of the same list. */
export function pageAfter(url: URL, last: string): URL {
  const next = new URL(url)
  next.searchParams.set('last', last)
  return next
}

function checkTarget(target: string, page: URL): NextPage {
  if (target === '' || target.length > longest) return broken('the address of its next page is empty or too long')
  if (/[^\x21-\x7e]/.test(target))
    return broken('the address of its next page holds characters that may not stand there')
  if (!URL.canParse(target, page.href)) return broken(`${quote(target, 100)} is not an address`)
  const url = new URL(target, page)
  if (url.username !== '' || url.password !== '') return broken('the address of its next page holds a user name')
  if (url.host !== page.host) return broken(`it continues at another host, ${quote(url.host, 100)}`)
  if (url.protocol !== page.protocol) return broken(`it continues with ${quote(url.protocol, 20)}`)
  if (url.pathname !== page.pathname) return broken(`it continues at another path, ${quote(url.pathname, 100)}`)
  url.hash = ''
  return { kind: 'next', url }
}

function parseLinks(header: string): readonly Link[] | undefined {
  const links: Link[] = []
  let rest = header.trim()
  while (rest !== '') {
    const head = /^<([^<>]*)>/.exec(rest)
    if (!head) return undefined
    rest = rest.slice(head[0].length)
    const parameters =
      /^(?:\s*;\s*(?:[^\s=;,"<>]+(?:\s*=\s*(?:"(?:[^"\\]|\\[\s\S])*"|[^\s;,"<>]*))?)?)*/.exec(rest)?.[0] ?? ''
    rest = rest.slice(parameters.length)
    links.push({ target: (head[1] ?? '').trim(), relations: relationsOf(parameters) })
    const separator = /^\s*(?:,[\s,]*|$)/.exec(rest)
    if (!separator) return undefined
    rest = rest.slice(separator[0].length)
  }
  return links
}

/** Only the first `rel` counts (RFC 8288, 3.3). */
function relationsOf(parameters: string): readonly string[] | undefined {
  for (const part of parameters.matchAll(/;\s*([^\s=;,"<>]+)\s*=\s*(?:"((?:[^"\\]|\\[\s\S])*)"|([^\s;,"<>]*))/g)) {
    if (part[1]?.toLowerCase() !== 'rel') continue
    return (part[2] ?? part[3] ?? '').toLowerCase().split(/\s+/)
  }
  return undefined
}

function broken(why: string): NextPage {
  return { kind: 'broken', why }
}
