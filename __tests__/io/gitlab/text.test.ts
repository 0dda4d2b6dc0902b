import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { formatMark, isLater, readMark, withoutMark } from '../../../src/io/gitlab-marker.ts'
import { defuseNote } from '../../../src/io/gitlab-note.ts'
import { markdownCode, markdownFence, markdownText } from '../../../src/report/escape.ts'
import { formatComment } from '../../../src/report/markdown.ts'
import { startJob } from '../../helpers/gitlab-job.ts'
import { hostileTexts } from '../../report/hostile.ts'
import { allNodes, parseMarkdown } from '../../report/markdown-tree.ts'
import { sampleFailure, sampleReport } from '../../report/sample.ts'

/** What GitLab obeys and GitHub does not, or otherwise. docs.gitlab.com, "GitLab Flavored Markdown" and "Quick actions". */
const gitlabTexts: readonly string[] = [
  '/close',
  '/merge',
  '/assign @root',
  '/label ~"bug"',
  ' /close',
  'x\n/close',
  'x\r/close',
  '\r\n/approve\r\n',
  '```\n/close\n```',
  '`\n/close\n`',
  '~~~\n/close',
  '<p>\n/close\n</p>',
  '>>>\n/close\n>>>',
  '/shrug',
  '/tableflip x',
  '@all',
  '@group/sub',
  '#1',
  'group/app#1',
  '!1',
  'group/app!1',
  '~label',
  '~"two words"',
  '%milestone',
  '%"1.0"',
  '$snippet',
  '$12',
  '&1',
  '*iteration:1',
  '[vulnerability:1]',
  '[feature_flag:1]',
  '[contact:a@b.example]',
  '[[wiki]]',
  '[wiki_page:x]',
  '[TOC]',
  '[[_TOC_]]',
  ':tada:',
  '$`x`$',
  '$x$',
  '$$\nx\n$$',
  '{{ x }}',
  '{+ x +}',
  '[- x -]',
  '---\ntitle: x\n---',
  '+++\nx\n+++',
  '::include{file=/etc/passwd}',
  '```math\nx\n```',
  '```suggestion:-0+0\nx\n```',
  '```mermaid\ngraph\n```',
  '[^1]\n[^1]: x',
  '> [!note]\n> x',
  'GL-12',
  'PROJ-12',
  '- [x] task',
  'CI_JOB_TOKEN'
]

const piece = fc.constantFrom(
  ...gitlabTexts,
  ...hostileTexts.map(([, text]) => text),
  '\n',
  '\r',
  ' ',
  '`',
  '/close',
  'word'
)
const hostile = fc.oneof(
  fc.array(piece, { minLength: 1, maxLength: 5 }).map(parts => parts.join('')),
  fc.string({ unit: 'binary', maxLength: 40 })
)

