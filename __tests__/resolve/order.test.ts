import { describe, expect, test } from 'vitest'
import type { DeployedAnswer } from '../../src/deployed/answer.ts'
import { DeployedError } from '../../src/errors.ts'
import { digestOf } from '../helpers/image-source.ts'
import { useOf } from '../helpers/image-use.ts'
import { resolveOne, type Setting, said } from './resolve-one.ts'

const app = useOf('r.io/app')
const pins = [{ entry: { image: 'r.io/app', resultImage: 'r.io/app:pinned' }, source: 'fixed.yaml' }]
const previous = [{ image: 'r.io/app', resultImage: 'r.io/app:1.9' }]
const deployed: DeployedAnswer = { status: 'found', image: 'r.io/app:1.0', source: 'the cluster' }
const unknown: DeployedAnswer = { status: 'unknown', error: new DeployedError('cluster', 'the cluster is not there') }

describe('what is deployed', () => {
  test.each<[string, Setting, string, { readonly tags: number; readonly cluster: number }]>([
    ['comes after a pin, which asks nobody', { pins, deployed }, 'r.io/app:pinned by fixed', { tags: 0, cluster: 0 }],
    [
      'comes before the registry, which is not asked',
      { deployed },
      'r.io/app:1.0 by deployed: deployed in the cluster',
      { tags: 0, cluster: 1 }
    ],
    ['comes before the output file', { deployed, previous }, 'r.io/app:1.0 by deployed', { tags: 0, cluster: 1 }],
    [
      'leaves the registry what no workload runs',
      { deployed: { status: 'none' } },
      'r.io/app:2.0 by registry',
      { tags: 1, cluster: 1 }
    ],
    [
      'is a failure where nobody can tell',
      { deployed: unknown },
      'cluster: the cluster is not there',
      { tags: 0, cluster: 1 }
    ],
    [
      'gives way to the registry with update-images',
      { deployed, updateImages: true },
      'r.io/app:2.0 by registry',
      { tags: 1, cluster: 1 }
    ],
    [
      'need not be known with update-images',
      { deployed: unknown, updateImages: true },
      'r.io/app:2.0 by registry',
      { tags: 1, cluster: 1 }
    ],
    [
      'stays with update-images for what is not selected',
      { deployed, updateImages: true, images: ['other'] },
      'r.io/app:1.0 by deployed',
      { tags: 0, cluster: 1 }
    ],
    [
      'comes after the entry of what is not selected',
      { deployed, previous, images: ['other'] },
      'r.io/app:1.9 by previous: kept, not selected',
      { tags: 0, cluster: 1 }
    ],
    [
      'answers offline',
      { deployed, previous, offlineImages: true },
      'r.io/app:1.0 by deployed',
      { tags: 0, cluster: 1 }
    ],
    [
      'leaves the entry offline to what no workload runs',
      { deployed: { status: 'none' }, previous, offlineImages: true },
      'r.io/app:1.9 by previous',
      { tags: 0, cluster: 1 }
    ]
  ])('%s', async (_, setting, expected, asked) => {
    const { answer, tagsAsked, clusterAsked } = await resolveOne(app, setting)
    expect(said(answer)).toContain(expected)
    expect({ tags: tagsAsked.length, cluster: clusterAsked }).toEqual(asked)
  })

  test('stands in with a warning where update-images finds no tag', async () => {
    const running: DeployedAnswer = { status: 'found', image: 'r.io/empty:7', source: 'the cluster' }
    const { answer } = await resolveOne(useOf('r.io/empty'), { deployed: running, updateImages: true })
    expect(answer).toMatchObject({
      result: 'r.io/empty:7',
      origin: 'deployed',
      warning: 'r.io/empty has no tags; what is deployed is used'
    })
  })
})

const minor = 'rules: [{ image: r.io/*, max-bump: minor }]'
const held = (expiry: string): string =>
  `rules: [{ image: r.io/app, hold: { reason: breaks login, owner: team-a, expiry: ${expiry} } }]`

