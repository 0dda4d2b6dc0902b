import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { ProjectError } from '../../src/errors.ts'
import type { Policy } from '../../src/policy/policy.ts'
import { readPolicy } from '../../src/policy/read-policy.ts'
import { verifyUses } from '../../src/verify/verify.ts'
import { useOf } from '../helpers/image-use.ts'
import { digestOf, imagesIn, index } from './image-source.ts'
import { requestOf } from './request.ts'

const api = 'ghcr.io/team/api'
const job = 'ghcr.io/team/job'
const [first, second] = [digestOf('1'), digestOf('2')]
const [amd, arm] = [digestOf('a'), digestOf('b')]
const image = index(first, { 'linux/amd64': amd, 'linux/arm64': arm })
const repository = { images: [image], tags: { '1.0.0': first } }
const registries = { [api]: repository, [job]: repository }
const policyOf = (text: string): Policy => readPolicy(text, '.kluctl-images.yaml')
const entryOf = (name: string) => ({ image: name, resultImage: `${name}:1.0.0@${first}` })

describe('a use that nothing answers', () => {
  test('fails, with every place and what to do, and hides no other', async () => {
    const uses = [useOf(job), useOf(job, { container: 'init' }), useOf(api)]
    const { checks, ok, counts } = await verifyUses(requestOf(uses, [entryOf(api)]), { images: imagesIn(registries) })
    expect(ok).toBe(false)
    expect(checks.map(({ image: name, verdict }) => [name, verdict])).toEqual([
      [api, 'verified'],
      [job, 'failed']
    ])
    expect(checks[1]).toMatchObject({
      result: null,
      pinnedBy: [],
      uses: [{ container: 'app' }, { container: 'init', place: { file: 'app/api.yaml', line: 9 } }],
      reasons: [
        {
          code: 'not-pinned-by-file',
          message: '"fixed-images.yaml" has no fixed image for it',
          hint: 'Run kluctl-images resolve, and commit what it writes.'
        }
      ]
    })
    expect(counts).toMatchObject({ uses: 3, images: 2, verified: 1, failed: 1 })
  })

  test('is another check than the uses of the same image that have an answer', async () => {
    const uses = [useOf(api), useOf(api, { container: 'sidecar' })]
    const entries = [{ ...entryOf(api), container: 'app' }]
    const { checks, counts } = await verifyUses(requestOf(uses, entries), { images: imagesIn(registries) })
    expect(checks.map(({ result, verdict }) => [result, verdict])).toEqual([
      [null, 'failed'],
      [`${api}:1.0.0@${first}`, 'verified']
    ])
    expect(counts).toMatchObject({ images: 1, failed: 1, verified: 0 })
  })

  test.each([
    [
      'a version filter that is none',
      useOf(api, { filter: 'semver(' }),
      /found the end of the text\nsemver\(\n {7}\^$/
    ],
    ['an image without a name', useOf(''), /the image name is empty/],
    ['a variable images that is none', useOf(api, { imagesVariable: 'text' }), /the variable images/]
  ])('for %s fails as well, and asks nobody', async (_, use, words) => {
    const images = imagesIn(registries)
    const entries = use.call.filter === undefined ? [] : [entryOf(api)]
    const { checks } = await verifyUses(requestOf([use], entries), { images })
    expect(checks[0]?.reasons[0]).toMatchObject({ code: 'unusable', level: 'failure' })
    expect(checks[0]?.reasons[0]?.message).toMatch(words)
    expect(images.asked).toEqual([])
  })
})

describe('kluctl’s other pins answer too', () => {
  test('a later pin wins, and the variable images comes last', async () => {
    const variable = useOf(job, {
      imagesVariable: [new Map(Object.entries({ image: job, resultImage: `${job}:1.0.0` }))]
    })
    const pins = [
      { entry: { image: api, resultImage: `${api}:0.9.0` }, source: 'target prod' },
      { entry: entryOf(api), source: 'fixed-images.yaml' }
    ]
    const request = requestOf([useOf(api), variable], [], { pins })
    const { checks } = await verifyUses(request, { images: imagesIn(registries) })
    expect(checks.map(({ result, pinnedBy }) => [result, pinnedBy])).toEqual([
      [`${api}:1.0.0@${first}`, ['fixed-images.yaml']],
      [`${job}:1.0.0`, ['the variable images']]
    ])
  })
})

describe('what is asked', () => {
  test('is the pin, its images and the tag, once for an image, however many uses it has', async () => {
    const images = imagesIn(registries)
    const uses = Array.from({ length: 20 }, (_, number) => useOf(api, { container: `c${number}` }))
    await verifyUses(requestOf(uses, [entryOf(api)]), { images })
    expect(images.asked.toSorted()).toEqual([
      `GET ${api} ${first}`,
      `HEAD ${api} 1.0.0`,
      `HEAD ${api} ${amd}`,
      `HEAD ${api} ${arm}`
    ])
  })

  test('is of the images that an index lists only those for the wanted platforms', async () => {
    const images = imagesIn(registries)
    await verifyUses(requestOf([useOf(api)], [entryOf(api)], { platforms: ['linux/arm64'] }), { images })
    expect(images.asked.toSorted()).toEqual([`GET ${api} ${first}`, `HEAD ${api} 1.0.0`, `HEAD ${api} ${arm}`])
  })

  test('is nothing of a registry that the policy denies', async () => {
    const images = imagesIn(registries)
    const policy = policyOf('registries: { deny: [ghcr.io] }')
    const { checks } = await verifyUses(requestOf([useOf(api)], [entryOf(api)], { policy }), { images })
    expect(checks[0]?.reasons.map(({ code }) => code)).toEqual(['registry-denied'])
    expect(checks[0]?.reasons[0]?.message).toBe('ghcr.io may not be used: the policy denies "ghcr.io"')
    expect(images.asked).toEqual([])
  })

  test('is nothing where the image that the template asks for is of a denied registry, whatever pins it', async () => {
    const images = imagesIn(registries)
    const policy = policyOf('registries: { allow: [ghcr.io] }')
    const request = requestOf([useOf('nginx')], [{ image: 'nginx', resultImage: `${api}:1.0.0` }], { policy })
    const { checks } = await verifyUses(request, { images })
    expect(checks[0]?.reasons.map(({ code }) => code)).toEqual(['registry-denied', 'not-pinned'])
    expect(images.asked).toEqual([])
  })

  test('waits until it is known which registries are new, and says which', async () => {
    const images = imagesIn(registries)
    const told: (readonly string[])[] = []
    const { warnings } = await verifyUses(requestOf([useOf(api), useOf(job)], [entryOf(api), entryOf(job)]), {
      images,
      async introduce(names) {
        expect(images.asked).toEqual([])
        told.push(names)
        return new Set(['ghcr.io'])
      }
    })
    expect(told).toEqual([['ghcr.io']])
    expect(warnings.map(({ kind, image: name, message }) => [kind, name, message])).toEqual([
      ['new-registry', api, 'registry ghcr.io is new in this pull request, and no login is sent to it'],
      ['new-registry', job, 'registry ghcr.io is new in this pull request, and no login is sent to it']
    ])
  })
})

test('platforms of the policy count where the option names none', async () => {
  const policy = policyOf('rules: [{ image: ghcr.io/team/*, platforms: [linux/s390x] }]')
  const said = async (platforms: readonly string[]) => {
    const request = requestOf([useOf(api)], [entryOf(api)], { policy, platforms })
    const { checks } = await verifyUses(request, { images: imagesIn(registries) })
    return checks[0]
  }
  expect(await said([])).toMatchObject({
    verdict: 'failed',
    platforms: { wanted: ['linux/s390x'], found: ['linux/amd64', 'linux/arm64'] }
  })
  expect((await said(['linux/amd64']))?.verdict).toBe('verified')
})

describe('a tag that the policy skips', () => {
  const policy = policyOf('rules: [{ image: ghcr.io/team/*, skip: [{ tag: 1.0.0, reason: it loses orders }, 2.0.0] }]')

  test.each([
    ['with a digest', `${api}:1.0.0@${first}`, 'the policy skips the tag "1.0.0": it loses orders'],
    ['without one', `${api}:1.0.0`, 'the policy skips the tag "1.0.0": it loses orders'],
    ['without a reason', `${api}:2.0.0`, 'the policy skips the tag "2.0.0"']
  ])('fails %s, whoever pinned it', async (_, resultImage, message) => {
    const pins = [{ entry: { image: api, resultImage }, source: 'target prod' }]
    const known = { [api]: { images: [image], tags: { '1.0.0': first, '2.0.0': first } } }
    const request = requestOf([useOf(api)], [], { policy, pins })
    const { checks } = await verifyUses(request, { images: imagesIn(known) })
    expect(checks[0]?.verdict).toBe('failed')
    expect(checks[0]?.reasons[0]).toMatchObject({ code: 'skipped', level: 'failure', message })
  })

  test('is of no matter to another tag, and a hold says nothing', async () => {
    const held = policyOf(
      'rules: [{ image: "**", skip: [0.9.0], hold: { reason: x }, max-bump: patch, minimum-age: 9w }]'
    )
    const request = requestOf([useOf(api)], [entryOf(api)], { policy: held })
    const { checks } = await verifyUses(request, { images: imagesIn(registries) })
    expect(checks[0]).toMatchObject({ verdict: 'verified', reasons: [] })
  })
})

test('an error of the project fails, whatever the images say', async () => {
  const problems = [new ProjectError('yaml', 'the rendered file is not valid YAML', { file: 'app/api.yaml', line: 3 })]
  const request = requestOf([useOf(api)], [entryOf(api)], { problems })
  const { ok, counts, failures } = await verifyUses(request, { images: imagesIn(registries) })
  expect(ok).toBe(false)
  expect(counts).toMatchObject({ errors: 1, verified: 1, failed: 0 })
  expect(failures).toMatchObject([{ image: null, place: { file: 'app/api.yaml', line: 3 } }])
})

test('the record is the same whatever the order of the uses and of the answers', async () => {
  const names = ['ghcr.io/team/a', 'ghcr.io/team/b', 'ghcr.io/team/c', 'ghcr.io/team/d']
  const uses = names.flatMap(name => [useOf(name), useOf(name, { container: 'init' }), useOf(name, { namespace: 'x' })])
  const known = Object.fromEntries(names.slice(1).map(name => [name, { images: [image], tags: { '1.0.0': second } }]))
  const entries = names.slice(0, 3).map(entryOf)
  const record = async (some: typeof uses): Promise<string> =>
    JSON.stringify(await verifyUses(requestOf(some, entries), { images: imagesIn(known) }))
  const expected = await record(uses)
  await fc.assert(
    fc.asyncProperty(fc.shuffledSubarray(uses, { minLength: uses.length }), async some => {
      expect(await record(some)).toBe(expected)
    })
  )
})
