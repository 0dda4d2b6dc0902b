import { describe, expect, test } from 'vitest'
import { readPolicy } from '../../src/policy/read-policy.ts'
import type { Answer } from '../../src/resolve/answer.ts'
import { makeRunPolicy, type RunPolicy } from '../../src/resolve/run-policy.ts'
import { lostDigests, misspeltRules, policyWarning } from '../../src/run-warnings.ts'
import { digestOf } from '../helpers/image-source.ts'
import { useOf } from '../helpers/image-use.ts'

const policyOf = (text: string): RunPolicy =>
  makeRunPolicy(readPolicy(text, '.kluctl-images.yaml'), {
    rules: [],
    platforms: [],
    allowRegistries: undefined,
    denyRegistries: []
  })

const uses = [useOf('ghcr.io/team/app'), useOf('ghcr.io/team/worker')]

describe('a rule that matches no image', () => {
  test.each<[string, string, RegExp | undefined]>([
    [
      'with a slip in its name is told',
      'ghcr.io/team/ap',
      /^the rule for "ghcr.io\/team\/ap" matches no image .*; did you mean "ghcr.io\/team\/app"\?$/
    ],
    ['of another project is not told', 'ghcr.io/other/thing-entirely', undefined],
    ['that is a pattern is not told', 'ghcr.io/teem/*', undefined]
  ])('%s', (_, pattern, expected) => {
    const [warning] = misspeltRules(uses, policyOf(`rules: [{ image: "${pattern}", max-bump: minor }]`))
    if (expected === undefined) expect(warning).toBeUndefined()
    else
      expect(warning).toMatchObject({
        message: expect.stringMatching(expected),
        place: { file: '.kluctl-images.yaml', line: 1 }
      })
  })

  test('is none where it matches', () => {
    expect(misspeltRules(uses, policyOf('rules: [{ image: ghcr.io/team/app, max-bump: minor }]'))).toEqual([])
  })
})

describe('a digest that is not written any more', () => {
  const answer = (result: string, origin: 'registry' | 'fixed'): Answer => ({
    status: 'resolved',
    use: useOf('r.io/app'),
    result,
    origin,
    why: ''
  })
  const before = [{ image: 'r.io/app', resultImage: `r.io/app:1.0@${digestOf(1)}` }]

  test.each<[string, Answer, number]>([
    ['is told where the tag is the same', answer('r.io/app:1.0', 'registry'), 1],
    ['is no matter where the tag is another', answer('r.io/app:1.1', 'registry'), 0],
    ['is no matter where a pin says so', answer('r.io/app:1.0', 'fixed'), 0],
    ['is there where it is another one', answer(`r.io/app:1.0@${digestOf(2)}`, 'registry'), 0]
  ])('%s', (_, one, count) => {
    expect(lostDigests([one, one], before)).toHaveLength(count)
  })
})

test('a change of the policy is told, and no change is not', () => {
  expect(policyWarning('removed')).toMatchObject([
    { message: expect.stringMatching(/^this pull request removes the policy file/) }
  ])
  expect(policyWarning('changed')).toMatchObject([
    { message: expect.stringMatching(/^this pull request changes the policy file/) }
  ])
  expect(policyWarning(undefined)).toEqual([])
})
