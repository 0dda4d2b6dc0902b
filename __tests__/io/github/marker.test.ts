import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  type CommentIdentity,
  commentKey,
  commentMarker,
  compareRuns,
  readMarker,
  stateHash
} from '../../../src/io/comment-marker.ts'

const identity: CommentIdentity = {
  workflow: 'images',
  job: 'resolve',
  target: 'prod',
  projectDir: '.',
  outputFile: 'fixed-images.yaml'
}

describe('the key of a comment', () => {
  test.each<[string, Partial<CommentIdentity>]>([
    ['workflow', { workflow: 'other' }],
    ['job', { job: 'other' }],
    ['target', { target: 'stage' }],
    ['no target', { target: null }],
    ['project folder', { projectDir: 'deploy' }],
    ['output file', { outputFile: 'other.yaml' }],
    ['parts that join to the same text', { workflow: 'imagesresolve', job: '' }]
  ])('is another for another %s', (_, fields) => {
    expect(commentKey({ ...identity, ...fields })).not.toBe(commentKey(identity))
  })

  test('is the same in every run of a job', () => {
    expect(commentKey({ ...identity })).toBe('fa2eca039ffcb986')
    expect(commentKey({ ...identity, tag: '' })).toBe(commentKey(identity))
  })

  test('is shared by jobs with the same tag', () => {
    expect(commentKey({ ...identity, job: 'a', tag: 'mine' })).toBe(commentKey({ ...identity, job: 'b', tag: 'mine' }))
    expect(commentKey({ ...identity, tag: 'mine' })).not.toBe(commentKey(identity))
  })
})

