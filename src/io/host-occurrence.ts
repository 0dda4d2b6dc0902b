import { normalizeRegistry } from '../image/repository.ts'

/** A host as it may stand in a text: an IPv6 address in brackets or a run of what hosts are made of, with a port. */
const word =
  /(?:\[(?=[0-9A-Fa-f]{0,4}:)[0-9A-Fa-f:.]{2,45}\]|[\p{L}\p{N}\p{M}\p{Cf}\ufffd。．｡._-]+)(?::\d{1,5}(?![\w-]|\.\w))?/gu

/** A host is at most 253 characters, with a port and dots behind it a few more. */
const longestHost = 270

/**
 * Which of these registries a text names. Case does not matter, nor a port 443; every other port does. The name stands by itself:
 * `evil-ghcr.io`, `ghcr.io.evil.test`, `ghcr.io:5000`, the path of `cache.example.com/ghcr.io/app` and the address of `me@ghcr.io` do not name `ghcr.io`.
 * @param registries normalised
 */
export function findHosts(text: string, registries: ReadonlySet<string>): readonly string[] {
  const found: string[] = []
  for (const { 0: match, index } of text.matchAll(word)) {
    if (match.length > longestHost || !/^[!-~]+$/.test(match)) continue
    // a dot ends a sentence, and a name that is written in full
    const host = match.replace(/\.+$/, '')
    const registry = normalizeRegistry(host)
    if (registries.has(registry) && standsAlone(text, index, index + match.length)) found.push(registry)
  }
  return found
}

function standsAlone(text: string, start: number, end: number): boolean {
  const before = text.slice(Math.max(0, start - 3), start)
  // after one slash it is part of a path; JSON may write two as \/\/
  if (before.endsWith('/') ? !/\/\\?\/$/.test(before) : /[@%]$/.test(before)) return false
  return !/^(?:[@%]|:\d)/.test(text.slice(end, end + 2))
}
