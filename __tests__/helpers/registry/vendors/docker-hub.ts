import { refuse, sortedVersions, tagPages, tokenLogin } from './answers.ts'
import type { Vendor } from './vendor.ts'

const path = 'library/nginx'
const tags = sortedVersions(1200)
const noSuch = 'Bearer realm="https://auth.docker.io/token",service="registry.docker.io"'

/** Token at another host; all tags on one page; a missing repository is a 401 with insufficient_scope. */
export const dockerHub: Vendor = {
  name: 'Docker Hub',
  host: 'docker.io',
  path,
  tags,
  username: 'me',
  password: 'dckr_pat_0123456789',
  servers: () => {
    const denied = refuse(401, 'UNAUTHORIZED', 'authentication required', {
      'www-authenticate': `${noSuch},error="insufficient_scope"`
    })
    const answer = tokenLogin({
      at: '/token',
      challenge: `${noSuch},scope="repository:${path}:pull"`,
      login: 'me:dckr_pat_0123456789',
      anonymous: true,
      wrong: refuse(401, 'UNAUTHORIZED', 'incorrect username or password'),
      token: value => ({ token: value, access_token: value, expires_in: 300, issued_at: '2024-01-01T00:00:00Z' }),
      denied,
      list: tagPages({ path, tags, missing: denied })
    })
    return { 'docker.io': answer, 'auth.docker.io': answer }
  },
  loginAt: 'auth.docker.io',
  requests: 3,
  wrong:
    'authentication failed for docker.io: the token endpoint auth.docker.io of registry docker.io answered 401 (UNAUTHORIZED: incorrect username or password)',
  missing:
    'registry docker.io does not show the tags of docker.io/no/such without another login (UNAUTHORIZED: authentication required)'
}
