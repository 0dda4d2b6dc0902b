import { refuse, tagPages, tokenLogin, versions } from './answers.ts'
import type { Vendor } from './vendor.ts'

const host = 'public.ecr.aws'
const path = 'docker/library/nginx'
const tags = versions(300).toReversed()

/** Its challenge names the scope aws; no order. */
export const ecrPublic: Vendor = {
  name: 'Amazon ECR Public',
  host,
  path,
  tags,
  username: 'AWS',
  password: 'eyJwdWJsaWMiOiI0123456789',
  servers: () => ({
    [host]: tokenLogin({
      at: '/token/',
      challenge: `Bearer realm="https://${host}/token/",service="${host}",scope="aws"`,
      login: 'AWS:eyJwdWJsaWMiOiI0123456789',
      wrong: refuse(403, 'DENIED', 'Your authorization token has expired. Reauthenticate and try again.'),
      token: value => ({ token: value }),
      list: tagPages({ path, tags, cap: 1000, missing: refuse(404, 'NAME_UNKNOWN', 'The repository does not exist.') })
    })
  }),
  loginAt: host,
  requests: 3,
  wrong: `authentication failed for ${host}: the token endpoint of registry ${host} answered 403 (DENIED: Your authorization token has expired. Reauthenticate and try again.)`,
  missing: `registry ${host} has no repository ${host}/no/such (NAME_UNKNOWN: The repository does not exist.)`
}
