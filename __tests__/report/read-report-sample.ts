import fc from 'fast-check'
import { bumpOf } from '../../src/version/bump.ts'
import { countReport } from '../../src/report/count.ts'
import { compareUses } from '../../src/report/diff.ts'
import { evaluateGates } from '../../src/report/gates.ts'
import { type FailureRecord, type GateName, gateNames, type Report, type UseRecord } from '../../src/report/record.ts'

/** What a run found; the rest of its record follows from it. */
export type Findings = Pick<Report, 'uses' | 'warnings' | 'target' | 'cost'> & {
  /** Images that only the baseline has. */
  readonly removed: readonly { readonly image: string; readonly resultImage: string }[]
  readonly errors: readonly FailureRecord[]
  readonly failOn: readonly GateName[]
}

/** The record that a run writes of what it found. */
export function honestReport({ uses, removed, errors, failOn, ...rest }: Findings): Report {
  const differing = uses.map(use => {
    const filter = use.origin === 'registry' ? use.filter : null
    return { ...use, new: use.result, filter, bump: bumpOf(use.old, use.result, filter) }
  })
  const changes = compareUses(differing, removed)
  const failures = [...errors, ...uses.filter(({ status }) => status === 'failed').map(failureOf)]
  const { warnings } = rest
  const counts = countReport({ uses, changes, failures, warnings })
  const gates = evaluateGates(failOn, { uses, changes, failures, warnings })
  return { version: 1, ...rest, counts, gates, changes, failures, uses }
}

function failureOf({ image, why, place, namespace, deployment, container }: UseRecord): FailureRecord {
  const where = [{ namespace, deployment, container }]
  return { error: 'NoTagError', code: 'no-tag', message: why, hint: null, place, excerpt: null, image, where }
}

const text = fc.oneof(fc.string({ unit: 'binary', maxLength: 20 }), fc.constantFrom('a', 'shop', ''))
const maybe = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | null> => fc.option(value)
const place = fc.oneof(
  fc.record({ file: text }),
  fc.record({ file: text, line: fc.integer({ min: 1 }) }),
  fc.record({ file: text, line: fc.integer({ min: 1 }), column: fc.integer({ min: 1 }) })
)
const image = fc.oneof(fc.constantFrom('nginx', 'ghcr.io/shop/api', 'redis'), text)
const result = fc.oneof(
  fc
    .tuple(fc.constantFrom('nginx', 'ghcr.io/shop/api'), fc.constantFrom('1.2.3', '1.3.0', '2.0.0', 'main-7', 'latest'))
    .map(([name, tag]) => `${name}:${tag}`),
  text
)
const where = { namespace: text, deployment: fc.constantFrom('Deployment/a', 'Job/b'), container: text }
const explanation = fc.record({
  repository: text,
  filter: text,
  prefix: maybe(text),
  seen: fc.nat(),
  matched: fc.nat(),
  newest: maybe(text),
  runnerUp: maybe(text),
  ties: fc.array(text, { maxLength: 3 }),
  rejected: fc.array(fc.record({ reason: text, count: fc.nat(), examples: fc.array(text, { maxLength: 3 }) }), {
    maxLength: 3
  })
})
const outcome = fc.oneof(
  fc.record({
    status: fc.constant('resolved' as const),
    result,
    origin: fc.constantFrom('fixed' as const, 'registry' as const, 'previous' as const)
  }),
  fc.record({
    status: fc.constantFrom('failed' as const, 'skipped' as const),
    result: fc.constant(null),
    origin: fc.constant(null)
  })
)
const use: fc.Arbitrary<UseRecord> = fc
  .tuple(
    fc.record({
      ...where,
      image,
      filter: maybe(fc.constantFrom('semver()', "regex('^v')", 'number()', 'no filter')),
      field: text,
      deploymentDir: text,
      tags: fc.array(text, { maxLength: 2 }),
      place: maybe(place),
      old: maybe(result),
      why: text,
      explanation: maybe(explanation)
    }),
    outcome
  )
  .map(([fields, given]) => ({ ...fields, ...given }))

/** Any record that a run may write. */
export const anyHonestReport: fc.Arbitrary<Report> = fc
  .record({
    target: maybe(text),
    uses: fc.array(use, { maxLength: 8 }),
    removed: fc.array(fc.record({ image, resultImage: result }), { maxLength: 3 }),
    errors: fc.array(
      fc.record({
        error: text,
        code: text,
        message: text,
        hint: maybe(text),
        place: maybe(place),
        excerpt: maybe(fc.array(text, { maxLength: 2 })),
        image: fc.constant(null),
        where: fc.constant([])
      }),
      { maxLength: 2 }
    ),
    warnings: fc.array(
      fc.record({
        kind: fc.constantFrom('warning' as const, 'trap' as const),
        message: text,
        place: maybe(place),
        image: maybe(image)
      }),
      { maxLength: 3 }
    ),
    failOn: fc.subarray([...gateNames]),
    cost: fc.record({ requests: fc.nat(), waits: fc.nat(), repositories: fc.nat() })
  })
  .map(honestReport)
