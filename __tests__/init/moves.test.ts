import { describe, expect, test } from 'vitest'
import type { ImageCalls } from '../../src/init/image-calls.ts'
import { type FixedUses, findMoves } from '../../src/init/moves.ts'
import { type ImageProposal, proposeFilters } from '../../src/init/proposal.ts'
import { policyText } from '../../src/init/texts/policy.ts'
import { imagePolicy } from '../../src/policy/image-policy.ts'
import { readPolicy } from '../../src/policy/read-policy.ts'
import { useOf } from '../helpers/image-use.ts'

const calls = (image: string, some: Partial<ImageCalls> = {}): ImageCalls => ({
  image,
  repository: `docker.io/library/${image}`,
  count: 1,
  filters: [],
  hasBare: true,
  tags: [],
  tagged: undefined,
  ...some
})
const propose = (image: string, tags: readonly string[], rule?: string): readonly ImageProposal[] =>
  proposeFilters(calls(image), { tags }, rule)
/** One target that uses some images, and fixes them. */
const fixed = (...images: readonly string[]): readonly FixedUses[] => {
  const names = images.map(image => image.replace(/^docker\.io\/library\//, '').replace(/[:@].*$/, ''))
  const entries = images.map((resultImage, index) => ({ image: names[index] ?? '', resultImage }))
  return [{ target: undefined, uses: names.map(name => useOf(name)), entries, pinned: [] }]
}
const postgres = propose('postgres', ['15.6', '16.3'])

describe('a tag that is fixed', () => {
  test.each([
    ['by its short name', fixed('postgres:15.6')],
    ['by its long name, with a digest', fixed(`docker.io/library/postgres:15.6@sha256:${'a'.repeat(64)}`)],
    ['for two places', fixed('postgres:15.6', 'postgres:15.6')],
    ['besides what is none', fixed('nginx:1.27', 'postgres', 'postgres:15.6')]
  ])('%s moves to what the filter picks', (_what, entries) => {
    expect(findMoves(postgres, entries, () => false)).toEqual([
      { image: 'postgres', from: '15.6', to: '16.3', bump: 'major', unfixed: [] }
    ])
  })

  test.each([
    ['that the filter picks', 'postgres:16.3', false],
    ['that the policy holds', 'postgres:15.6', true],
    ['of another image', 'nginx:1.27', false]
  ])('%s does not', (_what, image, isHeld) => {
    expect(findMoves(postgres, fixed(image), () => isHeld)).toEqual([])
  })

  test('has a hold in the policy that keeps it there, behind a #', () => {
    const proposals = [
      ...postgres,
      ...proposeFilters(calls('redis', { filters: ['semver()'] }), { tags: ['7', '8'] }, undefined)
    ]
    const moves = findMoves(proposals, fixed('postgres:15.6', 'redis:7'), () => false)
    const text = policyText(proposals, moves)
    const held = (written: string, image: string) =>
      imagePolicy(readPolicy(written, 'policy'), image, { platforms: [] }).hold?.reason
    const taken = text.replace(/^ {2}# (- image:| {2}hold:| {4}reason:)/gm, '  $1')
    for (const image of ['postgres', 'redis']) {
      expect([held(text, image), held(taken, image)]).toEqual([undefined, 'why it stays'])
    }
    expect(text).toContain('15.6 → 16.3 (major)')
  })
})

test('of many tags the large steps come first, and they alone have a hold', () => {
  const names = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j', 'k']
  const proposals = names.flatMap(name => propose(name, [name === 'k' ? '2.0.0' : '1.1.0']))
  const moves = findMoves(proposals, fixed(...names.map(name => `${name}:1.0.0`)), () => false)
  expect(moves.map(({ bump }) => bump).slice(0, 2)).toEqual(['major', 'minor'])
  const held = (text: string) => text.match(/first bump moves it/g)?.length
  expect(held(policyText(proposals, moves))).toBe(1)
  expect(held(policyText(proposals, moves.slice(1)))).toBe(10)
})

describe('a place that uses the image too, and has no entry', () => {
  const only = { image: 'postgres', deployment: 'Deployment/pg', resultImage: 'postgres:15.6' }
  const uses = ['Deployment/pg', 'Deployment/pg2'].map(name => useOf('postgres', { deployment: name }))
  const one: FixedUses = { target: undefined, uses, entries: [only], pinned: [] }

  test('is named beside the hold, which fails for it', () => {
    const moves = findMoves(postgres, [one], () => false)
    expect(moves).toEqual([{ image: 'postgres', from: '15.6', to: '16.3', bump: 'major', unfixed: ['Deployment/pg2'] }])
    expect(policyText(postgres, moves)).toContain(
      '(major); to keep it pin Deployment/pg2 in the fixed-images file too, and then\n'
    )
  })

  test.each<[string, FixedUses, readonly string[] | undefined]>([
    ['is none where the target pins it', { ...one, pinned: [{ ...only, deployment: 'Deployment/pg2' }] }, []],
    ['is named with its target', { ...one, target: 'prod' }, ['Deployment/pg2 of prod']],
    ['is none for an entry of other places', { ...one, entries: [{ ...only, namespace: 'other' }] }, undefined]
  ])('%s', (_what, fixedUses, unfixed) => {
    expect(findMoves(postgres, [fixedUses], () => false)[0]?.unfixed).toEqual(unfixed)
  })
})
