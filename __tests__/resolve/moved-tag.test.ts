import { describe, expect, test } from 'vitest'
import { digestOf, type KnownImage } from '../helpers/image-source.ts'
import { useOf } from '../helpers/image-use.ts'
import { resolveOne, said } from './resolve-one.ts'

const app = useOf('r.io/app')
const soak = 'rules: [{ image: r.io/app, minimum-age: 3d }]'
const pinned = `r.io/app:2.0@${digestOf(1)}`
const previous = [{ image: 'r.io/app', resultImage: pinned }]
const pushed = (date: string): Readonly<Record<string, KnownImage>> => ({
  'r.io/app:2.0': { digest: digestOf(2), date },
  'r.io/app:1.10': { digest: digestOf(3), date: '2026-01-01T00:00:00Z' }
})

describe('a pinned tag that was pushed again', () => {
  test('a moment ago, stays at its old digest, and the run says why', async () => {
    const { answer } = await resolveOne(app, { policy: soak, previous, known: pushed('2026-11-22T11:45:00Z') })
    expect(answer).toMatchObject({ status: 'resolved', result: pinned, origin: 'previous' })
    expect(answer).toHaveProperty(
      'warning',
      'r.io/app: no tag passes the policy; 2.0 was pushed again: created 2026-11-22T11:45:00Z (label), younger than 3d'
    )
  })

  test('long enough ago, is taken as what it is now', async () => {
    const { answer } = await resolveOne(app, { policy: soak, previous, known: pushed('2026-11-01T00:00:00Z') })
    expect(said(answer)).toContain('r.io/app:2.0 by registry')
    expect(answer).toMatchObject({ policy: { passedOver: [], date: { date: '2026-11-01T00:00:00Z' } } })
  })

  test('is told of, and not the newer tag that does not pass either', async () => {
    const entry = [{ image: 'r.io/app', resultImage: `r.io/app:1.10@${digestOf(1)}` }]
    const young = { digest: digestOf(4), date: '2026-11-22T00:00:00Z' }
    const { answer } = await resolveOne(app, {
      ...{ policy: soak, previous: entry },
      known: { 'r.io/app:2.0': young, 'r.io/app:1.10': { ...young, digest: digestOf(5) } }
    })
    expect(answer).toHaveProperty('warning', expect.stringContaining('; 1.10 was pushed again: '))
    expect(answer).toMatchObject({ policy: { passedOver: [{ tag: '2.0' }, { tag: '1.10' }] } })
  })
})

test('a skipped image is not taken under another tag, though the version filter does not take the tag that is skipped', async () => {
  const { answer } = await resolveOne(useOf('r.io/app', { filter: "regex('^1\\.10$')" }), {
    policy: "rules: [{ image: r.io/app, skip: ['2.0'] }]",
    known: { 'r.io/app:2.0': { digest: digestOf(2) }, 'r.io/app:1.10': { digest: digestOf(2) } },
    previous: [{ image: 'r.io/app', resultImage: 'r.io/app:1.9' }]
  })
  expect(answer).toMatchObject({ result: 'r.io/app:1.9', origin: 'previous' })
  expect(answer).toHaveProperty('warning', expect.stringContaining('1.10 is the same image as 2.0, which is skipped'))
})
