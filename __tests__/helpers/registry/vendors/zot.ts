import { sendText } from '../../registry.ts'
import type { Answer } from '../bench.ts'
import { basicLogin, refuse, sortedVersions, tagPages } from './answers.ts'
import type { Vendor } from './vendor.ts'

const host = 'zot.example.com:5000'
const path = 'team/app'
const tags = sortedVersions(1300)

/** 404 without a body where `last` is no tag. */
function lastMustExist(list: Answer): Answer {
  return (request, response, count) => {
    const last = new URL(request.path, 'https://x').searchParams.get('last')
    return last !== null && !tags.includes(last) ? sendText(response, 404, '') : list(request, response, count)
  }
}

/** HTTP Basic; bytewise order; last= must be a tag. */
export const zot: Vendor = {
  name: 'zot',
  host,
  path,
  tags,
  username: 'ci',
  password: 'zot-secret-0123',
  servers: () => ({
    [host]: basicLogin(
      'Basic realm="Authorization Required"',
      'ci:zot-secret-0123',
      lastMustExist(
        tagPages({
          path,
          tags,
          cap: 100_000,
          missing: refuse(404, 'NAME_UNKNOWN', 'repository name not known to registry')
        })
      ),
      refuse(401, 'UNAUTHORIZED', 'authentication required', {
        'www-authenticate': 'Basic realm="Authorization Required"'
      })
    )
  }),
  loginAt: host,
  requests: 3,
  wrong: `authentication failed for ${host} (UNAUTHORIZED: authentication required)`,
  missing: `registry ${host} has no repository ${host}/no/such (NAME_UNKNOWN: repository name not known to registry)`
}
