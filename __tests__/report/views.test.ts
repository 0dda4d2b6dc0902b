import { describe, expect, test } from 'vitest'
import { formatAnnotations } from '../../src/report/annotations.ts'
import { formatDiff } from '../../src/report/format-diff.ts'
import type { Report } from '../../src/report/record.ts'
import { layOutTable, wrapText } from '../../src/report/table.ts'
import { formatTable } from '../../src/report/terminal.ts'
import { verdict } from '../../src/report/verdict.ts'
import { hostileTexts } from './hostile.ts'
import { parseMarkdown } from './markdown-tree.ts'
import { type SampleImage, sampleFailure, sampleReport, sampleWhere } from './sample.ts'
import { situations } from './situations.ts'

const changed: SampleImage = { image: 'nginx', old: 'nginx:1', new: 'nginx:2' }
const added: SampleImage = { image: 'redis', new: 'redis:7' }
const removed: SampleImage = { image: 'busybox', old: 'busybox:1' }
const project = sampleFailure({ image: null, where: [], message: 'the file is no YAML' })
const codes = /\u001b\[\d+m/g

describe('the verdict', () => {
  test.each<[string, Report]>([
    ['No image changes', sampleReport([])],
    ['1 image changes', sampleReport([changed])],
    ['2 images change', sampleReport([changed, changed])],
    ['1 image is new', sampleReport([added])],
    ['1 image is removed', sampleReport([removed])],
    ['1 image could not be resolved', sampleReport([], { failures: [sampleFailure()] })],
    ['1 error in the project, no image changes', sampleReport([], { failures: [project] })],
    ['1 image changes, 1 is new, 1 is removed', sampleReport([changed, added, removed])],
    [
      '2 images are new, 2 could not be resolved',
      sampleReport([added, added], { failures: [sampleFailure(), sampleFailure()] })
    ],
    [
      '1 image changes, 1 could not be resolved, 2 errors in the project',
      sampleReport([changed], { failures: [project, sampleFailure(), project] })
    ]
  ])('%s', (expected, report) => {
    expect(verdict(report)).toBe(expected)
  })
})

describe('the terminal table', () => {
  const many = situations['many'] ?? sampleReport([])

  test.each([160, 120, 100, 80, 60, 40])('fits into %i columns and loses nothing', async width => {
    const table = formatTable(many, { color: false, width })
    const caretLines = table.split('\n').filter(line => line.startsWith('    ') && /\^|latest/.test(line))
    for (const line of table.split('\n'))
      if (!caretLines.includes(line)) expect(Array.from(line).length).toBeLessThanOrEqual(width)
    await expect(table).toMatchFileSnapshot(`../fixtures/terminal/many-${width}.txt`)
  })

  test('has the same text with and without colours', () => {
    const plain = formatTable(many, { color: false, width: 120 })
    const colourful = formatTable(many, { color: true, width: 120 })
    expect(plain).not.toMatch(codes)
    expect(colourful).toMatch(codes)
    expect(colourful.replace(codes, '')).toBe(plain)
  })

  test('puts the caret under the text it is about', () => {
    const lines = formatTable(many, { color: false, width: 80 }).split('\n')
    const line = lines.findIndex(text => text.includes('semver(allow_no_nums=true).latest'))
    expect(lines[line + 1]?.indexOf('^')).toBe((lines[line] ?? '').indexOf(').latest'))
  })

  test('of a run without images is the verdict', () => {
    expect(formatTable(sampleReport([]), { color: false, width: 80 })).toBe('No image changes\n')
  })

  test.each(hostileTexts)('obeys no text that tries: %s', (_, hostile) => {
    const where = [sampleWhere(hostile, hostile, hostile), sampleWhere('Job/a', 'a')]
    const report = sampleReport(
      [
        { image: hostile, old: hostile, new: `${hostile}1`, why: hostile, where },
        { image: hostile, old: hostile, new: hostile, where }
      ],
      {
        failures: [
          sampleFailure({ image: hostile, message: `x\n${hostile}`, hint: hostile, place: { file: hostile }, where })
        ],
        warnings: [{ kind: 'trap', message: hostile, place: { file: hostile }, image: hostile }]
      }
    )
    for (const width of [40, 120]) {
      const table = formatTable(report, { color: false, width })
      for (const line of table.split('\n')) expect(line).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]|^\s*::|##\[/u)
    }
  })
})

