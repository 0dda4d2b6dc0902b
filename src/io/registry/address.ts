import { isIP } from 'node:net'

/**
 * What an address means for a tool that runs beside other people's services. `public`: anyone may be asked. `private`:
 * loopback, private and cluster ranges, only where the workflow names the host. `forbidden`: link-local and metadata
 * services, multicast, the unspecified address: never.
 */
export type AddressKind = 'public' | 'private' | 'forbidden'

// The first range that holds an address decides, so the narrow ones stand first.
const ranges: readonly (readonly [prefix: string, bits: number, kind: AddressKind])[] = [
  ['100.100.100.200', 32, 'forbidden'],
  ['168.63.129.16', 32, 'forbidden'],
  ['192.0.0.192', 32, 'forbidden'],
  ['0.0.0.0', 8, 'forbidden'],
  ['169.254.0.0', 16, 'forbidden'],
  ['224.0.0.0', 4, 'forbidden'],
  ['240.0.0.0', 4, 'forbidden'],
  ['10.0.0.0', 8, 'private'],
  ['100.64.0.0', 10, 'private'],
  ['127.0.0.0', 8, 'private'],
  ['172.16.0.0', 12, 'private'],
  ['192.0.0.0', 24, 'private'],
  ['192.168.0.0', 16, 'private'],
  ['198.18.0.0', 15, 'private'],
  ['fd00:ec2::254', 128, 'forbidden'],
  ['fd20:ce::254', 128, 'forbidden'],
  ['::', 128, 'forbidden'],
  ['fe80::', 10, 'forbidden'],
  ['ff00::', 8, 'forbidden'],
  ['::1', 128, 'private'],
  ['fc00::', 7, 'private'],
  ['fec0::', 10, 'private']
]

// IPv6 addresses that carry an IPv4 address: mapped, translated, compatible, NAT64, 6to4; with the byte at which it begins.
const carriers: readonly (readonly [prefix: string, bits: number, at: number])[] = [
  ['::ffff:0:0', 96, 12],
  ['::ffff:0:0:0', 96, 12],
  ['64:ff9b::', 96, 12],
  ['64:ff9b:1::', 48, 12],
  ['2002::', 16, 2],
  ['::', 96, 12]
]
/** Classifies an IP address as text (threat model R-02). Text that is no address is `forbidden`. */
export function addressKind(address: string): AddressKind {
  const bytes = addressBytes(address)
  if (!bytes) return 'forbidden'
  const direct = ranges.find(([prefix, bits]) => holds(prefix, bits, bytes))
  if (direct) return direct[2]
  const carrier = carriers.find(([prefix, bits]) => holds(prefix, bits, bytes))
  return carrier ? addressKind(bytes.slice(carrier[2], carrier[2] + 4).join('.')) : 'public'
}

/**
 * What a host name says before it is looked up: names of metadata services are `forbidden`, names that only mean something
 * on this machine or in a cluster are `private`. An IP address is classified as such.
 */
export function hostNameKind(hostname: string): AddressKind {
  const bare = hostname
    .toLowerCase()
    .replace(/^\[|\]$/g, '')
    .replace(/\.+$/, '')
  if (isIP(bare) !== 0) return addressKind(bare)
  if (/^(?:metadata|instance-data)(?:\.|$)/.test(bare)) return 'forbidden'
  return /(?:^|\.)(?:localhost|local|internal|svc|localdomain)$/.test(bare) ? 'private' : 'public'
}

function holds(prefix: string, bits: number, bytes: readonly number[]): boolean {
  // Most hosts are told by IPv4; to read a prefix of IPv6 takes longer than all the rest.
  if (prefix.includes(':') !== (bytes.length === 16)) return false
  const want = addressBytes(prefix)
  if (!want) return false
  return want.every((byte, index) => {
    const used = Math.min(8, Math.max(0, bits - index * 8))
    return byte >> (8 - used) === (bytes[index] ?? 0) >> (8 - used)
  })
}

function addressBytes(address: string): readonly number[] | undefined {
  const bare = address.replace(/%.*$/, '')
  const version = isIP(bare)
  if (version === 4) return bare.split('.').map(Number)
  if (version !== 6) return undefined
  const dotted = /^(.*:)(\d+)\.(\d+)\.(\d+)\.(\d+)$/.exec(bare)
  const plain = dotted ? `${dotted[1]}${hexPair(dotted[2], dotted[3])}:${hexPair(dotted[4], dotted[5])}` : bare
  const [head = '', tail] = plain.split('::')
  const left = words(head)
  const right = tail === undefined ? [] : words(tail)
  const middle = tail === undefined ? [] : new Array<number>(8 - left.length - right.length).fill(0)
  return [...left, ...middle, ...right].flatMap(word => [word >> 8, word & 255])
}

function hexPair(high = '0', low = '0'): string {
  return (Number(high) * 256 + Number(low)).toString(16)
}

function words(text: string): readonly number[] {
  return text === '' ? [] : text.split(':').map(word => Number.parseInt(word, 16))
}
