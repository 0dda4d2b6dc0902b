import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type UpsertOptions, type UpsertResult, upsertComment } from '../../../src/io/comment.ts'
import { commentMarker, compareRuns, readMarker } from '../../../src/io/comment-marker.ts'
import { actionsBot, type FakeGitHub, startGitHub } from '../../helpers/github.ts'
import { makeRequestSchedule } from '../../helpers/github-schedule.ts'
import { commentOptions, key, written } from './context.ts'

const otherKey = 'fedcba9876543210'

type Job = { readonly state: string; readonly run: string; readonly key?: string }

/** Jobs at once, each request and each answer taken in the order of `picks`. */
async function race(
  jobs: readonly Job[],
  picks: readonly number[],
  prepare: (github: FakeGitHub) => void = () => undefined
): Promise<{
  github: FakeGitHub
  results: readonly UpsertResult[]
  said: readonly string[]
  taken: readonly string[]
}> {
  const schedule = makeRequestSchedule()
  const github = await startGitHub({ gate: schedule.gate })
  const said: string[] = []
  try {
    prepare(github)
    const work = jobs.map(job => () => {
      const options: UpsertOptions = {
        ...commentOptions(github, job.state, job.run),
        key: job.key ?? key,
        fetch: github.fetch,
        delay: async () => undefined,
        log: { info: text => void said.push(text), warning: text => void said.push(text) }
      }
      return upsertComment(options)
    })
    const results = await schedule.run(work, picks)
    expect(github.problems).toEqual([])
    return { github, results, said, taken: schedule.taken }
  } finally {
    await github.close()
  }
}

const own = (github: FakeGitHub, wanted: string) =>
  github.comments.filter(({ body }) => readMarker(body)?.key === wanted)

const order = fc.array(fc.nat({ max: 9 }), { minLength: 10, maxLength: 60 })
const states = fc.constantFrom('a', 'b', 'c')

/** Of one run, as the jobs of a matrix with one comment-tag, of none that is known, or of several, as pushes in quick succession. */
const jobsOf = (count: number) =>
  fc.oneof(
    fc.array(states, { minLength: count, maxLength: count }).map(list => list.map(state => ({ state, run: '17' }))),
    fc.array(states, { minLength: count, maxLength: count }).map(list => list.map(state => ({ state, run: '' }))),
    fc.array(fc.record({ state: states, run: fc.constantFrom('17', '18', '19') }), {
      minLength: count,
      maxLength: count
    })
  )

test.each([
  [2, 120],
  [5, 50]
])(
  '%i jobs at once leave one comment, whatever the order of their requests',
  { timeout: 60_000 },
  async (count, numRuns) => {
    await fc.assert(
      fc.asyncProperty(jobsOf(count), order, async (jobs, picks) => {
        const { github, results, said } = await race(jobs, picks)
        expect(own(github, key)).toHaveLength(1)
        const [comment] = github.comments
        // each job is told about the comment that stayed
        for (const { id, url } of results)
          expect([id, url]).toEqual([comment?.id, expect.stringContaining(`${comment?.id}`)])
        expect(results.filter(({ operation }) => operation === 'created').length).toBeLessThanOrEqual(1)
        expect(jobs.map(({ state }) => state)).toContain(comment?.body.split('\n')[1])
        if (jobs.every(({ run }) => run === '17')) expect(said).toEqual([])
      }),
      { numRuns }
    )
  }
)

/** As a run before left it, with another text by hand, with the state that a job has, or with a run that none will reach. */
const oldComments = fc.constantFrom(
  written('old', '16'),
  `${written('old', '16')} by hand`,
  `${written('a', '17')} by hand`,
  `${written('old', '99')} by hand`,
  commentMarker(key, { run: { id: '99', attempt: '1' }, state: 'a' })
)

test('a comment that is there is neither doubled nor lost, and its text is that of a job in the end', {
  timeout: 60_000
}, async () => {
  await fc.assert(
    fc.asyncProperty(jobsOf(3), order, oldComments, async (jobs, picks, old) => {
      const { github } = await race(jobs, picks, fake => void fake.addComment(7, old, actionsBot))
      expect(github.comments.map(({ id }) => id)).toEqual([1001])
      const body = github.comments[0]?.body ?? ''
      expect(jobs.map(({ state }) => state)).toContain(body.split('\n').slice(1).join('\n'))
      expect(readMarker(body)?.intact).toBe(true)
    }),
    { numRuns: 50 }
  )
})

test('jobs with keys of their own leave one comment each', { timeout: 60_000 }, async () => {
  const jobs: readonly Job[] = [
    { state: 'a', run: '17' },
    { state: 'x', run: '17', key: otherKey },
    { state: 'b', run: '17' },
    { state: 'y', run: '17', key: otherKey }
  ]
  await fc.assert(
    fc.asyncProperty(order, async picks => {
      const { github } = await race(jobs, picks)
      expect([own(github, key), own(github, otherKey)].map(list => list.length)).toEqual([1, 1])
      expect(own(github, otherKey)[0]?.body).toMatch(/\n[xy]$/)
    }),
    { numRuns: 40 }
  )
})

test('the newest run has the last word wherever no edit is already on its way', { timeout: 60_000 }, async () => {
  const jobs: readonly Job[] = ['17', '18', '19'].map(run => ({ state: `by ${run}`, run }))
  await fc.assert(
    fc.asyncProperty(order, async picks => {
      const { github, taken } = await race(
        jobs,
        picks,
        fake => void fake.addComment(7, written('old', '16'), actionsBot)
      )
      // GitHub has no edit on condition: between the look and the edit of one run, another one's may fall
      const edits = taken
        .filter(step => /issues\/comments\/1001$/.test(step))
        .map(step => step.split(' ').slice(0, 2).join(' '))
      fc.pre(!isInterleaved(edits))
      const marker = readMarker(github.comments[0]?.body ?? '')
      expect(compareRuns(marker?.run, { id: '19', attempt: '1' })).toBe(0)
    }),
    { numRuns: 40 }
  )
})

/** True where a look is followed by another look before the edit that the first one leads to is done. */
function isInterleaved(steps: readonly string[]): boolean {
  let looks = 0
  for (const step of steps) {
    if (step === 'to GET') looks++
    if (step === 'to PATCH') looks--
    if (looks > 1) return true
  }
  return false
}

test('a comment whose answer was lost is not made twice, with another job at the same time', {
  timeout: 60_000
}, async () => {
  const jobs: readonly Job[] = [
    { state: 'a', run: '17' },
    { state: 'b', run: '17' }
  ]
  await fc.assert(
    fc.asyncProperty(order, async picks => {
      const { github } = await race(jobs, picks, fake =>
        fake.inject({ match: /^POST .*comments/, answer: 'drop-when-done' })
      )
      expect(own(github, key)).toHaveLength(1)
    }),
    { numRuns: 40 }
  )
})

test('a listing that lags behind brings no second comment', async () => {
  const github = await startGitHub()
  try {
    const options = commentOptions(github, 'a')
    github.inject({ match: /^GET .*comments/, answer: { status: 200, body: [] }, times: 2 })
    expect(await upsertComment(options)).toMatchObject({ id: 1001, operation: 'created' })
    expect(github.comments).toHaveLength(1)
    expect(github.requests.filter(line => /^POST .*comments/.test(line))).toHaveLength(1)
  } finally {
    await github.close()
  }
})
