import { describe, expect, test } from 'vitest'
import { holdState, imagePolicy } from '../../src/policy/image-policy.ts'
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

  test('of many stars takes no longer than others', () => {
    const stars = readPolicy(`rules: [{ image: "${'**a'.repeat(100)}b", no-downgrade: true }]`, 'p')
    const start = performance.now()
    expect(imagePolicy(stars, `ghcr.io/${'a'.repeat(250)}`, { platforms: [] }).noDowngrade).toBe(false)
    expect(performance.now() - start).toBeLessThan(1000)
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
