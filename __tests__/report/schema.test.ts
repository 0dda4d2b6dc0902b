import { readFileSync } from 'node:fs'
import { Ajv2020 } from 'ajv/dist/2020.js'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Place } from '../../src/errors.ts'
import { gateNames, type Report } from '../../src/report/record.ts'
import { situations } from './situations.ts'

const schema = JSON.parse(readFileSync(new URL('../../schema/report.schema.json', import.meta.url), 'utf8'))
const validate = new Ajv2020({ strict: true, strictTypes: false, allErrors: true }).compile(schema)

const text = fc.string({ unit: 'binary' })
const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value)
const place: fc.Arbitrary<Place> = fc.oneof(
  fc.record({ file: text }),
  fc.record({ file: text, line: fc.integer({ min: 1 }) }),
  fc.record({ file: text, line: fc.integer({ min: 1 }), column: fc.integer({ min: 1 }) })
)
const where = { namespace: text, deployment: text, container: text }
const explanation = fc.record({
  repository: text,
  filter: text,
  prefix: maybe(text),
  seen: fc.nat(),
  matched: fc.nat(),
  newest: maybe(text),
  runnerUp: maybe(text),
  ties: fc.array(text),
  rejected: fc.array(fc.record({ reason: text, count: fc.nat(), examples: fc.array(text) }))
})

const policy = fc.record({
  passedOver: fc.array(
    fc.record({
      tag: fc.constantFrom('1.2.3', 'v1_0', '***-7'),
      rule: fc.constantFrom('skip', 'max-bump', 'no-downgrade', 'minimum-age', 'platforms', 'missing'),
      message: text
    })
  ),
  date: maybe(
    fc.record({
      date: fc.constantFrom('2026-11-18T09:30:00Z', '2024-02-29T23:59:59Z'),
      source: fc.constantFrom('registry', 'label', 'config')
    })
  ),
  hold: maybe(fc.record({ reason: text, owner: maybe(text), expiry: maybe(fc.constant('2026-12-24')) }))
})

const address = text.map(rest => `https://${rest}`)
const source = fc.record({
  source: text,
  from: maybe(text),
  to: maybe(text),
  compare: maybe(address),
  note: maybe(text),
  commits: maybe(fc.record({ total: fc.nat(), subjects: fc.array(fc.record({ sha: text, subject: text })) }))
})

/** Any value of the type, so that a member the schema does not know, or knows differently, is found. */
const anyReport: fc.Arbitrary<Report> = fc.record({
  version: fc.constant(1),
  target: maybe(text),
  counts: fc.record({
    uses: fc.nat(),
    images: fc.nat(),
    changed: fc.nat(),
    added: fc.nat(),
    removed: fc.nat(),
    unchanged: fc.nat(),
    kept: fc.nat(),
    skipped: fc.nat(),
    failed: fc.nat(),
    failedImages: fc.nat(),
    changedImages: fc.nat(),
    addedImages: fc.nat(),
    removedImages: fc.nat(),
    heldImages: fc.nat(),
    committedImages: fc.nat(),
    traps: fc.nat(),
    errors: fc.nat()
  }),
  gates: fc.array(
    fc.record({
      gate: fc.constantFrom(...gateNames),
      passed: fc.boolean(),
      images: fc.array(text),
      remedy: maybe(text)
    })
  ),
  changes: fc.array(
    fc.record({
      kind: fc.constantFrom('changed', 'added', 'removed'),
      image: text,
      old: maybe(text),
      new: maybe(text),
      why: text,
      filter: maybe(text),
      movedRepository: fc.boolean(),
      bump: fc.constantFrom('major', 'minor', 'patch', 'digest', 'other', 'downgrade', 'new', 'removed'),
      links: fc.record({ old: maybe(address), new: maybe(address), source: maybe(source) }),
      where: fc.array(fc.record(where))
    })
  ),
  failures: fc.array(
    fc.record({
      error: text,
      code: text,
      message: text,
      hint: maybe(text),
      place: maybe(place),
      excerpt: maybe(fc.array(text)),
      image: maybe(text),
      where: fc.array(fc.record(where))
    })
  ),
  warnings: fc.array(
    fc.record({
      kind: fc.constantFrom('warning', 'trap', 'hold', 'new-registry', 'committed'),
      message: text,
      place: maybe(place),
      image: maybe(text)
    })
  ),
  uses: fc.array(
    fc.record({
      ...where,
      image: text,
      filter: maybe(text),
      field: text,
      deploymentDir: text,
      tags: fc.array(text),
      place: maybe(place),
      status: fc.constantFrom('resolved', 'failed', 'skipped'),
      result: maybe(text),
      old: maybe(text),
      origin: maybe(fc.constantFrom('fixed', 'deployed', 'registry', 'previous')),
      why: text,
      explanation: maybe(explanation),
      policy: maybe(policy)
    })
  ),
  cost: fc.record({ requests: fc.nat(), waits: fc.nat(), repositories: fc.nat(), imageRequests: fc.nat() }),
  part: fc.constant(null)
})

