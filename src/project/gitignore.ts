/** A line of a gitignore file, read. */
export type IgnorePattern = {
  readonly segments: readonly string[]
  /** True for `!pattern`, which takes a file back. */
  readonly isInclusion: boolean
  /** True for `pattern/`. */
  readonly onlyFolders: boolean
}

/** Reads a pattern; `#` lines and empty ones are no patterns. */
export function parseIgnorePatterns(text: string): readonly IgnorePattern[] {
  return text
    .split(/\r?\n/)
    .filter(line => !line.startsWith('#') && line.trim() !== '')
    .map(parseIgnorePattern)
}

export function parseIgnorePattern(line: string): IgnorePattern {
  const isInclusion = line.startsWith('!')
  const body = (isInclusion ? line.slice(1) : line).replace(/\r$/, '')
  const trimmed = body.endsWith('\\ ') ? body : body.replace(/ +$/, '')
  const onlyFolders = trimmed.endsWith('/')
  return { segments: (onlyFolders ? trimmed.slice(0, -1) : trimmed).split('/'), isInclusion, onlyFolders }
}

/**
 * Tells whether a pattern matches a file, or a folder that it lies in. Patterns with a slash begin at the folder of their file, others match
 * any name on the way. A taken-back pattern must match the file itself, not a folder around it.
 * Source: the matcher that kluctl v2.28 uses (go-git, plumbing/format/gitignore), which decides file by file: unlike in git, a file below an
 * ignored folder can be taken back.
 */
export function matchesFile(pattern: IgnorePattern, path: readonly string[]): boolean {
  return pattern.segments.length === 1 ? matchesName(pattern, path) : matchesPath(pattern, path)
}

function matchesName({ segments, isInclusion, onlyFolders }: IgnorePattern, path: readonly string[]): boolean {
  const last = path.length - 1
  return path.some((name, index) => {
    if (index === last ? onlyFolders : isInclusion) return false
    return matchesGlob(segments[0] ?? '', name)
  })
}

function matchesPath({ segments, isInclusion, onlyFolders }: IgnorePattern, path: readonly string[]): boolean {
  let at = 0
  let anyDepth = false
  for (const [index, segment] of segments.entries()) {
    if (segment === '') continue
    if (segment === '**') {
      // a trailing ** is for what lies below
      if (index === segments.length - 1) return at < path.length && !onlyFolders
      anyDepth = true
      continue
    }
    if (anyDepth) while (at < path.length && !matchesGlob(segment, path[at] ?? '')) at += 1
    anyDepth = false
    if (at >= path.length || !matchesGlob(segment, path[at] ?? '')) return false
    at += 1
  }
  if (at === 0) return false
  return at === path.length ? !onlyFolders : !isInclusion
}

/**
 * Matches a name with `*`, `?`, `[a-z]` and `\`. The last star takes one more character at each dead end, so that the work is at most the
 * product of both lengths, whatever the pattern.
 */
export function matchesGlob(glob: string, name: string): boolean {
  let at = 0
  let inName = 0
  let afterStar = -1
  let starFrom = 0
  while (inName < name.length) {
    if (glob[at] === '*') {
      at += 1
      afterStar = at
      starFrom = inName
      continue
    }
    const length = at < glob.length ? matchOne(glob, at, name.charAt(inName)) : undefined
    if (length !== undefined) {
      at += length
      inName += 1
    } else if (afterStar >= 0) {
      starFrom += 1
      inName = starFrom
      at = afterStar
    } else {
      return false
    }
  }
  while (glob[at] === '*') at += 1
  return at === glob.length
}

/** How much of the glob the character takes; undefined where it does not match. */
function matchOne(glob: string, at: number, character: string): number | undefined {
  const first = glob.charAt(at)
  if (first === '?') return 1
  if (first === '\\') return at + 1 < glob.length && glob.charAt(at + 1) === character ? 2 : undefined
  if (first === '[') return matchSet(glob, at, character)
  return first === character ? 1 : undefined
}

/** `[abc]`, `[a-z]`, `[!a]`, `[^a]`; a set that is not closed matches nothing. */
function matchSet(glob: string, at: number, character: string): number | undefined {
  const isNegated = /[!^]/.test(glob.charAt(at + 1))
  const begin = at + (isNegated ? 2 : 1)
  let index = begin
  let matched = false
  while (index < glob.length && (glob.charAt(index) !== ']' || index === begin)) {
    const [low, afterLow] = setCharacter(glob, index)
    const isRange = glob.charAt(afterLow) === '-' && !['', ']'].includes(glob.charAt(afterLow + 1))
    const [high, next] = isRange ? setCharacter(glob, afterLow + 1) : [low, afterLow]
    if (character >= low && character <= high) matched = true
    index = next
  }
  if (index >= glob.length) return undefined
  return matched === isNegated ? undefined : index + 1 - at
}

function setCharacter(glob: string, index: number): [character: string, next: number] {
  const isEscaped = glob.charAt(index) === '\\'
  return [glob.charAt(isEscaped ? index + 1 : index), index + (isEscaped ? 2 : 1)]
}
