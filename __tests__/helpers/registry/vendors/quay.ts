import { refuse, sortedVersions, tagPages, tokenLogin } from './answers.ts'
import type { Vendor } from './vendor.ts'

const path = 'team/app'
const tags = sortedVersions(250)
const challenge = 'Bearer realm="https://quay.io/v2/auth",service="quay.io"'

/** Never more than 100 tags a page; a missing repository is a 401. */
export const quay: Vendor = {
  name: 'Quay',
  host: 'quay.io',
  path,
  tags,
  username: 'team+robot',
  password: 'ROBOT0123456789',
  servers: () => {
    const denied = refuse(401, 'UNAUTHORIZED', 'access to the requested resource is not authorized', {
      'www-authenticate': challenge
    })
    return {
      'quay.io': tokenLogin({
        at: '/v2/auth',
        challenge: `${challenge},scope="repository:${path}:pull"`,
        login: 'team+robot:ROBOT0123456789',
        anonymous: true,
        wrong: refuse(401, 'UNAUTHORIZED', 'Could not find robot with specified username'),
        token: value => ({ token: value }),
        denied,
        list: tagPages({ path, tags, cap: 100, missing: denied })
      })
    }
  },
  loginAt: 'quay.io',
  requests: 5,
  wrong:
    'authentication failed for quay.io: the token endpoint of registry quay.io answered 401 (UNAUTHORIZED: Could not find robot with specified username)',
  missing:
    'registry quay.io does not show the tags of quay.io/no/such without another login (UNAUTHORIZED: access to the requested resource is not authorized)'
}
