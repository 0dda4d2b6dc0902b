/** One way to log in that a registry offers (RFC 9110, 11.6.1). */
export type Challenge = {
  /** Lower case: `basic`, `bearer`. */
  readonly scheme: string
  /** Keys in lower case. Empty where the challenge carries a token68 or nothing. */
  readonly parameters: ReadonlyMap<string, string>
  readonly token68: string | undefined
}

type Reading = { readonly challenge: Challenge; readonly next: number }

/**
 * Parses all `WWW-Authenticate` headers of an answer, in order. A challenge that names a parameter twice is left out:
 * which of the two values counts would be a guess. Reading of a header stops at the first thing that is no challenge;
 * what stood before it counts. Never throws; linear in the length.
 */
export function parseChallenges(headers: readonly string[]): readonly Challenge[] {
  return headers.flatMap(parseHeader)
}

function parseHeader(header: string): readonly Challenge[] {
  const challenges: Challenge[] = []
  let position = skip(header, 0, /[\s,]*/y)
  while (position < header.length) {
    const reading = readChallenge(header, position)
    if (!reading) return challenges
    if (reading.challenge.scheme !== '') challenges.push(reading.challenge)
    position = skip(header, reading.next, /[\s,]*/y)
  }
  return challenges
}

function readChallenge(header: string, start: number): Reading | undefined {
  const scheme = match(header, start, /[!#$%&'*+.^_`|~0-9A-Za-z-]+/y)
  if (scheme === undefined) return undefined
  const after = start + scheme.length
  if (after < header.length && !/[\s,]/.test(header.charAt(after))) return undefined
  const blank = skip(header, after, /\s*/y)
  const token68 = match(header, blank, /[A-Za-z0-9._~+/-]+=*(?=\s*(?:,|$))/y)
  if (token68 !== undefined && blank > after) {
    const challenge = { scheme: scheme.toLowerCase(), parameters: new Map<string, string>(), token68 }
    return { challenge, next: blank + token68.length }
  }
  return readParameters(header, blank, scheme.toLowerCase())
}

function readParameters(header: string, start: number, scheme: string): Reading | undefined {
  const parameters = new Map<string, string>()
  let twice = false
  let position = start
  for (;;) {
    const begin = skip(header, position, /[\s,]*/y)
    const key = match(header, begin, /[!#$%&'*+.^_`|~0-9A-Za-z-]+(?=\s*=)/y)
    if (key === undefined) break
    const value = readValue(header, skip(header, begin + key.length, /\s*=\s*/y))
    if (!value) return undefined
    const name = key.toLowerCase()
    twice ||= parameters.has(name)
    parameters.set(name, value.text)
    position = value.next
  }
  return { challenge: { scheme: twice ? '' : scheme, parameters, token68: undefined }, next: position }
}

/** A quoted string, or everything up to a blank or comma: registries write bare URLs as values. */
function readValue(header: string, start: number): { text: string; next: number } | undefined {
  if (header.charAt(start) !== '"') {
    const text = match(header, start, /[^\s,"]*/y) ?? ''
    return { text, next: start + text.length }
  }
  const quoted = match(header, start, /"(?:[^"\\]|\\[\s\S])*"/y)
  if (quoted === undefined) return undefined
  return { text: quoted.slice(1, -1).replace(/\\([\s\S])/g, '$1'), next: start + quoted.length }
}

function match(text: string, position: number, pattern: RegExp): string | undefined {
  const sticky = new RegExp(pattern)
  sticky.lastIndex = position
  return sticky.exec(text)?.[0]
}

function skip(text: string, position: number, pattern: RegExp): number {
  return position + (match(text, position, pattern)?.length ?? 0)
}
