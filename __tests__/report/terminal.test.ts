import { describe, expect, test } from 'vitest'
import type { SourceRecord } from '../../src/report/record.ts'
import { formatTable } from '../../src/report/terminal.ts'
import { countColumns } from '../../src/report/text-width.ts'
import { hostileTexts } from './hostile.ts'
import { type SampleImage, sampleFailure, sampleReport, sampleWhere } from './sample.ts'
import { situations } from './situations.ts'

const codes = /\u001b\[\d+m/g
const many = situations['many'] ?? sampleReport([])
const compare =
  'https://github.com/shop/api/compare/0123456789abcdef0123456789abcdef01234567...76543210fedcba9876543210fedcba9876543210'
const source: SourceRecord = {
  source: 'https://github.com/shop/api',
  from: '0123456789abcdef0123456789abcdef01234567',
  to: '76543210fedcba9876543210fedcba9876543210',
  compare,
  note: null,
  commits: null
}
const linked = (image: string, address: string | null = compare): SampleImage => ({
  image,
  old: `${image}:1.0.0`,
  new: `${image}:1.1.0`,
  links: { old: null, new: null, source: { ...source, compare: address } }
})
const lines = (images: readonly SampleImage[], width: number): readonly string[] =>
  formatTable(sampleReport(images), { color: false, width }).split('\n')

describe('the terminal table', () => {
  test.each([160, 120, 100, 80, 60, 40])('fits into %i columns and loses nothing', async width => {
    const table = formatTable(many, { color: false, width })
    const caretLines = table.split('\n').filter(line => line.startsWith('    ') && /\^|latest/.test(line))
    for (const line of table.split('\n'))
      if (!caretLines.includes(line) && !line.startsWith('  See https://'))
        expect(countColumns(line)).toBeLessThanOrEqual(width)
    await expect(table).toMatchFileSnapshot(`../fixtures/terminal/many-${width}.txt`)
  })

  test.each([120, 60])('shows what needs attention and failed gates first, in %i columns', async width => {
    const report = sampleReport(
      [
        linked('ghcr.io/shop/api'),
        { image: 'ghcr.io/shop/job', old: 'ghcr.io/shop/job:2.1.0', new: 'ghcr.io/shop/job:1.9.4' },
        { image: 'nginx', old: 'nginx:1.27', new: 'mirror.example/nginx:1.28', movedRepository: true },
        { image: 'redis', old: 'redis:7.4.0', new: 'redis:8.0.0', why: 'newest of 80 tags' },
        { image: 'busybox', old: 'busybox:1.37', why: 'no longer used' }
      ],
      {
        failOn: ['unresolved', 'downgrade', 'major', 'trap'],
        failures: [sampleFailure({ hint: null })],
        warnings: [
          { kind: 'warning', message: 'the registry was slow', place: null, image: null },
          {
            kind: 'trap',
            message: "20 tags look like dates; date('YYYYMMDD') avoids it",
            place: { file: 'apps/job/deployment.yaml', line: 9 },
            image: 'ghcr.io/shop/job'
          }
        ]
      }
    )
    await expect(formatTable(report, { color: false, width })).toMatchFileSnapshot(
      `../fixtures/terminal/attention-${width}.txt`
    )
  })

  test('says in the row of a change that its image has a trap', () => {
    const images: readonly SampleImage[] = [
      { image: 'a', old: 'a:1.0.0', new: 'a:1.0.1' },
      { image: 'b', old: 'b:1.0.0', new: 'b:1.0.1' },
      { image: 'c', old: 'c:1.0.0' },
      { image: 'd', old: 'd:1.0.0', new: 'mirror/d:1.0.1', movedRepository: true }
    ]
    const trap = (image: string) => ({ kind: 'trap', message: 'dates', place: null, image }) as const
    const report = sampleReport(images, { warnings: [trap('a'), trap('c'), trap('d')] })
    const text = formatTable(report, { color: false, width: 200 })
    const rows = text.split('\n').filter(line => /^[▼⇄~+-] {2}/.test(line))
    expect(rows.map(row => `${row.charAt(3)} ${/(?:OTHER REPOSITORY; )?(?:trap; )?newest|$/.exec(row)?.[0]}`)).toEqual([
      'd OTHER REPOSITORY; trap; newest',
      'c newest',
      'a trap; newest',
      'b newest'
    ])
    expect(text).toMatch(/^3 images change, 1 is removed, 3 have a trap\n/)
  })

  test('tells by sign and word what its colours tell', () => {
    const rows = lines(
      [
        { image: 'down', old: 'a:2.0.0', new: 'a:1.0.0' },
        { image: 'moved', old: 'a:1.0.0', new: 'b/a:1.0.1', movedRepository: true },
        { image: 'gone', old: 'a:1.0.0' },
        { image: 'fresh', new: 'a:1.0.0' },
        { image: 'up', old: 'a:1.0.0', new: 'a:1.0.1' }
      ],
      200
    ).slice(3, 8)
    expect(rows.map(row => row.replace(/ {2,}/g, ' ').replace(/ newest.*/, ''))).toEqual([
      '▼ down Deployment/api · app a 2.0.0 → 1.0.0 DOWNGRADE',
      '⇄ moved Deployment/api · app a:1.0.0 → b/a:1.0.1 patch OTHER REPOSITORY;',
      '- gone Deployment/api · app a 1.0.0 → removed REMOVED',
      '+ fresh Deployment/api · app a new → 1.0.0 new',
      '~ up Deployment/api · app a 1.0.0 → 1.0.1 patch'
    ])
  })

  test('has the same text with and without colours', () => {
    const plain = formatTable(many, { color: false, width: 120 })
    const colourful = formatTable(many, { color: true, width: 120 })
    expect(plain).not.toMatch(codes)
    expect(colourful).toMatch(codes)
    expect(colourful.replace(codes, '')).toBe(plain)
  })

  test('puts the caret under the text it is about', () => {
    const shown = formatTable(many, { color: false, width: 80 }).split('\n')
    const line = shown.findIndex(text => text.includes('semver(allow_no_nums=true).latest'))
    expect(shown[line + 1]?.indexOf('^')).toBe((shown[line] ?? '').indexOf(').latest'))
  })

  test('of a run without images is the verdict', () => {
    expect(formatTable(sampleReport([]), { color: false, width: 80 })).toBe('No image changes\n')
  })

  test('counts many changes by kind', () => {
    const patch = (index: number): SampleImage => ({ image: `i${index}`, old: 'a:1.0.0', new: 'a:1.0.1' })
    const ten = Array.from({ length: 10 }, (_, index) => patch(index))
    const moved = { image: 'm', old: 'a:1.0.0', new: 'b:2.0.0', movedRepository: true }
    expect(lines(ten, 100)[1]).toBe('')
    expect(lines([...ten, moved], 100)[1]).toBe('by kind: 1 major, 10 patch; 1 to another repository')
  })
})

describe('the comparison of the source in the terminal', () => {
  test('stands whole under its row', () => {
    const shown = lines([linked('a'), linked('b')], 160)
    expect(shown.filter(line => line.trim() === compare)).toHaveLength(2)
    expect(shown[shown.findIndex(line => line.startsWith('~  b')) + 1]).toBe(`    ${compare}`)
  })

  test('is not broken where it is wider than the terminal, and stands below the table', () => {
    const shown = lines([linked('a'), linked('b', 'https://example.com/c')], 80)
    expect(shown).toContain('    https://example.com/c')
    expect(shown.slice(-4)).toEqual(['', 'source of a', compare, ''])
  })

  test('is counted where there are many of them', () => {
    const shown = lines(
      Array.from({ length: 12 }, (_, index) => linked(`image-${index}`)),
      80
    )
    expect(shown.filter(line => line === compare)).toHaveLength(10)
    expect(shown.at(-2)).toBe('2 more comparisons of sources: see the report')
  })

  test.each(['http://example.com/a', 'https://example.com/a b', 'javascript:alert(1)', 'https://user@example.com/'])(
    'is left out where it is no plain address: %s',
    address => {
      expect(lines([linked('a', address)], 160).join('\n')).not.toContain(address)
    }
  )
})

describe('hostile text in the terminal', () => {
  test.each(hostileTexts)('obeys no text that tries: %s', (_, hostile) => {
    const where = [sampleWhere(hostile, hostile, hostile), sampleWhere('Job/a', 'a')]
    const hold = { reason: hostile, owner: hostile, expiry: hostile }
    const passedOver = [{ tag: hostile, rule: 'skip' as const, message: hostile }]
    const policy = { passedOver, date: { date: hostile, source: 'config' as const }, hold: null }
    const base = sampleReport(
      [
        { image: hostile, old: hostile, new: `${hostile}1`, why: hostile, where },
        { image: hostile, old: hostile, new: hostile, where },
        { image: 'b', old: 'b:1', new: 'b:2', where, policy },
        { image: 'c', old: 'c:1', new: 'c:1', where, policy },
        { image: 'd', old: 'd:1', new: 'd:1', where, origin: 'deployed', why: hostile },
        { image: 'e', old: 'e:1', new: 'e:1', where, origin: 'previous', policy: { ...policy, hold } },
        linked('a', `https://${hostile}`)
      ],
      {
        failures: [
          sampleFailure({ image: hostile, message: `x\n${hostile}`, hint: hostile, place: { file: hostile }, where })
        ],
        warnings: (['trap', 'hold', 'new-registry', 'committed'] as const).map(kind => ({
          ...{ kind, message: hostile, place: { file: hostile }, image: hostile }
        }))
      }
    )
    const report = {
      ...base,
      gates: [{ gate: 'major' as const, passed: false, images: [hostile, hostile], remedy: hostile }]
    }
    for (const width of [40, 120]) {
      const table = formatTable(report, { color: false, width })
      for (const line of table.split('\n')) expect(line).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]|^\s*::|##\[/u)
    }
  })
})
