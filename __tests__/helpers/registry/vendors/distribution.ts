import { basicLogin, refuse, sortedVersions, tagPages, versions } from './answers.ts'
import type { Vendor } from './vendor.ts'

const path = 'team/app'
const wrong = refuse(401, 'UNAUTHORIZED', 'authentication required', {
  'www-authenticate': 'Basic realm="Registry Realm"'
})
const missing = refuse(404, 'NAME_UNKNOWN', 'repository name not known to registry')

/** Version 2: all tags at once, in the order of its storage. */
export const distribution2: Vendor = {
  name: 'Distribution 2',
  host: 'registry.example.com:5000',
  path,
  tags: versions(1700).toReversed(),
  username: 'ci',
  password: 'htpasswd-0123',
  servers: () => ({
    'registry.example.com:5000': basicLogin(
      'Basic realm="Registry Realm"',
      'ci:htpasswd-0123',
      tagPages({ path, tags: distribution2.tags, missing }),
      wrong
    )
  }),
  loginAt: 'registry.example.com:5000',
  requests: 2,
  wrong: 'authentication failed for registry.example.com:5000 (UNAUTHORIZED: authentication required)',
  missing:
    'registry registry.example.com:5000 has no repository registry.example.com:5000/no/such (NAME_UNKNOWN: repository name not known to registry)'
}

/** Version 3.1.0: refuses pages that are larger than maxtags; all tags where no page size is asked for. */
export const distribution3: Vendor = {
  ...distribution2,
  name: 'Distribution 3',
  tags: sortedVersions(450),
  servers: () => ({
    'registry.example.com:5000': basicLogin(
      'Basic realm="Registry Realm"',
      'ci:htpasswd-0123',
      tagPages({
        path,
        tags: distribution3.tags,
        cap: 200,
        unasked: 450,
        tooLarge: refuse(400, 'PAGINATION_NUMBER_INVALID', 'invalid number of results requested'),
        missing
      }),
      wrong
    )
  }),
  requests: 3
}