describe('a table', () => {
  test('wraps at blanks and signs and cuts no character in two', () => {
    expect(wrapText('one two', 5)).toEqual(['one', 'two'])
    expect(wrapText('registry.example.com/team/app', 21)).toEqual(['registry.example.com/', 'team/app'])
    expect(wrapText('😀😀😀', 2)).toEqual(['😀😀', '😀'])
    expect(wrapText('', 5)).toEqual([''])
  })

  test('takes the room from the widest column', () => {
    const rows = [['ab', 'long long long long', 'x'].map(text => ({ text }))]
    expect(layOutTable(rows, 20)).toEqual(['ab  long long      x', '    long long'])
  })
})

describe('a list of changes', () => {
  const { changes } = sampleReport([changed, added, removed])

  test('as text', () => {
    expect(
      formatDiff(changes, 'text')
        .split('\n')
        .map(line => line.replace(/ +/g, ' '))
    ).toEqual([
      ' IMAGE USED BY OLD → NEW WHY',
      '~ nginx Deployment/api · app 1 → 2 newest of 214 tags by semver()',
      '+ redis Deployment/api · app new → 7 newest of 214 tags by semver()',
      '- busybox Deployment/api · app 1 → removed newest of 214 tags by semver()',
      ''
    ])
  })

  test('as Markdown is one table', () => {
    const tree = parseMarkdown(formatDiff(changes, 'markdown'))
    expect(tree.children?.map(node => [node.type, node.children?.length])).toEqual([['table', 4]])
  })

  test('as JSON is the entries of the record', () => {
    expect(JSON.parse(formatDiff(changes, 'json'))).toEqual(changes)
    expect(formatDiff([], 'json')).toBe('[]\n')
  })

  test('says when there is none', () => {
    expect([formatDiff([], 'text'), formatDiff([], 'markdown')]).toEqual(['No image changes\n', 'No image changes\n'])
  })
})

describe('annotations', () => {
  test.each([
    ['.', 'apps/search/deployment.yaml'],
    ['', 'apps/search/deployment.yaml'],
    ['./', 'apps/search/deployment.yaml'],
    ['deploy', 'deploy/apps/search/deployment.yaml'],
    ['./deploy/prod/', 'deploy/prod/apps/search/deployment.yaml']
  ])('stand on the line of the template, seen from the root: project in %j', (projectDir, file) => {
    expect(formatAnnotations(sampleReport([], { failures: [sampleFailure({ hint: 'Log in.' })] }), projectDir)).toEqual(
      [
        {
          level: 'error',
          title: 'ghcr.io/shop/search could not be resolved',
          message: 'ghcr.io/shop/search: the registry refuses the login of "robot"\nLog in.',
          file,
          line: 14,
          column: 18
        }
      ]
    )
  })

  test('are at most as many as GitHub shows, and the last counts the rest', () => {
    const failures = Array.from({ length: 25 }, (_, index) => sampleFailure({ message: `failure ${index}` }))
    const warnings = Array.from({ length: 9 }, (_, index) => ({
      kind: 'warning' as const,
      message: `warning ${index}`,
      place: null,
      image: null
    }))
    const annotations = formatAnnotations(sampleReport([], { failures, warnings }), '.')
    const errors = annotations.filter(({ level }) => level === 'error')
    expect(errors).toHaveLength(9)
    expect(errors.at(-1)?.message).toBe('17 more errors: see the job summary and the report file')
    expect(annotations.filter(({ level }) => level === 'warning').at(-1)?.message).toBe('warning 8')
  })

  test('are not repeated', () => {
    expect(formatAnnotations(sampleReport([], { failures: [sampleFailure(), sampleFailure()] }), '.')).toHaveLength(1)
  })
})
