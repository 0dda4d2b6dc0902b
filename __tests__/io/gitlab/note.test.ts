import { describe, expect, test } from 'vitest'
import { formatMark, stateHash } from '../../../src/io/gitlab-marker.ts'
import { bot, colleague } from '../../helpers/gitlab.ts'
import { key, project, startJob } from '../../helpers/gitlab-job.ts'

/** As a version before wrote it, without a hash of the text. */
const mark = (run = '1000-5000', state = 'aa11', of = key) =>
  `<!-- kluctl-images:${of} run:${run} state:${stateHash(state)} -->`

const note = (text: string, state = 'aa11', run = { pipeline: 1000, job: 5000 }) =>
  `${formatMark(key, run, stateHash(state), text)}\n${text}`

describe('a first note', () => {
  test('is created, with the marker in its first line', async () => {
    const { gitlab, comment } = await startJob()
    const result = await comment()
    expect(result).toEqual({
      id: 9001,
      url: `${project}/-/merge_requests/7#note_9001`,
      operation: 'created'
    })
    expect(gitlab.notes.map(note => note.body)).toEqual([
      '<!-- kluctl-images:0a1b2c3d4e5f6071 run:1000-5000 state:a9e6f36035dbb98c text:f7e556031f148b9c -->\n**3 images change**'
    ])
    expect(gitlab.problems).toEqual([])
  })

  test('takes the place of a marker that the text already has', async () => {
    const { gitlab, comment } = await startJob()
    await comment({ body: `<!-- kluctl-images:${key} -->\ntext` })
    expect(gitlab.notes[0]?.body).toBe(note('text'))
  })

  test('is not created where it would say that nothing changes', async () => {
    const { gitlab, comment } = await startJob()
    expect(await comment({ when: 'update-only' })).toEqual({ id: null, url: null, operation: 'none' })
    expect(gitlab.notes).toEqual([])
  })

  test('of a fork goes to the project that the merge request is for', async () => {
    const { gitlab, comment } = await startJob()
    expect(await comment({ env: { CI_PROJECT_ID: '99' } })).toMatchObject({ operation: 'created' })
    expect(gitlab.requests.filter(line => line.startsWith('POST'))).toEqual([
      'POST /projects/42/merge_requests/7/notes'
    ])
  })

  test('has no link where GitLab does not say where its pages are', async () => {
    const { comment } = await startJob()
    const env = { CI_MERGE_REQUEST_PROJECT_URL: undefined }
    expect(await comment({ env })).toMatchObject({ url: null, operation: 'created' })
  })
})

