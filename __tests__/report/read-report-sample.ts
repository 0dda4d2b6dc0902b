import fc from 'fast-check'
import { countReport } from '../../src/report/count.ts'
import { compareUses } from '../../src/report/diff.ts'
import { evaluateGates } from '../../src/report/gates.ts'
import { type FailureRecord, type GateName, gateNames, type Report, type UseRecord } from '../../src/report/record.ts'
import { bumpOf } from '../../src/version/bump.ts'

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
  return { version: 1, ...rest, counts, gates, changes, failures, uses, part: null }
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
const tag = fc.constantFrom('1.2.3', '1.3.0', '2.0.0', 'main-7', 'latest')
const tagged = fc.tuple(fc.constantFrom('nginx', 'ghcr.io/shop/api'), tag).map(parts => parts.join(':'))
const result = fc.oneof(tagged, text)
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
const nothing = { result: fc.constant(null), origin: fc.constant(null) }
const failed = fc.record({ status: fc.constant('failed' as const), ...nothing })
const stays = fc.record({
  status: fc.constant('resolved' as const),
  result,
  origin: fc.constantFrom('deployed' as const, 'previous' as const)
})
const fields = fc.record({
  ...where,
  image,
  filter: maybe(fc.constantFrom('semver()', "regex('^v')", 'number()', 'no filter')),
  field: text,
  deploymentDir: text,
  tags: fc.array(text, { maxLength: 2 }),
  place: maybe(place),
  old: maybe(result),
  why: text
})
const others = fc.oneof(
  failed,
  stays,
  fc.record({ status: fc.constant('skipped' as const), ...nothing }),
  fc.record({ status: fc.constant('resolved' as const), result, origin: fc.constant('fixed' as const) })
)

/** The policy has no part in it. */
const plain = fc.tuple(fields, others, maybe(explanation)).map(([use, outcome, found]) => ({
  ...use,
  ...outcome,
  explanation: found,
  policy: null
}))

const reason = { reason: text, owner: maybe(text), expiry: maybe(fc.constantFrom('2026-12-24', '2024-02-29')) }
const held = fc.tuple(fields, fc.oneof(failed, stays), fc.record(reason)).map(([use, outcome, hold]) => ({
  ...use,
  ...outcome,
  explanation: null,
  policy: { passedOver: [], date: null, hold }
}))

/** Tags in the order of `semver()`, above every result; what a mask hides stands anywhere. */
const passedOver = fc.subarray(['9.1.0', '9.1.0-***', '9.0.0', '8.0.0']).chain(tags =>
  fc.tuple(
    ...tags.map(one =>
      fc.record({
        tag: fc.constant(one),
        rule: fc.constantFrom('skip', 'max-bump', 'no-downgrade', 'minimum-age', 'platforms', 'missing'),
        message: text
      })
    )
  )
)
const judgedFields = fc.record({
  fields,
  explanation,
  passedOver,
  date: maybe(
    fc.record({
      date: fc.constantFrom('2026-11-18T09:30:00Z', '2024-02-29T23:59:59Z'),
      source: fc.constantFrom('registry', 'label', 'config')
    })
  )
})

/** The registry's newest tag that the policy lets pass. */
const chosen = fc.tuple(judgedFields, fc.constantFrom('1.2.3', '2.0.0')).map(([given, answer]) => {
  const { matched, ...found } = given.explanation
  const newest = given.passedOver[0]?.tag ?? answer
  return {
    ...given.fields,
    ...{ status: 'resolved' as const, origin: 'registry' as const, result: `nginx:${answer}`, filter: 'semver()' },
    explanation: { ...found, newest, matched: matched + 5 },
    policy: { passedOver: given.passedOver, date: given.date, hold: null }
  }
})

/** The registry's newest tag, whatever it is. */
const newest = fc.tuple(fields, maybe(explanation), tag).map(([use, found, answer]) => ({
  ...use,
  ...{ status: 'resolved' as const, origin: 'registry' as const, result: `nginx:${answer}` },
  explanation: found && { ...found, newest: answer },
  policy: null
}))

/** No tag passes the policy. */
const refused = fc.tuple(judgedFields, fc.oneof(failed, stays)).map(([given, outcome]) => {
  const { matched, ...found } = given.explanation
  return {
    ...given.fields,
    ...outcome,
    filter: 'semver()',
    explanation: { ...found, newest: given.passedOver[0]?.tag ?? found.newest, matched: matched + 5 },
    policy: { passedOver: given.passedOver, date: null, hold: null }
  }
})
const use: fc.Arbitrary<UseRecord> = fc.oneof(plain, newest, chosen, refused, held)

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
        kind: fc.constantFrom(...(['warning', 'trap', 'hold', 'new-registry', 'committed'] as const)),
        message: text,
        place: maybe(place),
        image: maybe(image)
      }),
      { maxLength: 3 }
    ),
    failOn: fc.subarray([...gateNames]),
    cost: fc.record({ requests: fc.nat(), waits: fc.nat(), repositories: fc.nat(), imageRequests: fc.nat() })
  })
  .map(honestReport)
