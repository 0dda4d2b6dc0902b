import { crc32, inflateRawSync } from 'node:zlib'
import { GitHubError } from '../errors.ts'
import { plural, quote } from '../text.ts'
import { type ArtifactFile, artifactFiles, fileLimits, isArtifactFile } from './artifact-files.ts'

/**
 * Texts of an artifact's archive, read in memory: there is no folder to climb out of and no link to follow (threat model W-02, CVE-2024-42471).
 * Only an archive as `@actions/artifact` makes it is read (APPNOTE.TXT 6.3.10, sections 4.3.6 to 4.3.16): one part, no encryption, no 64-bit
 * fields, stored or deflated. Every entry is checked, and only `wanted` are unpacked, each up to its limit.
 * @throws GitHubError with the code `artifact`
 */
export function readArchive(bytes: Uint8Array, wanted: readonly ArtifactFile[]): ReadonlyMap<ArtifactFile, string> {
  const archive = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  try {
    const entries = readDirectory(archive)
    return new Map(
      entries.filter(({ name }) => wanted.includes(name)).map(entry => [entry.name, unpack(archive, entry)])
    )
  } catch (error) {
    // a field that lies outside of the archive
    if (error instanceof RangeError) return refuse('it is cut off')
    throw error
  }
}

type Entry = {
  readonly name: ArtifactFile
  readonly method: number
  readonly crc: number
  readonly packed: number
  readonly size: number
  /** Where the local header begins. */
  readonly start: number
}

const endLength = 22
const centralLength = 46
const localLength = 30
const stored = 0
const deflated = 8
/** Encryption, patches, strong encryption, masked headers (APPNOTE 4.4.4). */
const forbiddenFlags = 0x2061
const mode = { type: 0xf000, regular: 0x8000 }

function readDirectory(archive: Buffer): readonly Entry[] {
  const end = archive.length - endLength
  // a comment behind it could hold a second end
  if (end < 0 || archive.readUInt32LE(end) !== 0x06054b50 || archive.readUInt16LE(end + 20) !== 0)
    return refuse('it does not end as an archive')
  const count = archive.readUInt16LE(end + 10)
  const start = archive.readUInt32LE(end + 16)
  const isWhole = archive.readUInt32LE(end + 4) === 0 && archive.readUInt16LE(end + 8) === count
  if (!isWhole || start + archive.readUInt32LE(end + 12) !== end) return refuse('its directory is not whole')
  if (count > artifactFiles.length) return refuse(`it has ${plural(count, 'entry', 'entries')}`)
  const entries: Entry[] = []
  let at = start
  for (let index = 0; index < count; index++) {
    const entry = readEntry(archive, at)
    if (entries.some(({ name }) => name === entry.name)) return refuse(`it has ${entry.name} twice`)
    entries.push(entry)
    at += centralLength + archive.readUInt16LE(at + 28) + archive.readUInt16LE(at + 30) + archive.readUInt16LE(at + 32)
  }
  if (at !== end) return refuse('its directory is not whole')
  checkPlaces(archive, entries, start)
  return entries
}

function readEntry(archive: Buffer, at: number): Entry {
  if (archive.readUInt32LE(at) !== 0x02014b50) return refuse('its directory is not whole')
  const name = readName(archive, at + centralLength, archive.readUInt16LE(at + 28))
  if (!isArtifactFile(name)) return refuse(`it has ${quote(name, 80)}, which is none of its files`)
  // what a system other than Unix writes there says nothing of links
  const type = (archive.readUInt32LE(at + 38) >>> 16) & mode.type
  if (type !== 0 && type !== mode.regular) return refuse(`${name} is no regular file`)
  if ((archive.readUInt16LE(at + 8) & forbiddenFlags) !== 0) return refuse(`${name} is encrypted`)
  const method = archive.readUInt16LE(at + 10)
  if (method !== stored && method !== deflated) return refuse(`${name} is packed in a way that is not read (${method})`)
  const size = archive.readUInt32LE(at + 24)
  if (size > fileLimits[name]) return refuse(`${name} has ${size} bytes, and ${fileLimits[name]} are allowed`)
  return {
    name,
    method,
    size,
    crc: archive.readUInt32LE(at + 16),
    packed: archive.readUInt32LE(at + 20),
    start: archive.readUInt32LE(at + 42)
  }
}

/** Entries that share bytes make a small archive a large one, and a name of its own at the data is a way to mean two files. */
function checkPlaces(archive: Buffer, entries: readonly Entry[], end: number): void {
  let free = 0
  for (const entry of entries.toSorted((a, b) => a.start - b.start)) {
    const { start, name, packed, method } = entry
    if (start < free) refuse(`${name} shares its bytes with another`)
    const isLocal = archive.readUInt32LE(start) === 0x04034b50
    const localName = readName(archive, start + localLength, archive.readUInt16LE(start + 26))
    if (!isLocal || localName !== name || archive.readUInt16LE(start + 8) !== method)
      refuse(`${name} is another file at its place`)
    free = dataOf(archive, entry) + packed
    if (free > end) refuse(`${name} is cut off`)
  }
}

function dataOf(archive: Buffer, { start }: Entry): number {
  return start + localLength + archive.readUInt16LE(start + 26) + archive.readUInt16LE(start + 28)
}

function unpack(archive: Buffer, entry: Entry): string {
  const { name, method, packed, size, crc } = entry
  const from = dataOf(archive, entry)
  const data = archive.subarray(from, from + packed)
  const bytes = method === stored ? data : inflate(data, entry)
  if (bytes.length !== size) return refuse(`${name} has not the length that it says`)
  if (crc32(bytes) !== crc) return refuse(`${name} is damaged`)
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return refuse(`${name} is not UTF-8 text`)
  }
}

/** Never more than the entry says, however much is packed in it. */
function inflate(data: Buffer, { name, size }: Entry): Buffer {
  try {
    return inflateRawSync(data, { maxOutputLength: Math.max(1, size) })
  } catch {
    return refuse(`${name} cannot be unpacked to the length that it says`)
  }
}

function readName(archive: Buffer, at: number, length: number): string {
  if (at + length > archive.length) throw new RangeError('name')
  return archive.toString('utf8', at, at + length)
}

/** @throws GitHubError */
export function refuse(why: string): never {
  throw new GitHubError('artifact', `the artifact is not used: ${why}`, undefined, {
    hint: 'It has to be as kluctl-images of the same version uploaded it.'
  })
}
