import { refuse, sortedVersions, tagPages, tokenLogin } from './answers.ts'
import type { Vendor } from './vendor.ts'

const host = 'codeberg.org'
const path = 'team/app'
const tags = sortedVersions(1100)

/** Two challenges in one header; a link on every page that has a tag, so that an empty one ends the list. */
export const forgejo: Vendor = {
  name: 'Gitea and Forgejo',
  host,
  path,
  tags,
  username: 'me',
  password: 'forgejo-0123456789',
  servers: () => ({
    [host]: tokenLogin({
      at: '/v2/token',
      challenge: `Bearer realm="https://${host}/v2/token",service="container_registry",scope="*",Basic realm="https://${host}/v2",service="container_registry",scope="*"`,
      login: 'me:forgejo-0123456789',
      anonymous: true,
      wrong: refuse(401, 'UNAUTHORIZED', ''),
      token: value => ({ token: value }),
      list: tagPages({ path, tags, cap: 100_000, always: true, missing: refuse(404, 'NAME_UNKNOWN', '') })
    })
  }),
  loginAt: host,
  requests: 5,
  wrong: `authentication failed for ${host}: the token endpoint of registry ${host} answered 401 (UNAUTHORIZED)`,
  missing: `registry ${host} has no repository ${host}/no/such (NAME_UNKNOWN)`
}
