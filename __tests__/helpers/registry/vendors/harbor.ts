import { refuse, sortedVersions, tagPages, tokenLogin } from './answers.ts'
import type { Vendor } from './vendor.ts'

const host = 'harbor.example.com'
const path = 'team/app'
const tags = sortedVersions(2500)

/** Token at /service/token; takes any page size; bytewise order. */
export const harbor: Vendor = {
  name: 'Harbor',
  host,
  path,
  tags,
  username: 'robot$team+images',
  password: 'harbor-secret-0123',
  servers: () => ({
    [host]: tokenLogin({
      at: '/service/token',
      challenge: `Bearer realm="https://${host}/service/token",service="harbor-registry",scope="repository:${path}:pull"`,
      login: 'robot$team+images:harbor-secret-0123',
      anonymous: true,
      wrong: refuse(401, 'UNAUTHORIZED', 'unauthorized: unauthorized'),
      token: value => ({ token: value, access_token: '', expires_in: 1800, issued_at: '2024-01-01T00:00:00Z' }),
      list: tagPages({
        path,
        tags,
        cap: 100_000,
        missing: refuse(404, 'NOT_FOUND', 'repository no/such not found')
      })
    })
  }),
  loginAt: host,
  requests: 5,
  wrong: `authentication failed for ${host}: the token endpoint of registry ${host} answered 401 (UNAUTHORIZED: unauthorized: unauthorized)`,
  missing: `registry ${host} has no repository ${host}/no/such (NOT_FOUND: repository no/such not found)`
}