/** Running text in which GitLab would find something to obey or to link. */
const active =
  /[@#!~%$&*[\]{}<>^|\\]|:\S*:|\bGL-\d|\b[A-Z]{2,}-\d|https?:|www\.|\b(?=[a-z]*\d)[0-9a-f]{7,40}\b|^\s*(?:\/|---|\+\+\+|::)/imu

function findActive(markdown: string): readonly string[] {
  return allNodes(parseMarkdown(markdown)).flatMap(({ type, value = '' }) => {
    if (['root', 'paragraph', 'inlineCode', 'code', 'break'].includes(type)) return []
    return type === 'text' && !active.test(value) ? [] : [`${type} ${value}`]
  })
}

const commands = /^(?:\/|>>>|\$\$|::)/m

describe('what comes out of the escaping functions', () => {
  test.each(gitlabTexts)('is nothing that GitLab obeys: %j', text => {
    for (const shown of [markdownCode(text), markdownCode(text, 'text'), markdownText(text), markdownFence(text)]) {
      expect(findActive(shown)).toEqual([])
      expect(defuseNote(`<!-- x -->\n${shown}`)).not.toMatch(commands)
    }
  })

  test('nor is any mixture of those', () => {
    const property = fc.property(hostile, hostile, (one, two) => {
      const lines = [
        markdownText(one),
        `${markdownCode(one, 'text')} and ${markdownCode(two, 'text')}`,
        markdownText(two)
      ]
      expect(findActive(lines.join('\n\n'))).toEqual([])
      // Only a fence has lines that begin as the text does.
      expect(lines.join('\n\n')).not.toMatch(commands)
      const fence = markdownFence(`${one}\n${two}`)
      expect(allNodes(parseMarkdown(fence)).map(node => node.type)).toEqual(['root', 'code'])
      expect(defuseNote(fence)).not.toMatch(commands)
    })
    fc.assert(property, { numRuns: 500 })
  })

  test('and no code span stands between dollar signs, which would make maths of it', () => {
    const property = fc.property(hostile, text => {
      expect(markdownText(text).replace(/(`+)[^`](?:.*?[^`])??\1(?!`)/g, '')).not.toContain('$')
    })
    fc.assert(property, { numRuns: 500 })
  })
})

describe('a line that GitLab would look at before it reads Markdown', () => {
  test.each([
    ['/close', ' /close'],
    ['a\n/close\n/merge', 'a\n /close\n /merge'],
    ['a\r\n/close', 'a\r\n /close'],
    // A longer fence, in which GitLab takes the shorter one for its end.
    ['````text\n```\n/close\n````', '````text\n```\n /close\n````'],
    ['>>>\nx', ' >>>\nx'],
    ['$$\nx', ' $$\nx'],
    ['::include{file=x}', ' ::include{file=x}'],
    ['a /close', 'a /close'],
    ['> quote', '> quote'],
    ['>> quote', '>> quote'],
    ['| a/b |', '| a/b |'],
    ['- :tada:', '- :tada:']
  ])('%j', (body, expected) => {
    expect(defuseNote(body)).toBe(expected)
    expect(defuseNote(expected)).toBe(expected)
  })
})

test('a note with every hostile text carries out nothing', async () => {
  const texts = [...gitlabTexts, ...hostileTexts.map(([, text]) => text)]
  const failures = texts.map(text => sampleFailure({ message: text, hint: text, excerpt: text.split('\n') }))
  const note = formatComment(sampleReport([], { failures }), { marker: '<!-- kluctl-images:00 -->', limit: 900_000 })
  const { gitlab, comment } = await startJob()
  await comment({ body: note })
  expect(gitlab.commands).toEqual([])
  expect(gitlab.notes[0]?.body.length).toBeGreaterThan(5000)
  await comment({ body: `${note}\n/close\n`, state: 'bb22' })
  expect(gitlab.commands).toEqual([])
})

describe('the marker', () => {
  const run = { pipeline: 1000, job: 5000 }

  test('is read as it was written', () => {
    const word = fc.stringMatching(/^[0-9A-Za-z]{1,40}$/)
    const count = fc.integer({ min: 1, max: 999_999_999_999_999 })
    const property = fc.property(word, word, count, count, hostile, (key, state, pipeline, job, body) => {
      const note = `${formatMark(key, { pipeline, job }, state, body)}\n${body}`
      expect(withoutMark(note)).toBe(body)
      expect(readMark(note, key)).toEqual({ run: { pipeline, job }, state, intact: true })
      expect(readMark(note, `${key}0`)).toBeUndefined()
    })
    fc.assert(property, { numRuns: 200 })
  })

  test.each(['', 'a b', '-->', 'ä', 'a'.repeat(129)])('takes no state %j', state => {
    expect(() => formatMark('00', run, state, 'text')).toThrow(TypeError)
  })

  test.each([
    ['', undefined],
    ['text', undefined],
    ['<!-- kluctl-images:00 -->', { run: undefined, state: undefined }],
    ['<!-- kluctl-images:00 run:5 state:aa -->', { run: undefined, state: 'aa' }],
    ['<!-- kluctl-images:00 later:x run:1-2 -->', { run: { pipeline: 1, job: 2 }, state: undefined }],
    ['<!-- kluctl-images:00 run:1-2 --> x', undefined],
    ['\n<!-- kluctl-images:00 run:1-2 -->', undefined]
  ])('%j', (body, mark) => {
    expect(readMark(body, '00')).toEqual(mark && { ...mark, intact: false })
  })

  const text = '### 2 images change\n\n    code  \n\ttab\t\nend'
  const below = (shown: string, end = '\n') => `${formatMark('00', run, 'aa', text)}${end}${shown}`

  test.each([
    ['as it was', below(text)],
    ['with Windows line ends', below(text.replaceAll('\n', '\r\n'), '\r\n')],
    ['without blanks at the ends of lines', below(text.replace(/[ \t]+$/gm, ''))],
    ['with more blanks at the ends of lines', below(text.replace(/$/gm, '  '))],
    ['with more at its end', below(`${text}\n \r\n\n`)]
  ])('knows the text below it %s', (_, body) => {
    expect(readMark(body, '00')?.intact).toBe(true)
  })

  test.each([
    ['a word is another', below(text.replace('2', '3'))],
    ['something follows', below(`${text}\nLGTM`)],
    ['something comes first', below(`LGTM\n${text}`)],
    ['a line is indented less', below(text.replace('    code', 'code'))],
    ['nothing is left', below('', '')],
    ['the mark notes no text', below(text).replace(/ text:\w+/, '')]
  ])('does not know a text where %s', (_, body) => {
    expect(readMark(body, '00')?.intact).toBe(false)
  })

  test('tells which run is later', () => {
    expect(isLater({ pipeline: 2, job: 1 }, { pipeline: 1, job: 9 })).toBe(true)
    expect(isLater({ pipeline: 1, job: 9 }, { pipeline: 2, job: 1 })).toBe(false)
    expect(isLater(run, run)).toBe(false)
  })
})
