import { refuse, tagPages, tokenLogin, versions } from './answers.ts'
import type { Vendor } from './vendor.ts'

const host = 'example.jfrog.io'
const path = 'docker-local/team/app'
const tags = versions(1400)

/** Token at /v2/token of the same host; last= is the place in the list, as it was seen in reports. */
export const artifactory: Vendor = {
  name: 'JFrog Artifactory',
  host,
  path,
  tags,
  username: 'ci',
  password: 'cmVmdGtuOjAx0123456789',
  servers: () => ({
    [host]: tokenLogin({
      at: '/v2/token',
      challenge: `Bearer realm="https://${host}/v2/token",service="${host}",scope="repository:${path}:pull"`,
      login: 'ci:cmVmdGtuOjAx0123456789',
      wrong: refuse(401, 'UNAUTHORIZED', 'Bad credentials'),
      token: value => ({ token: value, expires_in: 3600 }),
      list: tagPages({
        path,
        tags,
        cap: 10_000,
        cursor: tag => String(tags.indexOf(tag) + 1),
        link: (list, size, last) => `<${list}?last=${last}&n=${size}>; rel="next"`,
        missing: refuse(404, 'NAME_UNKNOWN', 'repository not found')
      })
    })
  }),
  loginAt: host,
  requests: 4,
  wrong: `authentication failed for ${host}: the token endpoint of registry ${host} answered 401 (UNAUTHORIZED: Bad credentials)`,
  missing: `registry ${host} has no repository ${host}/no/such (NAME_UNKNOWN: repository not found)`
}
