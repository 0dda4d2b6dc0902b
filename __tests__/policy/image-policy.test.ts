import { describe, expect, test } from 'vitest'
import { holdState, imagePolicy, newPolicySteps } from '../../src/policy/image-policy.ts'
import { readPolicy } from '../../src/policy/read-policy.ts'
import { parseVersionFilter } from '../../src/version/parse.ts'

const policy = readPolicy(
  `
rules:
  - image: "**"
    minimum-age: 3d
    no-downgrade: true
    platforms: [linux/amd64]
    skip: [1.0.0]
  - image: [ghcr.io/team/*, nginx]
    filter: semver(range='>=1')
    max-bump: minor
    no-date: allow
    skip: [{ tag: 1.0.0, reason: broken }, 1.0.1]
  - image: ghcr.io/team/fast
    minimum-age: 0d
    no-downgrade: false
    platforms: []
    hold: { reason: freeze }
`,
  'policy.yaml'
)
const of = (image: string, platforms: readonly string[] = []) => imagePolicy(policy, image, { platforms })

describe('the policy of an image', () => {
  test('says nothing where no rule is about it', () => {
    const none = imagePolicy(readPolicy('rules: [{ image: redis, hold: { reason: r } }]', 'p'), 'nginx', {
      platforms: []
    })
    expect(none).toEqual({
      ...{ filter: undefined, platforms: [], minimumAge: undefined, noDate: 'wait', maxBump: undefined },
      ...{ noDowngrade: false, hold: undefined, skip: [] }
    })
  })

  test('is what the last rule says that names a field', () => {
    expect(of('quay.io/a/b')).toMatchObject({ noDate: 'wait', noDowngrade: true, maxBump: undefined })
    expect(of('ghcr.io/team/app')).toMatchObject({
      ...{ minimumAge: { text: '3d' }, noDate: 'allow', noDowngrade: true, maxBump: 'minor' },
      ...{ filter: { text: "semver(range='>=1')" }, platforms: ['linux/amd64'] }
    })
    expect(of('ghcr.io/team/fast')).toMatchObject({
      ...{ minimumAge: { milliseconds: 0 }, noDowngrade: false, platforms: [], maxBump: 'minor' },
      ...{ hold: { reason: 'freeze' } }
    })
  })

  test.each(['nginx', 'library/nginx', 'docker.io/library/nginx', 'index.docker.io/nginx'])(
    'is that of nginx for %s',
    image => {
      expect(of(image).maxBump).toBe('minor')
    }
  )

  test('skips what any rule skips, with the reason of the last', () => {
    expect(of('quay.io/a/b').skip).toEqual([{ tag: '1.0.0', reason: undefined }])
    expect(of('nginx').skip).toEqual([
      { tag: '1.0.0', reason: 'broken' },
      { tag: '1.0.1', reason: undefined }
    ])
  })

  test('yields to the options of the workflow', () => {
    expect(of('nginx', ['linux/arm64']).platforms).toEqual(['linux/arm64'])
    const filter = { filter: parseVersionFilter('number()'), text: 'number()' }
    expect(imagePolicy(policy, 'nginx', { filter, platforms: [] }).filter).toBe(filter)
  })

  test.each<[string, (index: number) => string, (index: number) => string]>([
    ['names', index => `ghcr.io/team/app-${index}`, index => `ghcr.io/team/app-${index}`],
    ['names of Docker Hub', index => `team-${index}/*`, index => `app-${index}`],
    ['last parts', index => `**/app-${index}*`, index => `registry.example.com/some/long/path/app-${index}`],
    ['many stars', index => `${'*a'.repeat(8)}*b${index}*`, index => `ghcr.io/${'a'.repeat(240)}${index}`]
  ])('a thousand rules with %s are little enough work for ten thousand images', (_, pattern, image) => {
    const lines = Array.from({ length: 1000 }, (_, index) => `- { image: "${pattern(index)}", no-date: allow }`)
    const rules = readPolicy(`rules:\n${lines.join('\n')}`, 'p')
    const steps = newPolicySteps()
    const before = steps.left
    for (let index = 0; index < 10; index += 1) imagePolicy(rules, image(index), { platforms: [] }, steps)
    expect((before - steps.left) * 1000).toBeLessThan(before)
    expect(before - steps.left).toBeGreaterThan(10_000)
  })

  test('patterns that are too much work are an error, and not left out', () => {
    const deep = `**${'*a/a'.repeat(7)}*b*`
    const rules = readPolicy(`rules: [{ image: [nginx, "${deep}"], no-downgrade: true }]`, 'p')
    const steps = { left: 1000 }
    const image = `ghcr.io/${'aa/'.repeat(70)}a`
    expect(imagePolicy(rules, image, { platforms: [] }, steps).noDowngrade).toBe(false)
    expect(() => imagePolicy(rules, 'nginx', { platforms: [] }, steps)).toThrow(
      expect.objectContaining({
        code: 'limit',
        message: 'the patterns of the policy file take too long for so many images',
        place: { file: 'p', line: 1, column: 9 }
      })
    )
  })
})

describe('a hold', () => {
  const hold = (expiry: string | undefined) => ({ reason: 'r', owner: undefined, expiry, place: { file: 'p' } })

  test.each([
    ['2026-12-24', '2026-12-01T00:00:00Z', 'active'],
    ['2026-12-24', '2026-12-24T23:59:59.999Z', 'active'],
    ['2026-12-24', '2026-12-25T00:00:00Z', 'expired'],
    [undefined, '2999-01-01T00:00:00Z', 'active']
  ] as const)('until %s is at %s %s', (expiry, now, expected) => {
    expect(holdState(hold(expiry), Date.parse(now))).toBe(expected)
  })
})
