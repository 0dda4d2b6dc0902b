import { refuse, sortedVersions, tagPages, tokenLogin } from './answers.ts'
import type { Vendor } from './vendor.ts'

const host = 'contoso.azurecr.io'
const path = 'team/app'
const tags = sortedVersions(2100)
const nobody = '00000000-0000-0000-0000-000000000000'

/** The token is in access_token; never more than 1000 tags a page; links have the key orderby. */
export const acr: Vendor = {
  name: 'Azure Container Registry',
  host,
  path,
  tags,
  username: nobody,
  password: 'eyJhbGciOi0123456789',
  servers: () => ({
    [host]: tokenLogin({
      at: '/oauth2/token',
      challenge: `Bearer realm="https://${host}/oauth2/token",service="${host}",scope="repository:${path}:metadata_read"`,
      login: `${nobody}:eyJhbGciOi0123456789`,
      wrong: refuse(401, 'UNAUTHORIZED', 'authentication required'),
      token: value => ({ access_token: value }),
      actions: 'pull,metadata_read',
      list: tagPages({
        path,
        tags,
        cap: 1000,
        link: (list, size, last) => `<${list}?last=${last}&n=${size}&orderby=>; rel="next"`,
        missing: refuse(404, 'NAME_UNKNOWN', 'repository name not known to registry')
      })
    })
  }),
  loginAt: host,
  requests: 5,
  wrong: `authentication failed for ${host}: the token endpoint of registry ${host} answered 401 (UNAUTHORIZED: authentication required)`,
  missing: `registry ${host} has no repository ${host}/no/such (NAME_UNKNOWN: repository name not known to registry)`
}
