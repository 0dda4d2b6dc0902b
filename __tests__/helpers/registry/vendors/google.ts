import { refuse, tagPages, tokenLogin, versions } from './answers.ts'
import type { Vendor } from './vendor.ts'

/** One entry per image beside the tags, as both of Google's registries have it. */
function withManifests(path: string): (tags: readonly string[]) => unknown {
  return tags => ({
    child: ['other'],
    manifest: Object.fromEntries(
      tags.map((tag, index) => [
        `sha256:${index.toString(16).padStart(64, '0')}`,
        {
          imageSizeBytes: '1',
          layerId: '',
          mediaType: 'application/vnd.oci.image.index.v1+json',
          tag: [tag],
          timeUploadedMs: 1
        }
      ])
    ),
    name: path,
    tags
  })
}

function google(name: string, host: string, path: string, service: string): Vendor {
  const tags = versions(1500)
  return {
    name,
    host,
    path,
    tags,
    username: 'oauth2accesstoken',
    password: 'ya29.0123456789',
    servers: () => ({
      [host]: tokenLogin({
        at: '/v2/token',
        challenge: `Bearer realm="https://${host}/v2/token"${service}`,
        login: 'oauth2accesstoken:ya29.0123456789',
        wrong: refuse(401, 'UNAUTHORIZED', 'authentication failed'),
        token: value => ({ expires_in: 43_200, token: value }),
        list: tagPages({
          path,
          tags,
          body: withManifests(path),
          missing: refuse(404, 'NAME_UNKNOWN', 'Repository not found')
        })
      })
    }),
    loginAt: host,
    requests: 3,
    wrong: `authentication failed for ${host}: the token endpoint of registry ${host} answered 401 (UNAUTHORIZED: authentication failed)`,
    missing: `registry ${host} has no repository ${host}/no/such (NAME_UNKNOWN: Repository not found)`
  }
}

/** All tags on one page with child and manifest; a challenge without a service. */
export const artifactRegistry: Vendor = google(
  'Google Artifact Registry',
  'europe-west3-docker.pkg.dev',
  'project/images/app',
  ''
)

/** The same with a service in the challenge. */
export const gcr: Vendor = google('Google Container Registry', 'eu.gcr.io', 'project/app', ',service="eu.gcr.io"')
