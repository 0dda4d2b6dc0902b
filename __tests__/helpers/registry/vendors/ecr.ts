import { basicLogin, refuse, tagPages, versions } from './answers.ts'
import type { Vendor } from './vendor.ts'

const host = '123456789012.dkr.ecr.eu-central-1.amazonaws.com'
const path = 'team/app'
const tags = versions(2300).toReversed()
const maxResults =
  "Invalid parameter at 'maxResults' failed to satisfy constraint: 'Member must have value less than or equal to 1000'"

/** HTTP Basic; no order; absolute links with a sealed last=; refuses pages above 1000. */
export const ecr: Vendor = {
  name: 'Amazon ECR',
  host,
  path,
  tags,
  username: 'AWS',
  password: 'eyJwYXlsb2FkIjoi0123456789',
  servers: () => ({
    [host]: basicLogin(
      `Basic realm="https://${host}/",service="ecr.amazonaws.com"`,
      'AWS:eyJwYXlsb2FkIjoi0123456789',
      tagPages({
        path,
        tags,
        cap: 1000,
        tooLarge: refuse(405, 'UNSUPPORTED', maxResults),
        cursor: tag => Buffer.from(`sealed ${tag}`).toString('base64'),
        link: (list, size, last) => `<https://${host}${list}?last=${last}&n=${size}>; rel="next"`,
        missing: refuse(
          404,
          'NAME_UNKNOWN',
          "The repository with name 'no/such' does not exist in the registry with id '123456789012'"
        )
      }),
      refuse(403, 'DENIED', 'Your authorization token has expired. Reauthenticate and try again.')
    )
  }),
  loginAt: host,
  requests: 4,
  wrong: `authentication failed for ${host} (DENIED: Your authorization token has expired. Reauthenticate and try again.)`,
  missing: `registry ${host} has no repository ${host}/no/such (NAME_UNKNOWN: The repository with name 'no/such' does not exist in the registry with id '123456789012')`
}
