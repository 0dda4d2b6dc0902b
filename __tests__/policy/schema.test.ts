import { readFileSync } from 'node:fs'
import { Ajv2020 } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { stringify } from 'yaml'
import { ProjectError } from '../../src/errors.ts'
import { readPolicy } from '../../src/policy/read-policy.ts'

const schema = JSON.parse(readFileSync(new URL('../../schema/policy.schema.json', import.meta.url), 'utf8'))
const ajv = new Ajv2020({ strict: true, strictTypes: false, allErrors: true })
addFormats.default(ajv)
const validate = ajv.compile(schema)

function isRead(value: unknown): boolean {
  try {
    readPolicy(stringify(value), 'policy.yaml')
    return true
  } catch (error) {
    if (error instanceof ProjectError || error instanceof AggregateError) return false
    throw error
  }
}

const pattern = fc.constantFrom(
  '**',
  'nginx',
  'ghcr.io/team/*',
  'localhost:5000/a',
  '[::1]:5000/a/**',
  '*/library/redis'
)
const registry = fc.constantFrom(
  'ghcr.io',
  '*.example.com',
  'a.example:5000',
  '[::1]',
  '[::1]:5000',
  '**',
  'localhost',
  'r-*.a'
)
const words = fc.constantFrom('release freeze', ' a ', '@team', 'ä\nb', '1')
const tag = fc.oneof(fc.constantFrom('1.10', 'latest', '_', 'v1-rc.1_2', '0'), fc.nat(), fc.constant(1.5))
const day = fc.date({ min: new Date('1970-01-01'), max: new Date('9999-12-31'), noInvalidDate: true })
const rule = {
  image: fc.oneof(pattern, fc.array(pattern, { minLength: 1, maxLength: 3 })),
  filter: fc.constantFrom('semver()', "semver(range='>=1 <2')", "regex('main-(\\\\d+)', extract='1', suffix=number())"),
  platforms: fc.array(fc.constantFrom('linux/amd64', 'linux/arm/v7', 'windows/amd64')),
  'minimum-age': fc.tuple(fc.nat({ max: 500 }), fc.constantFrom('m', 'h', 'd', 'w')).map(parts => parts.join('')),
  'no-date': fc.constantFrom('wait', 'allow'),
  'max-bump': fc.constantFrom('major', 'minor', 'patch'),
  'no-downgrade': fc.boolean(),
  hold: fc.record(
    { reason: words, owner: words, expiry: day.map(date => date.toISOString().slice(0, 10)) },
    { requiredKeys: ['reason'] }
  ),
  skip: fc.array(fc.oneof(tag, fc.record({ tag, reason: words }, { requiredKeys: ['tag'] })), { maxLength: 3 })
}
const document = fc.record(
  {
    rules: fc.array(fc.record(rule, { requiredKeys: ['image'] }), { minLength: 1, maxLength: 3 }),
    registries: fc.record({ allow: fc.array(registry), deny: fc.array(registry) }, { requiredKeys: [] })
  },
  { requiredKeys: [] }
)

describe('the schema of the policy file', () => {
  test('has examples that it takes itself, and so does the reader', () => {
    expect(schema.examples.length).toBeGreaterThan(0)
    for (const example of schema.examples) expect([validate(example), isRead(example)]).toEqual([true, true])
  })

  test('describes every key for who writes one', () => {
    const { Rule, Registries } = schema.$defs
    for (const { properties } of [schema, Rule, Registries, Rule.properties.hold])
      for (const [key, member] of Object.entries<{ description?: string; $ref?: string }>(properties)) {
        const of = member.$ref?.replace('#/$defs/', '')
        expect([key, member.description ?? schema.$defs[of ?? '']?.description]).toEqual([key, expect.any(String)])
      }
  })

  test('takes what the reader takes', () => {
    fc.assert(
      fc.property(document, value => {
        expect([validate(value), validate.errors]).toEqual([true, null])
        expect(isRead(value)).toBe(true)
      }),
      { numRuns: 200 }
    )
  })

  /** What no place of a document takes. */
  const wrong: readonly unknown[] = [
    null,
    -1,
    'a b',
    'https://a',
    { zzz: 1 },
    [null],
    [[]],
    [{ reason: 'r' }],
    [''],
    ''
  ]
  const paths = [
    ...Object.keys(rule).map(key => ['rules', 0, key]),
    ...['reason', 'owner', 'expiry'].map(key => ['rules', 0, 'hold', key]),
    ...[['rules'], ['registries'], ['registries', 'allow'], ['registries', 'deny'], ['zzz'], ['rules', 0, 'zzz']],
    ...[
      ['registries', 'password'],
      ['rules', 0, 'hold', 'zzz'],
      ['rules', 0, 'skip', 0, 'zzz']
    ]
  ]
  /** What is text for people, or a filter that only its parser can judge, takes some of it. */
  const takes = (path: readonly unknown[], value: unknown): boolean =>
    /^(?:reason|owner|filter)$/.test(String(path.at(-1))) && typeof value === 'string' && value !== ''

  test.each(paths.map(path => [path.join('.'), path] as const))(
    'and refuses with the reader what %s cannot be',
    (_, path) => {
      const full = { rules: [{ image: 'a', hold: { reason: 'r' }, skip: [{ tag: '1' }] }], registries: {} }
      for (const value of wrong.filter(one => !takes(path, one))) {
        const changed = put(full, path, value)
        expect([path, value, validate(changed), isRead(changed)]).toEqual([path, value, false, false])
      }
    }
  )

  test.each<[name: string, value: unknown]>([
    ['a rule without image', { rules: [{ 'no-downgrade': true }] }],
    ['an image with a tag', { rules: [{ image: 'nginx:1' }] }],
    ['an image with too many stars', { rules: [{ image: '*a'.repeat(11) }] }],
    ['too many rules', { rules: Array.from({ length: 1001 }, () => ({ image: 'a' })) }],
    ['a registry with too many stars', { registries: { deny: ['*a'.repeat(11)] } }],
    ['too many registries', { registries: { deny: Array.from({ length: 201 }, () => 'a') } }],
    ['no images', { rules: [{ image: [] }] }],
    ['a bare number of days', { rules: [{ image: 'a', 'minimum-age': 3 }] }],
    ['a hold without a reason', { rules: [{ image: 'a', hold: true }] }],
    ['a day that does not exist', { rules: [{ image: 'a', hold: { reason: 'r', expiry: '2026-02-30' } }] }],
    ['a platform without its system', { rules: [{ image: 'a', platforms: ['amd64'] }] }],
    ['a registry with a path', { registries: { allow: ['ghcr.io/team'] } }],
    ['a list', []]
  ])('%s is refused by both', (_, value) => {
    expect([validate(value), isRead(value)]).toEqual([false, false])
  })
})

type Tree = { readonly [key: string]: unknown } | readonly unknown[]

/** A copy of a document with another value at a path. */
function put(tree: Tree, path: readonly (string | number)[], value: unknown): unknown {
  const [step, ...rest] = path
  if (step === undefined) return value
  const copy: Record<string, unknown> = Object.fromEntries(Object.entries(tree))
  copy[step] = put((copy[step] ?? {}) as Tree, rest, value)
  return Array.isArray(tree) ? Object.values(copy) : copy
}
