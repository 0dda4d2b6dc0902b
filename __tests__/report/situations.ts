import type { ExplanationRecord, Report } from '../../src/report/record.ts'
import { type SampleImage, sampleFailure, sampleReport, sampleWhere } from './sample.ts'

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

const cost = { requests: 9, waits: 0, repositories: 4 }
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
      cost: { requests: 37, waits: 1, repositories: 9 },
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
  pins: sampleReport(
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
      { ...postgres, origin: 'previous', why: 'kept, not selected by images' },
      { image: 'busybox', status: 'skipped', why: 'not selected' }
    ],
    { target }
  ),
  removed: sampleReport([
    { image: 'registry.k8s.io/pause', old: 'registry.k8s.io/pause:3.9', why: 'no template asks for it any more' },
    { image: 'busybox', old: 'busybox:1.37', why: 'no template asks for it any more', where: [] },
    nginx
  ]),
  '500-changes': sampleReport(
    Array.from({ length: 500 }, (_, index) => ({
      image: `registry.example.com/platform/service-${String(index).padStart(3, '0')}`,
      old: `registry.example.com/platform/service-${String(index).padStart(3, '0')}:1.${index}.0`,
      new: `registry.example.com/platform/service-${String(index).padStart(3, '0')}:1.${index}.1`,
      where: [sampleWhere(`Deployment/service-${index}`, 'app'), sampleWhere(`Job/migrate-${index}`, 'migrate')],
      explanation: {
        ...explanation,
        repository: `registry.example.com/platform/service-${index}`,
        newest: `1.${index}.1`
      }
    })),
    { target, cost: { requests: 1012, waits: 3, repositories: 500 }, failures: [sampleFailure()] }
  )
}

function withoutUndefined(image: { [Key in keyof SampleImage]: SampleImage[Key] | undefined }): SampleImage {
  return JSON.parse(JSON.stringify(image))
}
