import { countReport } from '../../src/report/count.ts'
import { evaluateGates } from '../../src/report/gates.ts'
import type {
  Change,
  ChangeLinks,
  ExplanationRecord,
  FailureRecord,
  GateName,
  PolicyRecord,
  Report,
  UseRecord,
  Where
} from '../../src/report/record.ts'
import { bumpOf } from '../../src/version/bump.ts'

/** What a test says about one image; the rest of the record follows from it. */
export type SampleImage = {
  readonly image: string
  readonly old?: string
  readonly new?: string
  readonly why?: string
  readonly filter?: string
  readonly origin?: 'fixed' | 'deployed' | 'registry' | 'previous'
  readonly status?: 'resolved' | 'skipped'
  readonly where?: readonly Where[]
  readonly explanation?: ExplanationRecord
  readonly policy?: PolicyRecord
  readonly movedRepository?: boolean
  readonly links?: ChangeLinks
}

export type SampleExtras = Partial<Pick<Report, 'target' | 'failures' | 'warnings' | 'cost'>> & {
  readonly failOn?: readonly GateName[]
}

/** A report whose counts agree with its parts. */
export function sampleReport(images: readonly SampleImage[], extras: SampleExtras = {}): Report {
  const changes = images.flatMap(sampleChange)
  const failures = extras.failures ?? []
  const failedUses = failures.flatMap(sampleFailedUses)
  const uses = [...images.flatMap(sampleUses), ...failedUses]
  const warnings = extras.warnings ?? []
  return {
    version: 1,
    target: extras.target ?? null,
    counts: countReport({ uses, changes, failures, warnings }),
    gates: evaluateGates(extras.failOn ?? ['unresolved'], { uses, changes, failures, warnings }),
    changes,
    failures,
    warnings,
    uses,
    cost: extras.cost ?? { requests: 0, waits: 0, repositories: 0, imageRequests: 0 },
    part: null
  }
}

/** One place: `sampleWhere('Deployment/api', 'app')`. */
export function sampleWhere(deployment: string, container: string, namespace = 'shop'): Where {
  return { namespace, deployment, container }
}

/** A failure with everything said, to be changed by `fields`. */
export function sampleFailure(fields: Partial<FailureRecord> = {}): FailureRecord {
  return {
    error: 'RegistryError',
    code: 'unauthorized',
    message: 'ghcr.io/shop/search: the registry refuses the login of "robot"',
    hint: 'Set KLUCTL_REGISTRY_0_USERNAME and KLUCTL_REGISTRY_0_PASSWORD, or log in with docker login ghcr.io.',
    place: { file: 'apps/search/deployment.yaml', line: 14, column: 18 },
    excerpt: null,
    image: 'ghcr.io/shop/search',
    where: [sampleWhere('Deployment/search', 'search')],
    ...fields
  }
}

function sampleChange(sample: SampleImage): readonly Change[] {
  const old = sample.old ?? null
  const result = sample.new ?? null
  if (old === result) return []
  const kind = old === null ? 'added' : result === null ? 'removed' : 'changed'
  const { why, filter } = reason(sample)
  const where = sample.where ?? [sampleWhere('Deployment/api', 'app')]
  return [
    {
      kind,
      image: sample.image,
      old,
      new: result,
      why,
      filter,
      movedRepository: sample.movedRepository ?? false,
      bump: bumpOf(old, result, filter ?? 'semver()'),
      links: sample.links ?? { old: null, new: null, source: null },
      where
    }
  ]
}

/** Situations write the reason in one text; the filter behind `by` is a member of its own. */
function reason(sample: SampleImage): { readonly why: string; readonly filter: string | null } {
  const text = sample.why ?? 'newest of 214 tags by semver()'
  const [, why = text, filter = null] = /^(newest of \d+ tags) by (.*)$/.exec(text) ?? []
  return { why, filter: sample.filter ?? filter }
}

function sampleUses(sample: SampleImage): readonly UseRecord[] {
  const isRemoved = sample.new === undefined && sample.status !== 'skipped'
  if (isRemoved) return []
  return (sample.where ?? [sampleWhere('Deployment/api', 'app')]).map(where => ({
    ...sampleUse(sample.image, where),
    filter: reason(sample).filter,
    status: sample.status ?? 'resolved',
    result: sample.new ?? null,
    old: sample.old ?? null,
    origin: sample.status === 'skipped' ? null : (sample.origin ?? 'registry'),
    why: reason(sample).why,
    explanation: sample.explanation ?? null,
    policy: sample.policy ?? null
  }))
}

function sampleFailedUses(failure: FailureRecord): readonly UseRecord[] {
  const { image } = failure
  if (image === null) return []
  return failure.where.map(where => ({ ...sampleUse(image, where), place: failure.place, why: failure.message }))
}

function sampleUse(image: string, where: Where): UseRecord {
  return {
    ...where,
    image,
    filter: null,
    field: 'spec.template.spec.containers[0].image',
    deploymentDir: 'apps/api',
    tags: ['api'],
    place: { file: 'apps/api/deployment.yaml', line: 12, column: 18 },
    status: 'failed',
    result: null,
    old: null,
    origin: null,
    why: '',
    explanation: null,
    policy: null
  }
}
