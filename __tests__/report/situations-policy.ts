import type { ExplanationRecord, PolicyRecord, Report } from '../../src/report/record.ts'
import { type SampleImage, sampleFailure, sampleReport, sampleWhere } from './sample.ts'

const place = { file: '.kluctl-images.yaml', line: 7, column: 11 }
const cost = { requests: 31, waits: 0, repositories: 6, imageRequests: 14 }

/** Two newer tags wait or are skipped, and the date of the answer is the registry's. */
export const judged: PolicyRecord = {
  passedOver: [
    { tag: '1.6.0', rule: 'minimum-age', message: 'pushed 2026-11-21 (registry), younger than 3d' },
    { tag: '1.5.1', rule: 'skip', message: 'skipped: loses uploads, see INC-812' }
  ],
  date: { date: '2026-11-18T09:30:00Z', source: 'registry' },
  hold: null
}

const explanation: ExplanationRecord = {
  repository: 'ghcr.io/shop/api',
  filter: 'semver()',
  prefix: null,
  seen: 214,
  matched: 37,
  newest: '1.6.0',
  runnerUp: '1.5.1',
  ties: [],
  rejected: [{ reason: 'not a semantic version', count: 177, examples: ['latest', 'main', 'pr-812'] }]
}

const why = 'newest of 214 tags that the policy lets pass'

const many = ['2.3.1', '2.3.0', '2.2.4', '2.2.3', '2.2.2', '2.2.1', '2.2.0'].map(tag => ({
  tag,
  rule: 'max-bump' as const,
  message: 'is more than a minor step from 1.4.0'
}))

const images: readonly SampleImage[] = [
  {
    image: 'ghcr.io/shop/api',
    old: 'ghcr.io/shop/api:1.4.2',
    new: 'ghcr.io/shop/api:1.5.0',
    why,
    filter: 'semver()',
    where: [sampleWhere('Deployment/api', 'api')],
    explanation,
    policy: judged
  },
  {
    image: 'ghcr.io/shop/worker',
    old: 'ghcr.io/shop/worker:1.4.0',
    new: 'ghcr.io/shop/worker:1.4.0',
    why,
    filter: 'semver()',
    where: [sampleWhere('Deployment/worker', 'worker')],
    explanation: { ...explanation, repository: 'ghcr.io/shop/worker', newest: '2.3.1', runnerUp: '2.3.0' },
    policy: { passedOver: many, date: { date: '2026-10-02T00:00:00Z', source: 'label' }, hold: null }
  },
  {
    image: 'postgres',
    old: 'postgres:16.4',
    new: 'postgres:16.4',
    origin: 'previous',
    why: 'held: the migration to 17 is planned for January (@shop/data, until 2026-12-24)',
    where: [sampleWhere('StatefulSet/db', 'postgres')],
    policy: {
      passedOver: [],
      date: null,
      hold: { reason: 'the migration to 17 is planned for January', owner: '@shop/data', expiry: '2026-12-24' }
    }
  },
  {
    image: 'redis',
    old: 'redis:7.4.1',
    new: 'redis:7.4.1',
    origin: 'deployed',
    why: 'deployed in the cluster (context prod)',
    where: [sampleWhere('StatefulSet/cache', 'redis')]
  },
  {
    image: 'registry.new.example/tools/proxy',
    new: 'registry.new.example/tools/proxy:0.9.0',
    why: 'newest of 12 tags',
    filter: 'semver()',
    where: [sampleWhere('Deployment/front', 'proxy')]
  },
  {
    image: 'registry.new.example/tools/agent',
    new: 'registry.new.example/tools/agent:2.0.0',
    why: 'newest of 3 tags',
    filter: 'semver()',
    where: [sampleWhere('DaemonSet/agent', 'agent')]
  }
]

const newRegistry = (image: string): Report['warnings'][number] => ({
  kind: 'new-registry',
  message: 'registry registry.new.example is new in this pull request, and no login is sent to it',
  place: { file: 'apps/front/deployment.yaml', line: 12 },
  image
})

