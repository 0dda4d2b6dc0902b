import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseImageReference } from '../../src/image/reference.ts'
import { tagPage } from '../../src/report/tag-page.ts'

test.each([
  ['nginx:1.27.3', 'https://hub.docker.com/_/nginx/tags?name=1.27.3'],
  ['docker.io/library/nginx:1.27', 'https://hub.docker.com/_/nginx/tags?name=1.27'],
  [
    'index.docker.io/bitnami/redis:7.4.1-debian-12-r0',
    'https://hub.docker.com/r/bitnami/redis/tags?name=7.4.1-debian-12-r0'
  ],
  ['a/b/c:1', undefined],
  [
    'quay.io/prometheus/node-exporter:v1.8.2',
    'https://quay.io/repository/prometheus/node-exporter?tab=tags&tag=v1.8.2'
  ],
  ['ghcr.io/kluctl/kluctl:v2.25.1', 'https://ghcr.io/kluctl/kluctl:v2.25.1'],
  ['ghcr.io/team/charts/app:1.0', 'https://ghcr.io/team/charts/app:1.0'],
  ['mcr.microsoft.com/dotnet/sdk:8.0', 'https://mcr.microsoft.com/artifact/mar/dotnet/sdk/tags'],
  ['public.ecr.aws/docker/library/redis:7', 'https://gallery.ecr.aws/docker/library/redis'],
  ['gcr.io/distroless/static:nonroot', 'https://gcr.io/distroless/static:nonroot'],
  ['eu.gcr.io/project/app:1', 'https://eu.gcr.io/project/app:1'],
  ['europe-west3-docker.pkg.dev/project/repo/app:1', 'https://europe-west3-docker.pkg.dev/project/repo/app:1'],
  ['codeberg.org/forgejo/forgejo:9', 'https://codeberg.org/forgejo/-/packages/container/forgejo/9'],
  ['codeberg.org/team/charts/app:9', 'https://codeberg.org/team/-/packages/container/charts%2Fapp/9'],
  ['codeberg.org/app:9', undefined],
  // a tag and a digest: the page is the tag's
  [`nginx:1.27@sha256:${'0'.repeat(64)}`, 'https://hub.docker.com/_/nginx/tags?name=1.27'],
  // no tag, no page
  ['nginx', undefined],
  [`nginx@sha256:${'0'.repeat(64)}`, undefined],
  // no registry whose pages are known
  ['registry.gitlab.com/group/project/app:1', undefined],
  ['registry.k8s.io/pause:3.10', undefined],
  ['registry.example.com/team/app:1', undefined],
  ['123456789012.dkr.ecr.eu-central-1.amazonaws.com/app:1', undefined],
  // hosts that only look like one
  ['ghcr.io:8443/team/app:1', undefined],
  ['ghcr.io.evil.example/team/app:1', undefined],
  ['evil-ghcr.io/team/app:1', undefined],
  ['xgcr.io/team/app:1', undefined],
  ['evil.gcr.io/team/app:1', undefined],
  ['docker.pkg.dev/team/app:1', undefined],
  ['europe-docker.pkg.dev.evil.example/team/app:1', undefined],
  ['a.europe-docker.pkg.dev/team/app:1', undefined]
])('%s', (image, page) => {
  expect(tagPage(parseImageReference(image))).toBe(page)
})

const hosts = [
  'docker.io',
  'quay.io',
  'ghcr.io',
  'mcr.microsoft.com',
  'public.ecr.aws',
  'gcr.io',
  'us-docker.pkg.dev',
  'codeberg.org',
  'x.example'
]
const name = fc.stringMatching(/^[a-z0-9]{1,8}(?:(?:\.|_|__|-{1,3})[a-z0-9]{1,8}){0,2}$/)
const tag = fc.stringMatching(/^[A-Za-z0-9_][A-Za-z0-9._-]{0,127}$/)

test('every page is https at a host of the registry, and as it stands a whole address', () => {
  const pageHosts = new Set(['hub.docker.com', 'gallery.ecr.aws', ...hosts])
  fc.assert(
    fc.property(fc.constantFrom(...hosts), fc.array(name, { minLength: 1, maxLength: 4 }), tag, (host, path, tag) => {
      const page = tagPage(parseImageReference(`${host}/${path.join('/')}:${tag}`))
      if (page === undefined) return
      const url = new URL(page)
      expect(url.href).toBe(page)
      expect(url).toMatchObject({ protocol: 'https:', username: '', password: '', port: '', hash: '' })
      expect(pageHosts).toContain(url.host)
      expect(page).toMatch(/^[!-~]+$/)
      expect(page).not.toMatch(/[()<>[\]|`*\\"']/)
    })
  )
})
