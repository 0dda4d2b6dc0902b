import { refuse, tagPages, tokenLogin, versions } from './answers.ts'
import type { Vendor } from './vendor.ts'

const path = 'team/app'
const tags = versions(1500)
const denied = refuse(403, 'DENIED', 'requested access to the resource is denied')

/** Oldest tags first; the token endpoint answers 403 where a package is private or missing. */
export const ghcr: Vendor = {
  name: 'GitHub Container Registry',
  host: 'ghcr.io',
  path,
  tags,
  username: 'octocat',
  password: 'ghs_0123456789abcdef',
  servers: () => ({
    'ghcr.io': tokenLogin({
      at: '/token',
      challenge: `Bearer realm="https://ghcr.io/token",service="ghcr.io",scope="repository:${path}:pull"`,
      login: 'octocat:ghs_0123456789abcdef',
      wrong: denied,
      token: value => ({ token: value }),
      list: tagPages({
        path,
        tags,
        cap: 1000,
        missing: refuse(404, 'NAME_UNKNOWN', 'repository name not known to registry')
      })
    })
  }),
  loginAt: 'ghcr.io',
  requests: 4,
  wrong:
    'authentication failed for ghcr.io: the token endpoint of registry ghcr.io answered 403 (DENIED: requested access to the resource is denied)',
  missing: 'registry ghcr.io has no repository ghcr.io/no/such (NAME_UNKNOWN: repository name not known to registry)'
}
