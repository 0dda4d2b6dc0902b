import { crc32, deflateRawSync } from 'node:zlib'

/** One file of an archive, and what a hostile archive says about it. */
export type ArchiveEntry = {
  readonly name: string
  readonly text: string | Uint8Array
  /** Name in front of the data, where it is another than in the directory. */
  readonly localName?: string
  readonly method?: number
  readonly flags?: number
  /** Permission bits of Unix with the kind of file. */
  readonly mode?: number
  readonly crc?: number
  /** Length that the directory says. */
  readonly size?: number
  readonly packedSize?: number
  /** Place that the directory says. */
  readonly start?: number
  readonly extra?: Uint8Array
}

export type ArchiveOptions = {
  readonly comment?: string
  /** Number of entries that the end says. */
  readonly count?: number
  readonly disk?: number
  readonly directoryStart?: number
}

/** A ZIP archive, right or as wrong as the entries say. */
export function makeArchive(entries: readonly ArchiveEntry[], options: ArchiveOptions = {}): Buffer {
  const locals: Buffer[] = []
  const directory: Buffer[] = []
  let at = 0
  for (const entry of entries) {
    const data = Buffer.from(entry.text)
    const packed = (entry.method ?? 8) === 8 ? deflateRawSync(data) : data
    const local = Buffer.concat([localHeader(entry, data, packed), Buffer.from(entry.localName ?? entry.name), packed])
    directory.push(centralHeader(entry, data, packed, at), Buffer.from(entry.name), Buffer.from(entry.extra ?? []))
    locals.push(local)
    at += local.length
  }
  const central = Buffer.concat(directory)
  const end = Buffer.alloc(22)
  end.writeUInt32LE(0x06054b50, 0)
  end.writeUInt16LE(options.disk ?? 0, 4)
  end.writeUInt16LE(options.count ?? entries.length, 8)
  end.writeUInt16LE(options.count ?? entries.length, 10)
  end.writeUInt32LE(central.length, 12)
  end.writeUInt32LE(options.directoryStart ?? at, 16)
  end.writeUInt16LE(options.comment?.length ?? 0, 20)
  return Buffer.concat([...locals, central, end, Buffer.from(options.comment ?? '')])
}

function localHeader(entry: ArchiveEntry, data: Buffer, packed: Buffer): Buffer {
  const header = Buffer.alloc(30)
  header.writeUInt32LE(0x04034b50, 0)
  header.writeUInt16LE(20, 4)
  header.writeUInt16LE(entry.flags ?? 0, 6)
  header.writeUInt16LE(entry.method ?? 8, 8)
  header.writeUInt32LE(entry.crc ?? crc32(data), 14)
  header.writeUInt32LE(packed.length, 18)
  header.writeUInt32LE(data.length, 22)
  header.writeUInt16LE(Buffer.byteLength(entry.localName ?? entry.name), 26)
  return header
}

function centralHeader(entry: ArchiveEntry, data: Buffer, packed: Buffer, at: number): Buffer {
  const header = Buffer.alloc(46)
  header.writeUInt32LE(0x02014b50, 0)
  header.writeUInt16LE((3 << 8) | 20, 4)
  header.writeUInt16LE(20, 6)
  header.writeUInt16LE(entry.flags ?? 0, 8)
  header.writeUInt16LE(entry.method ?? 8, 10)
  header.writeUInt32LE(entry.crc ?? crc32(data), 16)
  header.writeUInt32LE(entry.packedSize ?? packed.length, 20)
  header.writeUInt32LE(entry.size ?? data.length, 24)
  header.writeUInt16LE(Buffer.byteLength(entry.name), 28)
  header.writeUInt16LE(entry.extra?.length ?? 0, 30)
  header.writeUInt32LE(((entry.mode ?? 0o100644) << 16) >>> 0, 38)
  header.writeUInt32LE(entry.start ?? at, 42)
  return header
}
