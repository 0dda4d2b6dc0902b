import { describe, expect, test } from 'vitest'
import { InputError } from '../../src/errors.ts'
import { readReport } from '../../src/report/read-report.ts'
import type { ExplanationRecord, PolicyRecord, UseRecord } from '../../src/report/record.ts'
import { sampleReport, sampleWhere } from './sample.ts'

const explanation: ExplanationRecord = {
  repository: 'ghcr.io/shop/api',
  filter: 'semver()',
  prefix: null,
  seen: 9,
  matched: 5,
  newest: '1.6.0',
  runnerUp: '1.5.1',
  ties: [],
  rejected: []
}
const passedOver = (...tags: readonly string[]): PolicyRecord['passedOver'] =>
  tags.map(tag => ({ tag, rule: 'minimum-age', message: 'is younger than 3d' }))
const date = { date: '2026-11-18T09:30:00Z', source: 'registry' } as const
const hold = { reason: 'uploads break', owner: '@shop/web', expiry: '2026-12-24' }
const policy: PolicyRecord = { passedOver: passedOver('1.6.0', '1.5.1'), date, hold: null }
const held: PolicyRecord = { passedOver: [], date: null, hold }
const chosen = {
  result: 'ghcr.io/shop/api:1.5.0',
  origin: 'registry',
  filter: 'semver()',
  explanation,
  policy
} as const
const stays = { ...chosen, origin: 'previous', policy: { ...policy, date: null } } as const

/** What becomes of a report with one unchanged use of these members. */
function read(members: Partial<UseRecord>): unknown {
  const image = { image: 'ghcr.io/shop/api', where: [sampleWhere('Deployment/api', 'api')] }
  const whole = { ...chosen, ...members }
  const report = sampleReport([{ ...image, old: whole.result ?? '', new: whole.result ?? '' }])
  const uses = report.uses.map(use => ({ ...use, ...whole, old: whole.result }))
  const counts = {
    ...report.counts,
    heldImages: Number(whole.origin !== 'registry'),
    kept: Number(whole.origin === 'previous')
  }
  try {
    return readReport(JSON.stringify({ ...report, counts, uses })).uses[0]?.policy
  } catch (error) {
    return error
  }
}

describe('a report is read where', () => {
  test.each<[string, Partial<UseRecord>]>([
    ['the policy passed over the newest tags', {}],
    [
      'it passed over none, and judged the answer',
      { policy: { ...policy, passedOver: [] }, result: 'ghcr.io/shop/api:1.6.0' }
    ],
    [
      'it passed over none, and the answer has a digest',
      { policy: null, result: `ghcr.io/shop/api:1.6.0@sha256:${'a'.repeat(64)}` }
    ],
    ['it let nothing pass, and the previous entry stays', stays],
    ['it let nothing pass, and what is deployed stays', { ...stays, origin: 'deployed' }],
    ['it holds the previous entry', { origin: 'previous', explanation: null, policy: held }],
    [
      'it holds for nobody and without end',
      { origin: 'previous', explanation: null, policy: { ...held, hold: { ...hold, owner: null, expiry: null } } }
    ],
    [
      'a mask hides a part of a tag that was passed over',
      { policy: { ...policy, passedOver: passedOver('1.6.0', '1.5.0-***') } }
    ],
    ['a mask hides the filter', { filter: "prefix('***')" }],
    ['nobody can read the filter', { filter: 'newest please' }],
    [
      'more tags were passed over than are tried',
      {
        explanation: { ...explanation, matched: 12 },
        policy: { ...policy, passedOver: passedOver('1.6.0', '1.5.7', '1.5.6', '1.5.5', '1.5.4', '1.5.3', '1.5.2') }
      }
    ]
  ])('%s', (_, members) => {
    expect(read(members)).toEqual({ ...chosen, ...members }.policy)
  })
})

