/** Members of a manifest (OCI image specification 1.1, "Image Manifest" and "Image Index"). */
export const manifestKeys: readonly string[] = [
  'schemaVersion',
  'mediaType',
  'artifactType',
  'config',
  'layers',
  'manifests',
  'subject',
  'annotations'
]

/** Members of a descriptor (OCI image specification 1.1, "Content Descriptors"). */
export const descriptorKeys: readonly string[] = [
  'mediaType',
  'artifactType',
  'digest',
  'size',
  'urls',
  'data',
  'platform',
  'annotations'
]

/** Members of the platform of an entry (OCI image specification 1.1, "Image Index"). */
export const platformKeys: readonly string[] = ['os', 'os.version', 'os.features', 'architecture', 'variant']

/**
 * The name that a member of an object is only nearly spelled as: `manifests` for `Manifests`. Programs written in Go take such a member for
 * the one of that name (encoding/json, Unmarshal), so that they would read another document. Undefined where there is none.
 */
export function findMisspelt(value: unknown, names: readonly string[]): string | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined
  const near = new Map(names.map(name => [name.toLowerCase(), name]))
  return Object.keys(value)
    .filter(key => !names.includes(key))
    .map(key => near.get(folded(key)))
    .find(name => name !== undefined)
}

/**
 * Whether any object of a JSON text has a member twice: JavaScript takes the last, and Go mixes both. The text must be JSON that can be parsed.
 */
export function hasRepeatedKey(text: string): boolean {
  const open: (Set<unknown> | undefined)[] = []
  let last = ''
  for (let at = 0; at < text.length; at++) {
    const mark = text[at]
    if (mark === '"') {
      const end = endOfString(text, at)
      last = text.slice(at, end + 1)
      at = end
    } else if (mark === '{') open.push(new Set())
    else if (mark === '[') open.push(undefined)
    else if (mark === '}' || mark === ']') open.pop()
    else if (mark === ':') {
      const keys = open.at(-1)
      const key: unknown = JSON.parse(last)
      if (keys?.has(key)) return true
      keys?.add(key)
    }
  }
  return false
}

function endOfString(text: string, start: number): number {
  let at = start + 1
  while (at < text.length && text[at] !== '"') at += text[at] === '\\' ? 2 : 1
  return at
}

/** Case by Unicode, as Go folds it: the long s and the sign for kelvin are letters as well. */
function folded(key: string): string {
  return key.toUpperCase().toLowerCase()
}
