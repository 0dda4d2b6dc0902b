import { inflateRawSync } from 'node:zlib'
import { makeArchive } from '../../io/artifact/archive.ts'

/** Files of an archive by name, as texts. It is one that a test made, so that nothing is checked. */
export function readZip(bytes: Buffer): Record<string, string> {
  const files: Record<string, string> = {}
  const end = bytes.lastIndexOf(Buffer.from([0x50, 0x4b, 5, 6]))
  let place = bytes.readUInt32LE(end + 16)
  for (let left = bytes.readUInt16LE(end + 10); left > 0; left--) {
    const nameLength = bytes.readUInt16LE(place + 28)
    const name = bytes.toString('utf8', place + 46, place + 46 + nameLength)
    const packedSize = bytes.readUInt32LE(place + 20)
    const local = bytes.readUInt32LE(place + 42)
    const start = local + 30 + bytes.readUInt16LE(local + 26) + bytes.readUInt16LE(local + 28)
    const packed = bytes.subarray(start, start + packedSize)
    const isPacked = bytes.readUInt16LE(place + 10) === 8
    files[name] = (isPacked ? inflateRawSync(packed) : packed).toString('utf8')
    place += 46 + nameLength + bytes.readUInt16LE(place + 30) + bytes.readUInt16LE(place + 32)
  }
  return files
}

export function writeZip(files: Readonly<Record<string, string | Buffer>>): Buffer {
  return makeArchive(Object.entries(files).map(([name, content]) => ({ name, text: content })))
}