const committed = (image: string, base: string, head: string, next: string): Report['warnings'][number] => ({
  kind: 'committed',
  message: `this pull request changes its entry in fixed-images.yaml from ${base} to ${head}; the next bump makes it ${next}, unless a pin or a hold keeps it`,
  place: { file: 'apps/api/deployment.yaml', line: 12 },
  image
})

/** What the policy, the cluster and a new registry do, as golden comments show it. */
export const policySituations: Readonly<Record<string, Report>> = {
  policy: sampleReport(images, {
    target: 'prod',
    cost,
    warnings: [
      ...['registry.new.example/tools/proxy', 'registry.new.example/tools/agent'].map(newRegistry),
      {
        kind: 'hold',
        message: 'the hold of @shop/web ended with 2026-11-01: uploads break; renew it or take it out of the policy',
        place,
        image: 'ghcr.io/shop/api'
      }
    ]
  }),
  'nothing-passes': sampleReport(
    [
      {
        image: 'ghcr.io/shop/api',
        old: 'ghcr.io/shop/api:1.4.2',
        new: 'ghcr.io/shop/api:1.4.2',
        origin: 'previous',
        why: 'kept, no tag passes the policy; 1.6.0 pushed 2026-11-21 (registry), younger than 3d',
        filter: 'semver()',
        where: [sampleWhere('Deployment/api', 'api')],
        explanation,
        policy: { ...judged, date: null }
      }
    ],
    {
      target: 'prod',
      cost: { requests: 5, waits: 0, repositories: 2, imageRequests: 3 },
      failures: [
        sampleFailure({
          error: 'PolicyError',
          code: 'no-candidate',
          message: '9 tags of ghcr.io/shop/search that match semver(): no tag passes the policy',
          hint: 'Wait, change the rule of the policy file, or pin the image.'
        })
      ],
      warnings: [
        {
          kind: 'warning',
          message: 'ghcr.io/shop/api: no tag passes the policy; 1.6.0 pushed 2026-11-21 (registry), younger than 3d',
          place: { file: 'apps/api/deployment.yaml', line: 12, column: 18 },
          image: 'ghcr.io/shop/api'
        }
      ]
    }
  ),
  'changed-in-the-file': sampleReport(
    [
      {
        image: 'ghcr.io/shop/api',
        old: 'ghcr.io/shop/api:1.4.2',
        new: 'ghcr.io/shop/api:1.5.0',
        why: 'newest of 214 tags; brought by the registry, not by this pull request',
        filter: 'semver()',
        where: [sampleWhere('Deployment/api', 'api')]
      },
      {
        image: 'postgres',
        old: 'postgres:15.6',
        new: 'postgres:16.3',
        why: 'newest of 88 tags',
        filter: 'semver()',
        where: [sampleWhere('StatefulSet/db', 'postgres')]
      },
      { image: 'nginx', old: 'nginx:1.27.3', new: 'nginx:1.27.3', where: [sampleWhere('Deployment/front', 'nginx')] }
    ],
    {
      target: 'prod',
      cost,
      warnings: [committed('postgres', '15.6', '15.5', '16.3'), committed('nginx', '1.27.3', '1.25.0', '1.27.3')]
    }
  ),
  'many-holds': sampleReport(
    Array.from({ length: 15 }, (_, index) => ({
      image: `ghcr.io/shop/part-${index + 10}`,
      old: `ghcr.io/shop/part-${index + 10}:1.0.0`,
      new: `ghcr.io/shop/part-${index + 10}:1.0.0`,
      origin: 'previous' as const,
      why: 'held: no release before the holidays (until 2027-01-04)',
      where: [sampleWhere(`Deployment/part-${index + 10}`, 'app')],
      policy: {
        passedOver: [],
        date: null,
        hold: { reason: 'no release before the holidays', owner: null, expiry: '2027-01-04' }
      }
    })),
    { target: 'prod' }
  )
}
