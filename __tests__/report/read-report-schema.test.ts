import { readFileSync } from 'node:fs'
import { Ajv2020 } from 'ajv/dist/2020.js'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { InputError } from '../../src/errors.ts'
import { readReport } from '../../src/report/read-report.ts'
import { report as readParts } from '../../src/report/read-report-parts.ts'
import { anyHonestReport } from './read-report-sample.ts'

const schema = JSON.parse(readFileSync(new URL('../../schema/report.schema.json', import.meta.url), 'utf8'))
const validate = new Ajv2020({ strict: true, strictTypes: false }).compile(schema)

/** One value somewhere in a JSON document, put in place of another; or a member added or taken away. */
type Mutation = { readonly seed: number; readonly kind: 'replace' | 'add' | 'remove'; readonly value: unknown }

const mutation: fc.Arbitrary<Mutation> = fc.record({
  seed: fc.nat(),
  kind: fc.constantFrom('replace', 'replace', 'add', 'remove'),
  value: fc.oneof(
    fc.constantFrom(null, true, 0, 1, -1, 1.5, '', 'major', 'http://a', 'https://a', 'trap'),
    fc.constantFrom([], {}, [[]], { file: 'a' }, { file: 'a', column: 1 }, { namespace: 'a' })
  )
})

describe('the reader and the JSON Schema of the report', () => {
  test('accept and refuse the same', () => {
    let refused = 0
    fc.assert(
      fc.property(anyHonestReport, fc.array(mutation, { maxLength: 2 }), (report, mutations) => {
        const value = mutations.reduce<unknown>(mutate, JSON.parse(JSON.stringify(report)))
        const isValid = validate(value)
        if (!isValid) refused++
        const found = outcomeOf(() => readParts(value, ''))
        if (isValid) expect(found).toEqual(completed(value))
        else expect(found).toBeInstanceOf(InputError)
      }),
      { numRuns: 600 }
    )
    // or else nothing was compared
    expect(refused).toBeGreaterThan(100)
  })

  test('refuse each member that is missing, added or of another type', () => {
    const [report] = fc.sample(
      anyHonestReport.filter(
        ({ uses, changes, failures, warnings, gates }) =>
          [changes, failures, warnings, gates].every(({ length }) => length > 0) &&
          uses.some(({ explanation }) => (explanation?.rejected.length ?? 0) > 0)
      ),
      { numRuns: 1, seed: 7 }
    )
    const whole: unknown = JSON.parse(JSON.stringify(report))
    const places = pathsOf(whole)
    expect(places.length).toBeGreaterThan(100)
    for (const path of places) {
      for (const value of [Symbol, undefined, null, 1, -1, 'x', {}, []]) {
        const changed = putAt(whole, path, value)
        const found = outcomeOf(() => readParts(changed, ''))
        expect([path, found instanceof InputError]).toEqual([path, !validate(changed)])
      }
    }
  })

  test('agree on what a run writes, and it comes back as it was', () => {
    fc.assert(
      fc.property(anyHonestReport, report => {
        const text = JSON.stringify(report)
        expect(readReport(text)).toEqual(JSON.parse(text))
      }),
      { numRuns: 300 }
    )
  })

  test('refuse, as one, or give a record of the type, whatever is changed', () => {
    fc.assert(
      fc.property(anyHonestReport, mutation, (report, change) => {
        const text = JSON.stringify(mutate(JSON.parse(JSON.stringify(report)), change) ?? null)
        const found = outcomeOf(() => readReport(text))
        if (found instanceof Error) expect(found).toBeInstanceOf(InputError)
        else expect(validate(found)).toBe(true)
      }),
      { numRuns: 300 }
    )
  })
})

type Path = readonly (string | number)[]

function pathsOf(value: unknown, path: Path = []): Path[] {
  if (typeof value !== 'object' || value === null) return [path]
  const members = Array.isArray(value) ? [...value.entries()] : Object.entries(value)
  return [path, ...members.flatMap(([name, member]) => pathsOf(member, [...path, name]))]
}

function mutate(whole: unknown, { seed, kind, value }: Mutation): unknown {
  const paths = pathsOf(whole)
  const path = paths[seed % paths.length] ?? []
  if (kind === 'replace') return putAt(whole, path, value)
  return putAt(whole, kind === 'add' ? [...path, 'extra'] : path, kind === 'add' ? value : undefined)
}

/** The document with another value at a place; undefined takes a member away. */
function putAt(whole: unknown, [name, ...rest]: Path, value: unknown): unknown {
  if (name === undefined || typeof whole !== 'object' || whole === null) return value
  if (Array.isArray(whole)) {
    return value === undefined && rest.length === 0
      ? whole.filter((_, index) => index !== name)
      : whole.map((item, index) => (index === name ? putAt(item, rest, value) : item))
  }
  const changed: Record<string, unknown> = { ...whole, [name]: putAt(Reflect.get(whole, name), rest, value) }
  if (changed[name] === undefined) delete changed[name]
  return changed
}

/** The report with what came with a later release, as reports of earlier ones are read. */
function completed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(completed)
  if (typeof value !== 'object' || value === null) return value
  const members = Object.fromEntries(Object.entries(value).map(([name, member]) => [name, completed(member)]))
  if ('explanation' in value) return { policy: null, ...members }
  if ('counts' in value) return { part: null, ...members }
  return 'waits' in value ? { imageRequests: 0, ...members } : members
}

function outcomeOf<T>(work: () => T): T | Error {
  try {
    return work()
  } catch (error) {
    if (error instanceof Error) return error
    throw error
  }
}