describe('the marker', () => {
  const key = '0123456789abcdef'

  test('has key, run, state and text in this order', () => {
    const marker = commentMarker(key, { run: { id: '17001', attempt: '2' }, state: 'text', text: '3 images\n' })
    expect(marker).toBe(
      '<!-- kluctl-images:0123456789abcdef run:17001-2 state:982d9e3eb996f559 text:3bfd663391b5f4e2 -->'
    )
    expect(readMarker(`${marker}\n3 images`)).toEqual({
      key,
      run: { id: '17001', attempt: '2' },
      state: stateHash('text'),
      intact: true
    })
  })

  test('leaves the run out where it has no number', () => {
    for (const run of [
      { id: '', attempt: '1' },
      { id: '1 --> @octocat', attempt: '1' },
      { id: '1', attempt: 'x' }
    ]) {
      const marker = commentMarker(key, { run, state: '' })
      expect(marker).toMatch(/^<!-- kluctl-images:0123456789abcdef state:[0-9a-f]{16} -->$/)
      expect(readMarker(marker)?.run).toBe(undefined)
    }
  })

  test.each([
    [
      'without words, as an earlier version wrote it',
      `<!-- kluctl-images:${key} -->\nx`,
      { run: undefined, state: undefined }
    ],
    [
      'with words of a later version',
      `<!-- kluctl-images:${key} run:1-2 mood:good state:ab -->`,
      { run: { id: '1', attempt: '2' }, state: 'ab' }
    ],
    [
      'with words in another order',
      `<!-- kluctl-images:${key} state:0a1b run:3-1 -->`,
      { run: { id: '3', attempt: '1' }, state: '0a1b' }
    ],
    [
      'with a run that is no number',
      `<!-- kluctl-images:${key} run:old state:0a1b -->`,
      { run: undefined, state: '0a1b' }
    ],
    [
      'with Windows line ends',
      `<!-- kluctl-images:${key} run:1-1 state:00 -->\r\nx`,
      { run: { id: '1', attempt: '1' }, state: '00' }
    ]
  ])('is read %s', (_, body, notes) => {
    expect(readMarker(body)).toEqual({ key, intact: false, ...notes })
  })

  test.each([
    ['on the second line', `hello\n<!-- kluctl-images:${key} -->`],
    ['behind a blank line', `\n<!-- kluctl-images:${key} -->`],
    ['in a quotation', `> <!-- kluctl-images:${key} -->`],
    ['that is open', `<!-- kluctl-images:${key}`],
    ['with text behind it', `<!-- kluctl-images:${key} --> hello`],
    ['with another word form', `<!-- kluctl-images:${key} run:1-1 <b> -->`],
    ['of another product', `<!-- other:${key} -->`]
  ])('is no marker %s', (_, body) => {
    expect(readMarker(body)).toBe(undefined)
  })

  const text = '### 2 images change\n\n| a | b |  \n| - | - |'
  const below = (shown: string, end = '\n') =>
    `${commentMarker(key, { run: { id: '1', attempt: '1' }, state: '', text })}${end}${shown}`

  test.each([
    ['as it was', below(text)],
    ['with Windows line ends', below(text.replaceAll('\n', '\r\n'), '\r\n')],
    ['with old line ends', below(text.replaceAll('\n', '\r'))],
    ['with more at its end', below(`${text}\n \r\n\n`)]
  ])('knows the text below it %s', (_, body) => {
    expect(readMarker(body)?.intact).toBe(true)
  })

  test.each([
    ['a word is another', below(text.replace('2', '3'))],
    ['a line is missing', below(text.replace('| a | b |  \n', ''))],
    ['something follows', below(`${text}\nLGTM`)],
    ['something comes first', below(`LGTM\n${text}`)],
    ['a line is indented', below(text.replace('| a', '    | a'))],
    ['nothing is left', below('')],
    ['the marker is all there is', below('', '')],
    ['the marker notes no text', `${commentMarker(key, { run: { id: '1', attempt: '1' }, state: '' })}\n${text}`],
    ['the hash is cut', below(text).replace(/text:([0-9a-f]{8})[0-9a-f]{8}/, 'text:$1')]
  ])('does not know a text where %s', (_, body) => {
    expect(readMarker(body)?.intact).toBe(false)
  })

  test('holds nothing of any text, and is read back', () => {
    const hostile = fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('--> @octocat <!--', '\n'))
    const number = fc.bigInt({ min: 0n, max: 10n ** 20n - 1n }).map(String)
    fc.assert(
      fc.property(hostile, hostile, number, (workflow, state, id) => {
        const marker = commentMarker(commentKey({ ...identity, workflow }), {
          run: { id, attempt: '999999999' },
          state,
          text: workflow
        })
        expect(marker).toMatch(/^<!-- kluctl-images:[0-9a-f]{16} run:\d+-\d+ state:[0-9a-f]{16} text:[0-9a-f]{16} -->$/)
        const read = { run: { id }, state: stateHash(state), intact: true }
        expect(readMarker(`${marker}\n${workflow}`)).toMatchObject(read)
        expect(readMarker(`${marker}\r\n${workflow}\n`)).toMatchObject(read)
      })
    )
  })

  test('is read in no time from a long line', () => {
    const start = performance.now()
    expect(readMarker(`<!-- kluctl-images:${key}${' a:b'.repeat(20_000)}`)).toBe(undefined)
    expect(performance.now() - start).toBeLessThan(100)
  })
})

describe('runs', () => {
  const run = (text: string) => {
    const [id = '', attempt = ''] = text.split('-')
    return { id, attempt }
  }

  test.each([
    ['9-1', '10-1', -1],
    ['10-1', '9-9', 1],
    ['10-2', '10-10', -1],
    ['10-1', '10-1', 0],
    ['0010-1', '10-1', 0],
    ['9007199254740993-1', '9007199254740992-1', 1],
    ['x-1', '10-1', 0],
    ['10-', '9-1', 0]
  ])('%s against %s is %i', (a, b, order) => {
    expect(compareRuns(run(a), run(b))).toBe(order)
    expect(compareRuns(run(b), run(a))).toBe(order === 0 ? 0 : -order)
  })

  test('that are not known are neither older nor newer', () => {
    expect(compareRuns(undefined, run('1-1'))).toBe(0)
    expect(compareRuns(run('1-1'), undefined)).toBe(0)
  })
})