describe('a note that is there', () => {
  test('is updated in its place', async () => {
    const { gitlab, comment } = await startJob()
    await comment()
    const env = { CI_PIPELINE_ID: '1001', CI_JOB_ID: '5003' }
    expect(await comment({ env, body: 'new', state: 'bb22' })).toMatchObject({ id: 9001, operation: 'updated' })
    expect(gitlab.notes.map(({ body }) => body)).toEqual([note('new', 'bb22', { pipeline: 1001, job: 5003 })])
    expect(gitlab.problems).toEqual([])
  })

  test('is updated too where it would not be created', async () => {
    const { comment } = await startJob()
    await comment()
    expect(await comment({ when: 'update-only', state: 'bb22' })).toMatchObject({ operation: 'updated' })
  })

  test('of the same state is left as it is', async () => {
    const { gitlab, comment } = await startJob()
    await comment()
    const before = gitlab.notes.map(note => note.body)
    const env = { CI_PIPELINE_ID: '1001', CI_JOB_ID: '5003' }
    expect(await comment({ env, body: 'other words' })).toMatchObject({ id: 9001, operation: 'unchanged' })
    expect(gitlab.notes.map(note => note.body)).toEqual(before)
    expect(gitlab.requests.filter(line => line.startsWith('PUT'))).toEqual([])
  })

  test.each([
    ['an earlier pipeline', '999', '6000', 'superseded'],
    ['an earlier job of the same pipeline', '1000', '4999', 'superseded'],
    ['the same job', '1000', '5000', 'updated'],
    ['a retried job of the same pipeline', '1000', '5001', 'updated'],
    ['a later pipeline', '10000', '1', 'updated']
  ])('is never set back: %s', async (_, pipeline, job, operation) => {
    const { gitlab, comment } = await startJob()
    await comment()
    const env = { CI_PIPELINE_ID: pipeline, CI_JOB_ID: job }
    expect(await comment({ env, body: 'other', state: 'bb22' })).toMatchObject({ id: 9001, operation })
    expect(gitlab.notes[0]?.body.endsWith('other')).toBe(operation === 'updated')
  })

  test('is ours by its key: jobs with another key have their own', async () => {
    const { gitlab, comment } = await startJob()
    await comment()
    expect(await comment({ key: 'ffff' })).toMatchObject({ id: 9002, operation: 'created' })
    expect(gitlab.notes).toHaveLength(2)
  })

  test('without run and state, as of a version before, is updated', async () => {
    const { gitlab, comment } = await startJob()
    gitlab.addNote(`<!-- kluctl-images:${key} -->\r\nold`, bot)
    expect(await comment()).toMatchObject({ id: 9001, operation: 'updated' })
  })

  test('is found among hundreds, in pages', async () => {
    const { gitlab, comment } = await startJob()
    for (let count = 0; count < 230; count++) gitlab.addNote(`note ${count}`, colleague)
    const ours = gitlab.addNote(`${mark('9-9', '00')}\nold`, bot)
    for (let count = 0; count < 30; count++) gitlab.addNote(`note ${count}`, colleague)
    expect(await comment()).toMatchObject({ id: ours.id, operation: 'updated' })
    // three pages, and one more look after the update
    expect(gitlab.requests.filter(line => /^GET \/projects/.test(line))).toHaveLength(6)
    expect(gitlab.problems).toEqual([])
  })

  test('is found by keyset pages, which have a Link header only', async () => {
    const { gitlab, comment } = await startJob({ paging: 'keyset' })
    for (let count = 0; count < 230; count++) gitlab.addNote(`note ${count}`, colleague)
    const ours = gitlab.addNote(`${mark('9-9', '00')}\nold`, bot)
    expect(await comment()).toMatchObject({ id: ours.id, operation: 'updated' })
    // three pages, and one more look after the update
    expect(gitlab.requests.filter(line => /^GET \/projects/.test(line))).toHaveLength(6)
    expect(gitlab.problems).toEqual([])
  })

  test('is found where notes are so long that a page of a hundred is too much', async () => {
    const { gitlab, comment } = await startJob()
    for (let count = 0; count < 10; count++) gitlab.addNote('x'.repeat(900_000), colleague)
    const ours = gitlab.addNote(`${mark('9-9', '00')}\nold`, bot)
    expect(await comment()).toMatchObject({ id: ours.id, operation: 'updated' })
  })

  test('is not looked for, and none is made, beyond 10,000 notes', async () => {
    const { gitlab, comment } = await startJob()
    for (let count = 0; count < 10_001; count++) gitlab.addNote('hello', colleague)
    await expect(comment()).rejects.toMatchObject({ code: 'too-large' })
    expect(gitlab.requests.filter(line => line.startsWith('POST'))).toEqual([])
  })
})

describe('what others wrote', () => {
  test.each([
    ['by another person', mark(), colleague, false],
    ['by an account that is gone', mark(), null, false],
    ['by GitLab itself, in our name', mark(), bot, true],
    ['with the marker in a quote', `> ${mark()}\nI disagree`, bot, false],
    ['with the marker further down', `See:\n${mark()}`, bot, false],
    ['with blanks before the marker', ` ${mark()}`, bot, false],
    ['with words after the marker', `${mark()} hello`, bot, false],
    ['with a key that begins like ours', mark('1-1', 'aa', `${key}0`), bot, false]
  ])('%s is never changed', async (_, body, author, system) => {
    const { gitlab, comment } = await startJob({ filters: false })
    gitlab.addNote(body, author, { system })
    expect(await comment({ state: 'bb22' })).toMatchObject({ id: 9002, operation: 'created' })
    expect(gitlab.notes[0]?.body).toBe(body)
  })
})

