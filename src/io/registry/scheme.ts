import { formatHost } from './advice.ts'
import type { Challenge } from './challenge.ts'

/** How a registry wants to be shown a login. */
export type Scheme =
  | { readonly kind: 'basic' }
  | { readonly kind: 'bearer'; readonly realm: string; readonly service: string | undefined }

/** The scheme to use, Bearer before Basic; a text where there are only others; undefined where there is none at all. */
export function chooseScheme(challenges: readonly Challenge[]): Scheme | string | undefined {
  const bearer = challenges.find(({ scheme, parameters }) => scheme === 'bearer' && parameters.has('realm'))
  const realm = bearer?.parameters.get('realm')
  if (bearer && realm !== undefined) return { kind: 'bearer', realm, service: bearer.parameters.get('service') }
  if (challenges.some(({ scheme }) => scheme === 'basic')) return { kind: 'basic' }
  const [other] = challenges
  return other && `by ${formatHost(other.scheme)}, which is not supported`
}