describe('a report that was written by hand is refused where', () => {
  test.each<[string, Partial<UseRecord>, string]>([
    [
      'an older tag wins and nothing is passed over',
      { policy: null },
      '/uses/0/result is not the newest tag, and the policy passed over none'
    ],
    [
      'an older tag wins and the newest is not the first passed over',
      { policy: { ...policy, passedOver: passedOver('1.5.1') } },
      '/uses/0/policy/passedOver/0 is not the newest tag'
    ],
    [
      'nothing passes, and the newest is not among it',
      { ...stays, policy: { ...policy, date: null, passedOver: passedOver('1.5.1') } },
      '/uses/0/policy/passedOver/0 is not the newest tag'
    ],
    [
      'the tags passed over are in another order',
      { policy: { ...policy, passedOver: passedOver('1.6.0', '1.5.1', '1.5.2') } },
      '/uses/0/policy/passedOver has "1.5.1" above "1.5.2", which is newer'
    ],
    [
      'the answer is above a tag that was passed over',
      { policy: { ...policy, passedOver: passedOver('1.6.0', '1.4.9') } },
      '/uses/0/policy/passedOver has "1.4.9" above "1.5.0", which is newer'
    ],
    [
      'the filter does not take a tag that was passed over',
      { policy: { ...policy, passedOver: passedOver('1.6.0', 'latest') } },
      '/uses/0/policy/passedOver names "latest", which the version filter does not take'
    ],
    [
      'a tag is passed over twice',
      { policy: { ...policy, passedOver: passedOver('1.6.0', '1.6.0') } },
      '/uses/0/policy/passedOver names a tag twice, or the answer'
    ],
    [
      'the answer is passed over',
      { policy: { ...policy, passedOver: passedOver('1.6.0', '1.5.0') } },
      '/uses/0/policy/passedOver names a tag twice, or the answer'
    ],
    [
      'more tags are passed over than match',
      { explanation: { ...explanation, matched: 2 } },
      '/uses/0/policy/passedOver has more tags than match the version filter'
    ],
    [
      'tags are passed over and none were read',
      { explanation: null },
      '/uses/0/policy/passedOver names tags, and nothing says that any were read'
    ],
    ['a date judges what stays', { ...stays, policy }, '/uses/0/policy/date judges what no registry answered'],
    [
      'a hold holds what the registry answered',
      { policy: { ...policy, hold } },
      '/uses/0/policy/hold holds an image that was not held'
    ],
    [
      'the policy decides about a pin',
      { ...stays, origin: 'fixed' },
      '/uses/0/policy is of an image that no policy decides'
    ]
  ])('%s', (_, members, message) => {
    expect(read(members)).toBeInstanceOf(InputError)
    expect(read(members)).toMatchObject({ message })
  })

  test.each<[string, object, string]>([
    ['a tag is none', { passedOver: [{ tag: '@everyone', rule: 'skip', message: '' }] }, '/passedOver/0/tag is no tag'],
    [
      'a rule is unknown',
      { passedOver: [{ tag: '1.6.0', rule: 'mood', message: '' }] },
      '/passedOver/0/rule is none of '
    ],
    [
      'a message is very long',
      { passedOver: [{ tag: '1.6.0', rule: 'skip', message: 'a'.repeat(2001) }] },
      '/passedOver/0/message is longer'
    ],
    ['a date is no date', { date: { date: 'yesterday', source: 'registry' } }, '/date/date is no date in UTC'],
    [
      'a date is of another zone',
      { date: { date: '2026-11-18T09:30:00+01:00', source: 'registry' } },
      '/date/date is no date in UTC'
    ],
    ['nobody knows who says the date', { date: { ...date, source: 'rumour' } }, '/date/source is none of '],
    ['a hold ends on no day', { hold: { ...hold, expiry: '2026-13-01' } }, '/hold/expiry is no day'],
    ['a reason is very long', { hold: { ...hold, reason: 'a'.repeat(2001) } }, '/hold/reason is longer'],
    ['an owner is very long', { hold: { ...hold, owner: 'a'.repeat(401) } }, '/hold/owner is longer'],
    ['a hold has a member more', { hold: { ...hold, body: '' } }, '/hold has the unknown member']
  ])('%s', (_, members, message) => {
    expect(read({ policy: { ...policy, ...members } })).toMatchObject({
      message: expect.stringContaining(`/uses/0/policy${message}`)
    })
  })
})
