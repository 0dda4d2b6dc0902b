import { refuse, sortedVersions, tagPages, tokenLogin } from './answers.ts'
import type { Vendor } from './vendor.ts'

const path = 'team/app'
const tags = sortedVersions(1200)

/** Token at gitlab.com, with the service container_registry. */
export const gitlab: Vendor = {
  name: 'GitLab',
  host: 'registry.gitlab.com',
  path,
  tags,
  username: 'gitlab+deploy-token-7',
  password: 'gldt-0123456789',
  servers: () => {
    const answer = tokenLogin({
      at: '/jwt/auth',
      challenge: `Bearer realm="https://gitlab.com/jwt/auth",service="container_registry",scope="repository:${path}:pull"`,
      login: 'gitlab+deploy-token-7:gldt-0123456789',
      wrong: refuse(403, 'DENIED', 'access forbidden'),
      token: value => ({ token: value }),
      list: tagPages({
        path,
        tags,
        cap: 1000,
        missing: refuse(404, 'NAME_UNKNOWN', 'repository name not known to registry')
      })
    })
    return { 'registry.gitlab.com': answer, 'gitlab.com': answer }
  },
  loginAt: 'gitlab.com',
  requests: 4,
  wrong:
    'authentication failed for registry.gitlab.com: the token endpoint gitlab.com of registry registry.gitlab.com answered 403 (DENIED: access forbidden)',
  missing:
    'registry registry.gitlab.com has no repository registry.gitlab.com/no/such (NAME_UNKNOWN: repository name not known to registry)'
}
