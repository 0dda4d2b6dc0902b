import { describe, expect, test } from 'vitest'
import { formatMark, stateHash } from '../../../src/io/gitlab-marker.ts'
import { bot } from '../../helpers/gitlab.ts'
import { key, startJob } from '../../helpers/gitlab-job.ts'

const text = '**3 images change**'
const note = (shown = text, run = { pipeline: 1000, job: 4999 }) =>
  `${formatMark(key, run, stateHash('aa11'), shown)}\n${shown}`
const withoutText = (body: string) => body.replace(/ text:\w+/, '')

describe('a note that somebody edited is written anew', () => {
  test.each([
    ['says something else below the mark of the same state', note().replace(text, 'all is well')],
    ['has a word more', `${note()}\nLGTM`],
    ['has lost its text', note().replace(text, '')],
    ['is frozen by a pipeline that none will reach', note(text, { pipeline: 999_999_999, job: 1 }).concat('!')],
    ['has a wrong hash of its text', note().replace(/text:\w+/, 'text:0123456789abcdef')],
    ['was written before texts were noted', withoutText(note())],
    ['was written before texts were noted, by a later pipeline', withoutText(note('x', { pipeline: 1001, job: 1 }))]
  ])('where it %s', async (_, body) => {
    const { gitlab, comment } = await startJob()
    const own = gitlab.addNote(body, bot)
    expect(await comment()).toMatchObject({ id: own.id, operation: 'updated' })
    expect(gitlab.notes.map(({ body }) => body)).toEqual([note(text, { pipeline: 1000, job: 5000 })])
    expect(await comment()).toMatchObject({ id: own.id, operation: 'unchanged' })
    expect(gitlab.requests.filter(line => line.startsWith('PUT'))).toHaveLength(1)
  })

  test.each([
    ['Windows line ends', note('a\nb').replaceAll('\n', '\r\n')],
    ['lost the blanks at the ends of lines', note('a  \nb\n').replace('a  \nb\n', 'a\nb')],
    ['the links of another pipeline', note('the same with other links', { pipeline: 999, job: 1 })]
  ])('but not where it only has %s', async (_, body) => {
    const { gitlab, comment } = await startJob()
    const own = gitlab.addNote(body, bot)
    expect(await comment()).toMatchObject({ id: own.id, operation: 'unchanged' })
    expect(own.body).toBe(body)
  })

  test('but a text that is intact is still never set back', async () => {
    const { gitlab, comment } = await startJob()
    const own = gitlab.addNote(note('newer', { pipeline: 1001, job: 1 }), bot)
    expect(await comment({ state: 'bb22' })).toMatchObject({ id: own.id, operation: 'superseded' })
  })

  test('is known after GitLab has taken blanks, line ends and what it would obey', async () => {
    const { gitlab, comment } = await startJob()
    const body = `/close\r\n${text}  \r\n\r\n>>>\n\n`
    await comment({ body })
    expect(gitlab.commands).toEqual([])
    expect(gitlab.notes[0]?.body.endsWith('>>>')).toBe(true)
    expect(await comment({ body })).toMatchObject({ operation: 'unchanged' })
    expect(gitlab.requests.filter(line => line.startsWith('PUT'))).toEqual([])
  })

  test('and where GitLab keeps the text in another way, one edit for each job is all', async () => {
    const { gitlab, comment } = await startJob()
    const change = () => {
      for (const own of gitlab.notes) own.body = own.body.replace('3 images', '3 IMAGES')
    }
    gitlab.after(/^POST/, change)
    for (let count = 0; count < 5; count++) gitlab.after(/^PUT/, change)
    expect(await comment()).toMatchObject({ id: 9001, operation: 'updated' })
    expect(await comment({ env: { CI_JOB_ID: '5001' } })).toMatchObject({ id: 9001, operation: 'updated' })
    expect(gitlab.requests.filter(line => line.startsWith('PUT'))).toHaveLength(2)
    expect(gitlab.notes).toHaveLength(1)
  })
})
