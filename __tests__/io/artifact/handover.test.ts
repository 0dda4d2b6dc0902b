import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { InputError } from '../../../src/errors.ts'
import {
  checkHandover,
  formatHandover,
  type HandoverRun,
  type PullRequestNow,
  parseHandover
} from '../../../src/io/handover.ts'

const sha = '0123456789abcdef0123456789abcdef01234567'
const other = 'fedcba9876543210fedcba9876543210fedcba98'

describe('pull-request.json', () => {
  test('is read as it was written', () => {
    const digit = fc.constantFrom(...'0123456789abcdef')
    const commit = fc
      .constantFrom(40, 64)
      .chain(length => fc.string({ unit: digit, minLength: length, maxLength: length }))
    fc.assert(
      fc.property(fc.record({ number: fc.integer({ min: 1 }), headSha: commit }), handover => {
        expect(parseHandover(formatHandover(handover))).toEqual(handover)
      })
    )
  })

  test('says its version', () => {
    expect(formatHandover({ number: 7, headSha: sha })).toBe(`{"version":1,"number":7,"headSha":"${sha}"}\n`)
  })

  const right = { version: 1, number: 7, headSha: sha }
  test.each([
    ['nothing', ''],
    ['no JSON', '{version: 1}'],
    ['null', 'null'],
    ['a list', JSON.stringify([right])],
    ['a text', '"7"'],
    ['another version', JSON.stringify({ ...right, version: 2 })],
    ['no version', JSON.stringify({ ...right, version: undefined })],
    ['another member', JSON.stringify({ ...right, body: '@everyone' })],
    ['a prototype', `{"version":1,"number":7,"headSha":"${sha}","__proto__":{"number":9}}`],
    ['the number as text', JSON.stringify({ ...right, number: '7' })],
    ['a number with a path', JSON.stringify({ ...right, number: '7/../../issues/1' })],
    ['the number 0', JSON.stringify({ ...right, number: 0 })],
    ['a negative number', JSON.stringify({ ...right, number: -7 })],
    ['half a number', JSON.stringify({ ...right, number: 7.5 })],
    ['a number too large', '{"version":1,"number":1e300,"headSha":"x"}'],
    ['a short commit', JSON.stringify({ ...right, headSha: sha.slice(1) })],
    ['a branch', JSON.stringify({ ...right, headSha: 'main' })],
    ['a commit in upper case', JSON.stringify({ ...right, headSha: sha.toUpperCase() })],
    ['a commit and a line', JSON.stringify({ ...right, headSha: `${sha}\n` })],
    ['no commit', JSON.stringify({ ...right, headSha: null })]
  ])('is refused with one line if it is %s', (_, text) => {
    const error = errorOf(() => parseHandover(text))
    expect(error).toBeInstanceOf(InputError)
    expect(error).toMatchObject({
      input: 'pull-request.json',
      message: expect.stringMatching(/^pull-request\.json [ -~]+$/)
    })
  })
})

describe('the pull request that an artifact names', () => {
  const run: HandoverRun = { eventName: 'pull_request', headSha: sha, headRepository: 'fork/deploy' }
  const now: PullRequestNow = { number: 7, state: 'open', headSha: sha, headRepository: 'Fork/Deploy' }
  const handover = { number: 7, headSha: sha }

  test('is the one of its run', () => {
    expect(checkHandover(run, handover, now)).toEqual({ kind: 'agreed' })
  })

  test.each([
    ['it was closed', { state: 'closed' }, /^the pull request 7 is closed by now/],
    ['a newer commit was pushed', { headSha: other }, /^the pull request 7 has a newer commit by now/]
  ] as const)('gets no comment, and nothing is wrong, where %s', (_, change, message) => {
    const found = checkHandover(run, handover, { ...now, ...change })
    expect(found).toEqual({ kind: 'stale', message: expect.stringMatching(message) })
  })

  const refusals: readonly [string, HandoverRun, typeof handover, PullRequestNow | undefined][] = [
    ['the run was a push', { ...run, eventName: 'push' }, handover, now],
    ['the run had the secrets', { ...run, eventName: 'pull_request_target' }, handover, now],
    ['the event does not say what it was', { ...run, eventName: undefined }, handover, now],
    ['the run was for another commit', { ...run, headSha: other }, handover, now],
    ['the event names no commit', { ...run, headSha: undefined }, handover, now],
    ['the artifact names another commit', run, { ...handover, headSha: other }, { ...now, headSha: other }],
    ['there is no such pull request', run, handover, undefined],
    ['GitHub answers with another', run, handover, { ...now, number: 8 }],
    ['it is from another fork', run, handover, { ...now, headRepository: 'victim/deploy' }],
    [
      'it is from another fork with a newer commit',
      run,
      handover,
      { ...now, headRepository: 'victim/deploy', headSha: other }
    ],
    ['it is from another fork and closed', run, handover, { ...now, headRepository: 'victim/deploy', state: 'closed' }],
    ['its fork was deleted', run, handover, { ...now, headRepository: undefined }],
    ['both forks were deleted', { ...run, headRepository: undefined }, handover, { ...now, headRepository: undefined }],
    ['the fork of the run was deleted', { ...run, headRepository: undefined }, handover, now]
  ]
  test.each(refusals)('is refused where %s', (_, ...given) => {
    const found = checkHandover(...given)
    expect(found).toMatchObject({ kind: 'refused', message: expect.any(String), hint: expect.stringMatching(/\.$/) })
  })
})

function errorOf(work: () => unknown): unknown {
  try {
    return work()
  } catch (error) {
    return error
  }
}
