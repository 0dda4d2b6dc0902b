import { describe, expect, test } from 'vitest'
import type { DeployedAnswer } from '../../src/deployed/answer.ts'
import { digestOf } from '../helpers/image-source.ts'
import { useOf } from '../helpers/image-use.ts'
import { resolveOne, type Setting, said } from './resolve-one.ts'

const app = useOf('r.io/app')
const bad: DeployedAnswer = { status: 'found', image: 'r.io/app:2.0', source: 'the cluster' }
const policy = "rules: [{ image: r.io/app, skip: ['2.0'] }]"
const known = Object.fromEntries(
  ['1.0', '1.9', '1.10', '2.0'].map((tag, at) => [`r.io/app:${tag}`, { digest: digestOf(at + 1) }])
)
const entry = (resultImage: string) => [{ image: 'r.io/app', resultImage }]

describe('a skipped tag that still runs', () => {
  test.each<[string, Setting, string, string | undefined]>([
    ['is no answer where the registry has another', {}, 'r.io/app:1.10 by registry', undefined],
    [
      'is no answer offline where the file has another',
      { offlineImages: true, previous: entry('r.io/app:1.9') },
      'r.io/app:1.9 by previous',
      undefined
    ],
    [
      'is no answer for what is not selected and has an entry',
      { images: ['other'], previous: entry('r.io/app:1.9') },
      'r.io/app:1.9 by previous',
      undefined
    ],
    [
      'answers offline where there is nothing else, and says so',
      { offlineImages: true },
      'r.io/app:2.0 by deployed',
      'r.io/app:2.0 is deployed in the cluster, and the policy skips 2.0'
    ],
    [
      'answers for what is not selected, and says so',
      { images: ['other'] },
      'r.io/app:2.0 by deployed',
      'r.io/app:2.0 is deployed in the cluster, and the policy skips 2.0'
    ]
  ])('%s', async (_, setting, expected, warning) => {
    const { answer } = await resolveOne(app, { policy, deployed: bad, known, ...setting })
    expect(said(answer)).toContain(expected)
    expect(answer?.status === 'resolved' ? answer.warning : 'failed').toBe(warning)
  })
})

describe('an entry that a pull request wrote by hand', () => {
  const major = 'rules: [{ image: r.io/app, max-bump: minor }]'

  test('is judged by the step from the base, and the answer says that it does not pass', async () => {
    const { answer } = await resolveOne(app, {
      policy: major,
      base: entry('r.io/app:1.9'),
      previous: entry('r.io/app:2.0')
    })
    expect(said(answer)).toContain('r.io/app:1.10 by registry')
    expect(answer).toHaveProperty(
      'warning',
      expect.stringMatching(/^the output file has r\.io\/app:2\.0, which the policy does not let pass: /)
    )
  })

  test('ends the search where the base has it too', async () => {
    const { answer } = await resolveOne(app, {
      policy: major,
      base: entry('r.io/app:2.0'),
      previous: entry('r.io/app:2.0')
    })
    expect(said(answer)).toContain('r.io/app:2.0 by registry')
    expect(answer?.status === 'resolved' ? answer.warning : 'failed').toBeUndefined()
  })

  test('is judged as new where the base has no entry', async () => {
    const soak = 'rules: [{ image: r.io/app, minimum-age: 3d }]'
    const dates = Object.fromEntries(
      Object.entries(known).map(([name, image]) => [
        name,
        { ...image, date: name.endsWith(':2.0') ? '2026-11-22T00:00:00Z' : '2026-01-01T00:00:00Z' }
      ])
    )
    const { answer } = await resolveOne(app, { policy: soak, known: dates, base: [], previous: entry('r.io/app:2.0') })
    expect(said(answer)).toContain('r.io/app:1.10 by registry')
    expect(answer).toHaveProperty('warning', expect.stringContaining('r.io/app:2.0'))
  })
})
