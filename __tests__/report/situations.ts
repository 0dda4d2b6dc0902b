import type { ChangeLinks, ExplanationRecord, Report } from '../../src/report/record.ts'
import { type SampleImage, sampleFailure, sampleReport, sampleWhere } from './sample.ts'
import { manyChanges } from './situations-large.ts'
import { policySituations } from './situations-policy.ts'

const explanation: ExplanationRecord = {
  repository: 'ghcr.io/shop/api',
  filter: 'semver()',
  prefix: null,
  seen: 214,
  matched: 37,
  newest: '1.5.0',
  runnerUp: '1.4.9',
  ties: [],
  rejected: [
    { reason: 'not a semantic version', count: 160, examples: ['latest', 'main', 'pr-812'] },
    { reason: 'pre-release', count: 17, examples: ['1.6.0-rc.1', '1.5.0-beta.2'] }
  ]
}

const api: SampleImage = {
  image: 'ghcr.io/shop/api',
  old: 'ghcr.io/shop/api:1.4.2',
  new: 'ghcr.io/shop/api:1.5.0',
  filter: 'semver()',
  where: [sampleWhere('Deployment/api', 'api'), sampleWhere('CronJob/cleanup', 'cleanup')],
  explanation
}

const nginx: SampleImage = {
  image: 'nginx',
  old: 'nginx:1.27.2',
  new: 'nginx:1.27.2',
  where: [sampleWhere('Deployment/front', 'nginx'), sampleWhere('Deployment/docs', 'nginx')]
}

const postgres: SampleImage = {
  image: 'postgres',
  old: 'postgres:16.4',
  new: 'postgres:16.4',
  origin: 'fixed',
  why: 'pinned by pins.yaml',
  where: [sampleWhere('StatefulSet/db', 'postgres')]
}

const redis: SampleImage = {
  image: 'redis',
  old: 'redis:7.4.1',
  new: 'redis:7.4.1',
  where: [sampleWhere('StatefulSet/cache', 'redis')]
}

const apiLinks: ChangeLinks = {
  old: 'https://github.com/shop/api/pkgs/container/api?tag=1.4.2',
  new: 'https://github.com/shop/api/pkgs/container/api?tag=1.5.0',
  source: {
    source: 'https://github.com/shop/api',
    from: '3f2c1ab7d9e04f5586a1c0b2d3e4f5061728394a',
    to: '9b0e7d4c5a6f78091b2c3d4e5f60718293a4b5c6',
    compare: 'https://github.com/shop/api/compare/3f2c1ab7d9e0...9b0e7d4c5a6f',
    note: null,
    commits: {
      total: 14,
      subjects: [
        { sha: '5d1e0a9c4b3f2e1d0c9b8a7f6e5d4c3b2a190807', subject: 'Keep the session over a restart (#812)' },
        { sha: '9b0e7d4c5a6f78091b2c3d4e5f60718293a4b5c6', subject: 'Release 1.5.0' }
      ]
    }
  }
}

const cost = { requests: 9, waits: 0, repositories: 4, imageRequests: 0 }
const target = 'prod'