describe('the schema of the report', () => {
  test('accepts every report of the type', () => {
    fc.assert(
      fc.property(anyReport, report => {
        validate(JSON.parse(JSON.stringify(report)))
        return (validate.errors ?? []).length === 0
      })
    )
  })

  test.each(Object.entries(situations))('accepts the report of: %s', (_, report) => {
    validate(report)
    expect(validate.errors).toBe(null)
  })

  const report = situations['many']
  const places = pathsOf(report)

  test.each(places)('refuses a report with more, less or something else at %s', pointer => {
    const path = pointer.split('/').slice(1)
    expect(validate(changeAt(report, path, object => ({ ...object, unknown: 1 })))).toBe(false)
    const parent = changeAt(report, path, object => object)
    for (const name of Object.keys(valueAt(parent, path))) {
      expect(validate(changeAt(report, path, object => without(object, name)))).toBe(
        isOptional(valueAt(parent, path), name)
      )
      expect(validate(changeAt(report, path, object => ({ ...object, [name]: Symbol })))).toBe(false)
    }
  })

  test('describes each member', () => {
    const members = [schema, ...Object.values<object>(schema.$defs)].flatMap(definition =>
      Object.entries(Reflect.get(definition, 'properties'))
    )
    const bare = members.filter(([, member]) => !/description|\$ref/.test(JSON.stringify(member)))
    expect(bare).toEqual([])
    expect([schema.$id, schema.$schema]).toEqual([
      'urn:kluctl-images:report:1',
      'https://json-schema.org/draft/2020-12/schema'
    ])
  })
})

/** A place may end behind its file or behind its line; what came with a later release may be missing. */
function isOptional(object: object, name: string): boolean {
  return ['column', 'policy', 'imageRequests', 'part'].includes(name) || (name === 'line' && !('column' in object))
}

/** Pointers of one object of each shape, arrays by their first item. */
function pathsOf(value: unknown, path = '', found: string[] = []): string[] {
  if (Array.isArray(value)) return value.length === 0 ? found : pathsOf(value[0], `${path}/0`, found)
  if (typeof value !== 'object' || value === null) return found
  found.push(path)
  for (const [name, member] of Object.entries(value)) pathsOf(member, `${path}/${name}`, found)
  return found
}

function valueAt(value: unknown, path: readonly string[]): object {
  const [name, ...rest] = path
  if (typeof value !== 'object' || value === null) return {}
  return name === undefined ? value : valueAt(Reflect.get(value, name), rest)
}

function changeAt(value: unknown, path: readonly string[], change: (object: object) => object): unknown {
  const [name, ...rest] = path
  if (typeof value !== 'object' || value === null) return value
  if (name === undefined) return change(value)
  const member = changeAt(Reflect.get(value, name), rest, change)
  return Array.isArray(value) ? value.with(Number(name), member) : { ...value, [name]: member }
}

function without(object: object, name: string): object {
  return Object.fromEntries(Object.entries(object).filter(([key]) => key !== name))
}
