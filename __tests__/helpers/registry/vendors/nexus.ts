import { basicLogin, refuse, sortedVersions, tagPages } from './answers.ts'
import type { Vendor } from './vendor.ts'

const host = 'nexus.example.com:8083'
const path = 'team/app'
const tags = sortedVersions(1600)
const challenge = 'BASIC realm="Sonatype Nexus Repository Manager"'

/** HTTP Basic at a connector port; absolute links. */
export const nexus: Vendor = {
  name: 'Sonatype Nexus',
  host,
  path,
  tags,
  username: 'ci',
  password: 'nexus-secret-0123',
  servers: () => ({
    [host]: basicLogin(
      challenge,
      'ci:nexus-secret-0123',
      tagPages({
        path,
        tags,
        cap: 100_000,
        link: (list, size, last) => `<https://${host}${list}?n=${size}&last=${last}>; rel="next"`,
        missing: refuse(404, 'NAME_UNKNOWN', 'repository name not known to registry')
      }),
      refuse(401, 'UNAUTHORIZED', 'access to the requested resource is not authorized', {
        'www-authenticate': challenge
      })
    )
  }),
  loginAt: host,
  requests: 3,
  wrong: `authentication failed for ${host} (UNAUTHORIZED: access to the requested resource is not authorized)`,
  missing: `registry ${host} has no repository ${host}/no/such (NAME_UNKNOWN: repository name not known to registry)`
}