describe('more than one note of ours', () => {
  test('the oldest is kept up to date, the rest left, with a warning', async () => {
    const { gitlab, comment, warnings } = await startJob()
    for (const run of ['1-1', '2-2', '3-3']) gitlab.addNote(`${mark(run, '00')}\n${run}`, bot)
    expect(await comment()).toMatchObject({ id: 9001, operation: 'updated' })
    expect(gitlab.notes.map(note => note.body.split('\n')[1])).toEqual(['**3 images change**', '2-2', '3-3'])
    expect(warnings).toEqual(['2 more notes of this job left as they are; the oldest is kept up to date'])
  })

  test.each([2, 5])('%i jobs at once leave one', async count => {
    const { gitlab, comment, warnings } = await startJob()
    gitlab.gather(/^GET \/projects/, count)
    const results = await Promise.all(
      Array.from({ length: count }, (_, index) =>
        comment({ env: { CI_JOB_ID: String(5000 + index) }, body: `job ${index}`, state: `a${index}` })
      )
    )
    expect(gitlab.notes).toHaveLength(1)
    expect(gitlab.notes[0]?.body.split('\n')[1]).toMatch(/^job \d$/)
    expect(new Set(results.map(result => result.id))).toEqual(new Set([9001]))
    expect(gitlab.requests.filter(line => line.startsWith('POST'))).toHaveLength(count)
    expect(warnings).toEqual([])
    expect(gitlab.problems).toEqual([])
  })

  test('the latest job wins over one that looked before it and wrote after it', async () => {
    const { gitlab, comment } = await startJob()
    const old = gitlab.addNote(`${mark('1-1', '00')}\nold`, bot)
    gitlab.after(/^PUT/, () => {
      old.body = note('from an earlier pipeline', 'cc33', { pipeline: 999, job: 4000 })
    })
    expect(await comment()).toMatchObject({ id: old.id, operation: 'updated' })
    expect(old.body).toBe(note('**3 images change**'))
  })

  test('and of jobs that say the same nobody writes twice', async () => {
    const { gitlab, comment } = await startJob()
    gitlab.gather(/^GET \/projects/, 3)
    const run = (job: string) => comment({ env: { CI_JOB_ID: job } })
    const results = await Promise.all([run('5000'), run('5001'), run('5002')])
    expect(results.map(result => result.operation).sort()).toEqual(['created', 'unchanged', 'unchanged'])
    expect(gitlab.notes).toHaveLength(1)
    expect(gitlab.requests.filter(line => line.startsWith('PUT'))).toEqual([])
  })
})

describe('a note that somebody deletes', () => {
  test('between look and update is created anew', async () => {
    const { gitlab, comment } = await startJob()
    const old = gitlab.addNote(`${mark('1-1', '00')}\nold`, bot)
    gitlab.before(/^PUT/, () => gitlab.notes.splice(gitlab.notes.indexOf(old), 1))
    expect(await comment()).toMatchObject({ id: 9002, operation: 'created' })
    expect(gitlab.notes).toHaveLength(1)
  })

  test('is not created anew where only an update is wanted', async () => {
    const { gitlab, comment } = await startJob()
    const old = gitlab.addNote(`${mark('1-1', '00')}\nold`, bot)
    gitlab.before(/^PUT/, () => gitlab.notes.splice(gitlab.notes.indexOf(old), 1))
    expect(await comment({ when: 'update-only' })).toEqual({ id: null, url: null, operation: 'none' })
    expect(gitlab.requests.filter(line => line.startsWith('PUT'))).toHaveLength(1)
  })

  test('each time ends the try', async () => {
    const { gitlab, comment } = await startJob()
    gitlab.addNote(`${mark('1-1', '00')}\nold`, bot)
    gitlab.inject({ match: /^PUT/, times: 9, answer: { status: 404, text: '{"message":"404 Not found"}' } })
    await expect(comment()).rejects.toMatchObject({ code: 'unavailable' })
    expect(gitlab.requests.length).toBeLessThan(15)
  })
})
