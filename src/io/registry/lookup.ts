import { type LookupAddress, type LookupOptions, lookup } from 'node:dns'
import { isIP, type LookupFunction } from 'node:net'
import { type AddressKind, addressKind } from './address.ts'

/** A connection was not made, or cut at once, because of where it leads. */
export class AddressRefused extends Error {
  readonly address: string
  readonly kind: AddressKind

  constructor(address: string) {
    super(`address ${address} is not allowed`)
    this.name = 'AddressRefused'
    this.address = address
    this.kind = addressKind(address)
  }
}

/** Undefined if a connection may lead to this address. `named`: the workflow names the host. */
export function refuseAddress(address: string, named: boolean): AddressRefused | undefined {
  const kind = addressKind(address)
  return kind === 'public' || (kind === 'private' && named) ? undefined : new AddressRefused(address)
}

/** Same for a host as it stands in a URL, if it is an IP address; Node does not look those up. */
export function refuseLiteral(hostname: string, named: boolean): AddressRefused | undefined {
  const bare = hostname.replace(/^\[|\]$/g, '')
  return isIP(bare) === 0 ? undefined : refuseAddress(bare, named)
}

/**
 * A look-up for sockets that fails if any address of the host is not allowed: the check is made on the very addresses that
 * are connected to, so a name that changes its address between check and use does not pass (threat model R-02).
 */
export function guardedLookup(named: boolean, find: LookupFunction = lookup): LookupFunction {
  return (hostname: string, options: LookupOptions, callback): void => {
    find(hostname, { ...options, all: true }, (error, found, family) => {
      if (error) return callback(error, [])
      const addresses: LookupAddress[] = typeof found === 'string' ? [{ address: found, family: family ?? 4 }] : found
      const refused = addresses.map(({ address }) => refuseAddress(address, named)).find(found => found !== undefined)
      if (refused) return callback(refused, [])
      const [first] = addresses
      if (options.all === true || first === undefined) return callback(null, addresses)
      callback(null, first.address, first.family)
    })
  }
}

/** What keeps a host from being asked, as far as this machine can look it up: the address that is not allowed; undefined where all are. */
export function probeLookup(hostname: string, find?: LookupFunction): Promise<AddressRefused | undefined> {
  return new Promise(resolve => {
    guardedLookup(false, find)(hostname, { all: true }, error => {
      resolve(error instanceof AddressRefused ? error : undefined)
    })
  })
}