/** The situations of the golden comments, by the name of their file. */
export const situations: Readonly<Record<string, Report>> = {
  'first-run': sampleReport(
    [
      { ...api, old: undefined },
      { ...nginx, old: undefined, why: 'newest of 913 tags by semver()' },
      { ...postgres, old: undefined }
    ].map(withoutUndefined),
    { target, cost }
  ),
  'nothing-changed': sampleReport([nginx, postgres, { ...api, old: 'ghcr.io/shop/api:1.5.0' }], { target, cost }),
  'nothing-at-all': sampleReport([]),
  'one-patch': sampleReport(
    [{ ...api, old: 'ghcr.io/shop/api:1.4.9', where: [sampleWhere('Deployment/api', 'api')] }, nginx, postgres],
    { target, cost }
  ),
  many: sampleReport(
    [
      api,
      {
        image: 'ghcr.io/shop/worker',
        old: 'ghcr.io/shop/worker:main-1041-3f2c1ab',
        new: 'ghcr.io/shop/worker:main-1058-9b0e7d4',
        filter: "prefix('main-', suffix=number())",
        why: "newest of 1058 tags by prefix('main-', suffix=number())",
        where: ['email', 'billing', 'search', 'images', 'reports', 'exports', 'audit', 'sync', 'fraud', 'geo'].map(
          name => sampleWhere(`Deployment/worker-${name}`, 'worker', name === 'fraud' ? 'risk' : 'shop')
        )
      },
      {
        image: 'ghcr.io/shop/ui',
        new: 'ghcr.io/shop/ui:2024.11.3',
        why: "newest of 12 tags by regex('^\\d{4}\\.(10|11)\\.\\d+$')",
        where: [sampleWhere('Deployment/ui', 'ui'), sampleWhere('Deployment/ui', 'sidecar')]
      },
      {
        image: 'redis',
        old: 'redis:7.4.0@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef',
        new: 'redis:7.4.0@sha256:fedcba9876543210fedcba9876543210fedcba9876543210fedcba9876543210',
        origin: 'fixed',
        why: 'pinned by pins.yaml',
        where: [sampleWhere('StatefulSet/cache', 'redis')]
      },
      { image: 'registry.k8s.io/pause', old: 'registry.k8s.io/pause:3.9', why: 'no template asks for it any more' },
      nginx,
      postgres
    ],
    {
      target,
      cost: { requests: 37, waits: 1, repositories: 9, imageRequests: 0 },
      failures: [
        sampleFailure(),
        sampleFailure({
          error: 'FilterError',
          code: 'filter',
          message:
            'the version filter has an unknown name\nsemver(allow_no_nums=true).latest\n                         ^',
          hint: 'Known filters are semver, prefix, number and regex.',
          place: { file: 'apps/mail/deployment.yaml', line: 31 },
          image: 'ghcr.io/shop/mail',
          where: [sampleWhere('Deployment/mail', 'mail')]
        })
      ],
      warnings: [
        {
          kind: 'warning',
          message: 'kluctl 2.20 to 2.27 ignores the second argument of images.get_image and 2.28 refuses it',
          place: { file: 'apps/api/deployment.yaml', line: 12 },
          image: 'ghcr.io/shop/api'
        },
        {
          kind: 'warning',
          message: 'KLUCTL_REGISTRY_0_TLSVERIFY=1 means "check the certificate"',
          place: null,
          image: null
        }
      ]
    }
  ),
  'failures-only': sampleReport([nginx], {
    target,
    cost,
    failures: [
      sampleFailure(),
      sampleFailure({
        error: 'ProjectError',
        code: 'yaml',
        message: 'the file is not YAML: a mapping value may not stand here',
        hint: null,
        place: { file: 'apps/broken/deployment.yaml', line: 7, column: 3 },
        image: null,
        where: []
      })
    ]
  }),
  'pins-and-holds': sampleReport(
    [
      {
        image: 'ghcr.io/shop/api',
        old: 'ghcr.io/shop/api:1.5.0',
        new: 'registry.internal:5000/mirror/api:1.4.9',
        origin: 'fixed',
        why: 'pinned by fixed-images',
        movedRepository: true
      },
      {
        image: 'nginx',
        old: 'registry.internal:5000/mirror/nginx:1.27.2',
        new: 'registry.internal:5000/mirror/nginx:1.27.3',
        origin: 'fixed',
        why: 'pinned by pins.yaml',
        where: [sampleWhere('Deployment/front', 'nginx')]
      },
      postgres,
      { ...redis, origin: 'previous', why: 'kept, not selected by images' },
      { image: 'busybox', status: 'skipped', why: 'not selected' }
    ],
    { target }
  ),
  removed: sampleReport([
    { image: 'registry.k8s.io/pause', old: 'registry.k8s.io/pause:3.9', why: 'no template asks for it any more' },
    { image: 'busybox', old: 'busybox:1.37', why: 'no template asks for it any more', where: [] },
    nginx
  ]),
  'majors-and-downgrades': sampleReport(
    [
      { ...api, old: 'ghcr.io/shop/api:1.4.9' },
      { ...redis, new: 'redis:8.0.1', why: 'newest of 702 tags' },
      { ...nginx, old: 'nginx:1.29.0', why: 'newest of 913 tags', filter: "semver('<1.28')" },
      { image: 'ghcr.io/shop/ui', old: 'ghcr.io/shop/ui:2024.11.3', new: 'ghcr.io/shop/ui:2025.1.0' },
      {
        image: 'postgres',
        old: 'postgres:16.4',
        new: 'postgres:17.2',
        why: 'newest of 380 tags',
        where: [sampleWhere('StatefulSet/db', 'postgres')]
      },
      {
        image: 'postgres',
        old: 'postgres:15.8',
        new: 'postgres:15.9',
        origin: 'fixed',
        why: 'pinned by pins.yaml',
        where: [sampleWhere('StatefulSet/reports-db', 'postgres')]
      }
    ],
    { target, cost }
  ),
  'digest-only': sampleReport(
    [
      {
        image: 'redis',
        old: `redis:7.4.0@sha256:${'0123456789abcdef'.repeat(4)}`,
        new: `redis:7.4.0@sha256:${'fedcba9876543210'.repeat(4)}`,
        origin: 'fixed',
        why: 'pinned by pins.yaml',
        where: [sampleWhere('StatefulSet/cache', 'redis')]
      },
      nginx
    ],
    { target }
  ),
  traps: sampleReport([{ ...api, where: [sampleWhere('Deployment/api', 'api')] }, nginx], {
    target,
    cost,
    warnings: [
      {
        kind: 'trap',
        message: "2024.11.3 is a calendar version, and it wins over 36 releases; semver(exclude='2024.*') avoids it",
        place: { file: 'apps/api/deployment.yaml', line: 12, column: 18 },
        image: 'ghcr.io/shop/api'
      },
      {
        kind: 'trap',
        message: "1.27.2-alpine is a variant, and it is above bare versions; semver(exclude='.*-alpine') avoids it",
        place: { file: 'apps/front/deployment.yaml', line: 20, column: 18 },
        image: 'nginx'
      },
      { kind: 'warning', message: 'the target "prod" is chosen by default', place: null, image: null }
    ]
  }),
  'gates-failed': sampleReport(
    [
      { ...nginx, old: 'nginx:1.29.0', why: 'newest of 913 tags', filter: "semver('<1.28')" },
      { image: 'postgres', old: 'postgres:16.4', new: 'postgres:17.2', why: 'newest of 380 tags' },
      ...['mail', 'search', 'billing', 'audit', 'sync'].map(name => ({
        image: `ghcr.io/shop/${name}`,
        old: `ghcr.io/shop/${name}:1.9.${name.length}`,
        new: `ghcr.io/shop/${name}:2.0.0`,
        where: [sampleWhere(`Deployment/${name}`, name)]
      }))
    ],
    { target, cost, failures: [sampleFailure()], failOn: ['unresolved', 'downgrade', 'major'] }
  ),
  'source-links': sampleReport(
    [
      { ...api, links: apiLinks },
      {
        image: 'quay.io/shop/tool',
        old: 'quay.io/shop/tool:3.1.0',
        new: 'quay.io/shop/tool:3.1.1',
        links: {
          old: 'https://quay.io/repository/shop/tool?tab=tags&tag=3.1.0',
          new: 'https://quay.io/repository/shop/tool?tab=tags&tag=3.1.1',
          source: {
            source: 'git@internal.example:shop/tool.git',
            from: null,
            to: 'feedface'.repeat(5),
            compare: null,
            note: 'the old image has no revision label',
            commits: null
          }
        }
      }
    ],
    { target, cost }
  ),
  ...policySituations,
  '500-changes': manyChanges(500, explanation),
  '5000-changes': manyChanges(5000, explanation)
}

function withoutUndefined(image: { [Key in keyof SampleImage]: SampleImage[Key] | undefined }): SampleImage {
  return JSON.parse(JSON.stringify(image))
}