describe('the policy', () => {
  test.each<[string, Setting, string]>([
    [
      'keeps to the level that it allows',
      { policy: minor, previous },
      'r.io/app:1.10 by registry: newest of 4 tags that the policy lets pass'
    ],
    [
      'measures the step from what is deployed where the file says nothing',
      { policy: minor, deployed, updateImages: true },
      'r.io/app:1.10 by registry'
    ],
    [
      'chooses by its filter',
      { policy: 'rules: [{ image: r.io/app, filter: "regex(\'^1\\\\.9$\')" }]' },
      'r.io/app:1.9 by registry'
    ],
    [
      'gives way to a filter of the workflow',
      {
        policy: 'rules: [{ image: r.io/app, filter: "regex(\'^1\\\\.9$\')" }]',
        images: ["r.io/app = regex('^1\\.0$')"]
      },
      'r.io/app:1.0 by registry'
    ],
    [
      'holds an image at its entry',
      { policy: held('2026-11-22'), previous },
      'r.io/app:1.9 by previous: held: breaks login (team-a, until 2026-11-22)'
    ],
    [
      'holds an image against update-images',
      { policy: held('2026-12-24'), previous, updateImages: true },
      'r.io/app:1.9 by previous: held'
    ],
    ['holds an image at what is deployed', { policy: held('2026-12-24'), deployed }, 'r.io/app:1.0 by deployed: held'],
    ['lets a hold go after its last day', { policy: held('2026-11-21'), previous }, 'r.io/app:2.0 by registry'],
    ['cannot hold what has no entry', { policy: held('2026-12-24') }, 'held: "r.io/app" is held by the policy'],
    ['leaves a hold to a pin', { policy: held('2026-12-24'), pins, updateImages: true }, 'r.io/app:pinned by fixed'],
    [
      'denies a registry before it is asked',
      { policy: 'registries: { deny: [r.io] }' },
      'registry-denied: registry r.io of "r.io/app" is not allowed'
    ],
    ['denies what it does not allow', { policy: 'registries: { allow: [ghcr.io] }' }, 'registry-denied'],
    ['denies everything with an empty list', { policy: 'registries: { allow: [] }' }, 'registry-denied'],
    ['denies the result of a pin', { policy: 'registries: { deny: [r.io] }', pins }, 'registry-denied'],
    ['denies what is deployed', { policy: 'registries: { deny: [r.io] }', deployed }, 'registry-denied'],
    [
      'denies the entry of what is not selected',
      { policy: 'registries: { deny: [r.io] }', previous, images: ['other'] },
      'registry-denied'
    ],
    [
      'gives way to the allowed registries of the workflow',
      { policy: 'registries: { allow: [ghcr.io] }', options: { allowRegistries: ['r.io'] } },
      'r.io/app:2.0 by registry'
    ],
    [
      'is not widened by the denied registries of the workflow',
      { policy: 'registries: { deny: [r.io] }', options: { denyRegistries: ['x.io'] } },
      'registry-denied'
    ]
  ])('%s', async (_, setting, expected) => {
    const { answer, imagesAsked } = await resolveOne(app, setting)
    expect(said(answer)).toContain(expected)
    expect(imagesAsked).toEqual([])
  })

  test('asks no denied registry', async () => {
    const { tagsAsked, introduced } = await resolveOne(app, { policy: 'registries: { deny: [r.io] }' })
    expect({ tagsAsked, introduced }).toEqual({ tagsAsked: [], introduced: [] })
  })

  test('never proposes what it skips', async () => {
    const { answer, imagesAsked } = await resolveOne(app, { policy: "rules: [{ image: r.io/app, skip: ['2.0'] }]" })
    expect(said(answer)).toContain('r.io/app:1.10 by registry')
    expect(imagesAsked).toEqual(['digest r.io/app:2.0'])
  })

  test('says of a pin that it is skipped, and keeps to the pin', async () => {
    const policy = 'rules: [{ image: r.io/app, skip: [{ tag: pinned, reason: loses mail }] }]'
    const { answer } = await resolveOne(app, { policy, pins })
    expect(answer).toMatchObject({
      result: 'r.io/app:pinned',
      warning: 'r.io/app:pinned is pinned by fixed.yaml, and the policy skips pinned ("loses mail")'
    })
  })

  test('rolls back from a skipped tag, whatever it says of downgrades', async () => {
    const policy = "rules: [{ image: r.io/app, no-downgrade: true, skip: ['2.0'] }]"
    const { answer } = await resolveOne(app, { policy, previous: [{ image: 'r.io/app', resultImage: 'r.io/app:2.0' }] })
    expect(said(answer)).toContain('r.io/app:1.10 by registry')
  })

  const old = { digest: digestOf(1), date: '2026-11-01T00:00:00Z' }
  const young = { digest: digestOf(2), date: '2026-11-22T00:00:00Z' }
  const soak = 'rules: [{ image: r.io/app, minimum-age: 3d }]'

  test('waits for a tag to be old enough, and says by which date', async () => {
    const known = { 'r.io/app:2.0': young, 'r.io/app:1.10': old }
    const { answer, imagesAsked } = await resolveOne(app, { policy: soak, known })
    expect(said(answer)).toContain('r.io/app:1.10 by registry: newest of 4 tags that the policy lets pass')
    expect(answer).toMatchObject({
      policy: {
        passedOver: [{ tag: '2.0', rule: 'minimum-age', message: expect.stringContaining('2026-11-22T00:00:00Z') }],
        date: { date: '2026-11-01T00:00:00Z', source: 'label' }
      }
    })
    expect(imagesAsked.filter(what => what.startsWith('date'))).toHaveLength(2)
    expect(imagesAsked.join()).not.toContain('1.9')
  })

  test('keeps the entry where nothing passes, with a warning', async () => {
    const all = Object.fromEntries(['1.0', '1.9', '1.10', '2.0'].map(tag => [`r.io/app:${tag}`, young]))
    const entry = [{ image: 'r.io/app', resultImage: 'r.io/app:0.5' }]
    const { answer } = await resolveOne(app, { policy: soak, known: all, previous: entry })
    expect(answer).toMatchObject({ status: 'resolved', result: 'r.io/app:0.5', origin: 'previous' })
    expect(answer).toHaveProperty('warning', expect.stringContaining('no tag passes the policy; 2.0 '))
  })

  test('fails where nothing passes and there is nothing to keep', async () => {
    const all = Object.fromEntries(['1.0', '1.9', '1.10', '2.0'].map(tag => [`r.io/app:${tag}`, young]))
    const { answer } = await resolveOne(app, { policy: soak, known: all })
    expect(said(answer)).toMatch(
      /^no-candidate: 4 tags of r\.io\/app that match semver\(\): no tag passes the policy; 2\.0 /
    )
  })

  test('leaves the image to its pin where update-images finds nothing that passes', async () => {
    const policy = 'rules: [{ image: r.io/app, no-downgrade: true }]'
    const pinnedHigh = [{ entry: { image: 'r.io/app', resultImage: 'r.io/app:3.0' }, source: 'fixed.yaml' }]
    const { answer } = await resolveOne(app, { policy, pins: pinnedHigh, updateImages: true })
    expect(said(answer)).toBe('r.io/app:3.0 by fixed: pinned by fixed.yaml')
    expect(answer).toHaveProperty(
      'warning',
      expect.stringMatching(/no tag passes the policy; .*; the pin of fixed.yaml is used/)
    )
  })

  test('says where an image has to stay at a tag that is skipped', async () => {
    const policy = "rules: [{ image: r.io/app, skip: ['2.0'], minimum-age: 3d }]"
    const all = Object.fromEntries(['1.0', '1.9', '1.10', '2.0'].map(tag => [`r.io/app:${tag}`, young]))
    const entry = [{ image: 'r.io/app', resultImage: 'r.io/app:2.0' }]
    const { answer } = await resolveOne(app, { policy, known: all, previous: entry })
    expect(answer).toMatchObject({ result: 'r.io/app:2.0', origin: 'previous' })
    expect(answer).toHaveProperty('warning', expect.stringMatching(/; it stays at 2\.0, which the policy skips$/))
  })

  test('does not judge what it cannot see: a registry that fails is a failure of the image', async () => {
    const { answer } = await resolveOne(app, { policy: soak, known: { 'r.io/app:2.0': { fails: 'busy' } } })
    expect(said(answer)).toBe('unavailable: r.io/app:2.0: busy')
  })

  test('stops at the tag that is in use, which it does not judge again', async () => {
    const entry = [{ image: 'r.io/app', resultImage: `r.io/app:1.10@${digestOf(9)}` }]
    const { answer, imagesAsked } = await resolveOne(app, {
      policy: soak,
      known: { 'r.io/app:2.0': young, 'r.io/app:1.10': { ...young, digest: digestOf(9) } },
      previous: entry
    })
    expect(said(answer)).toContain('r.io/app:1.10 by registry')
    expect(imagesAsked.filter(what => what.includes('1.10'))).toEqual(['digest r.io/app:1.10'])
  })
})
