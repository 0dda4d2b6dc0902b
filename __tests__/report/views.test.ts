import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { helpAddress } from '../../src/help-address.ts'
import { type Annotation, formatAnnotations } from '../../src/report/annotations.ts'
import { formatDiff } from '../../src/report/format-diff.ts'
import { outputNames, outputValues } from '../../src/report/output-values.ts'
import { type Counts, gateNames, type Report } from '../../src/report/record.ts'
import { orderChanges } from '../../src/report/row-order.ts'
import { formatTable } from '../../src/report/terminal.ts'
import { failedGates, shortVerdict, verdict } from '../../src/report/verdict.ts'
import type { Bump } from '../../src/version/bump.ts'
import { type SampleImage, sampleFailure, sampleReport } from './sample.ts'

const tag = fc.constantFrom('1.0.0', '1.0.1', '1.2.0', '2.0.0', 'main-1', `1.0.0@sha256:${'0'.repeat(64)}`)
const result = (image: string) =>
  fc.option(
    fc.tuple(fc.constantFrom(image, `mirror/${image}`), tag).map(parts => parts.join(':')),
    { nil: undefined }
  )
const images: fc.Arbitrary<readonly SampleImage[]> = fc
  .uniqueArray(
    fc.constantFrom('api', 'web', 'job', 'db').chain(image =>
      fc.record({
        image: fc.constant(image),
        old: result(image),
        new: result(image),
        origin: fc.constantFrom('fixed', 'deployed', 'registry', 'previous'),
        why: fc.constantFrom('pinned by pins.yaml', 'newest of 7 tags by semver()'),
        movedRepository: fc.boolean()
      })
    ),
    { selector: ({ image, old, new: now, why }) => JSON.stringify([image, old, now, why]), maxLength: 14 }
  )
  .map(list => JSON.parse(JSON.stringify(list)))

/** Records as runs make them: their numbers agree with their lists. */
const anyReport: fc.Arbitrary<Report> = fc
  .record({
    images,
    failures: fc.array(
      fc.record({ image: fc.constantFrom('api', 'search', null), message: fc.constantFrom('one', 'two', 'three') }),
      { maxLength: 24 }
    ),
    warnings: fc.array(
      fc.record({
        kind: fc.constantFrom('warning', 'trap', 'hold', 'new-registry', 'committed'),
        message: fc.integer({ min: 0, max: 40 }).map(index => `look at ${index}`),
        place: fc.constant(null),
        image: fc.constantFrom('api', null)
      }),
      { maxLength: 24 }
    ),
    failOn: fc.subarray([...gateNames])
  })
  .map(({ images: list, failures, ...extras }) =>
    sampleReport(list, { ...extras, failures: failures.map(fields => sampleFailure({ ...fields, hint: null })) })
  )

const terminal = (report: Report): readonly string[] =>
  formatTable(report, { color: false, width: 4000 }).trimEnd().split('\n')
const rowsOf = (report: Report): readonly string[] => terminal(report).filter(line => /^[▼⇄~+-] {2}/.test(line))
const numbersIn = (text: string): readonly number[] => (text.match(/\d+/g) ?? []).map(Number)
const isFailed = ({ passed }: Report['gates'][number]): boolean => !passed

describe('every number', () => {
  const counted: readonly (keyof Counts)[] = [
    'failedImages',
    'changedImages',
    'addedImages',
    'removedImages',
    'heldImages',
    'committedImages',
    'traps',
    'errors'
  ]

  test('of the verdict is one of the record, which no view counts again', () => {
    const other = fc.tuple(...counted.map(name => fc.tuple(fc.constant(name), fc.integer({ min: 0, max: 1e6 }))))
    fc.assert(
      fc.property(anyReport, other, (honest, values) => {
        const report = { ...honest, counts: { ...honest.counts, ...Object.fromEntries(values) } }
        const expected = values.map(([, value]) => value).filter(value => value > 0)
        for (const text of [
          shortVerdict(report),
          terminal(report)[0] ?? '',
          verdict(report),
          outputValues(report, {}).verdict
        ])
          expect(numbersIn(text).toSorted()).toEqual(expected.toSorted())
      })
    )
  })

  test('of changes is that of the entries in the record', () => {
    fc.assert(
      fc.property(anyReport, report => {
        const { changes, counts } = report
        const outputs = outputValues(report, {})
        expect(rowsOf(report)).toHaveLength(changes.length)
        expect(counts.changed + counts.added + counts.removed).toBe(changes.length)
        expect(outputs['changes-count']).toBe(String(changes.length))
        expect(outputs.changed).toBe(String(changes.length > 0))
        expect(JSON.parse(outputs.changes)).toEqual(changes)
        const kinds = terminal(report)[1] ?? ''
        if (changes.length <= 10) expect(kinds).toBe('')
        else expect(numbersIn(kinds.replace(/;.*/, '')).reduce((sum, count) => sum + count, 0)).toBe(changes.length)
      })
    )
  })

  test('of failures, traps and warnings is that of the entries in the record', () => {
    fc.assert(
      fc.property(anyReport, report => {
        const lines = terminal(report)
        const traps = report.warnings.filter(({ kind }) => kind === 'trap').length
        expect(lines.filter(line => line.startsWith('✗ ') && !line.startsWith('✗ gate '))).toHaveLength(
          report.failures.length
        )
        expect(lines.filter(line => line.startsWith('! trap: '))).toHaveLength(traps)
        expect(lines.filter(line => line.startsWith('! '))).toHaveLength(report.warnings.length)
        expect(outputValues(report, {})['failures-count']).toBe(String(report.failures.length))
      })
    )
  })
})

describe('the views agree', () => {
  test('on what changes, and in which order', () => {
    fc.assert(
      fc.property(anyReport, report => {
        const ordered = orderChanges(report.changes)
        const loud = (bump: Bump): string => (bump === 'downgrade' || bump === 'removed' ? bump.toUpperCase() : bump)
        rowsOf(report).forEach((row, index) => {
          const { image, bump } = ordered[index] ?? { image: '', bump: 'other' }
          expect(row.split(/ {2,}/).slice(1)).toEqual(expect.arrayContaining([image, loud(bump)]))
        })
        const markdown = formatDiff(report, 'markdown', { color: false, width: 80 })
        const cells = markdown.split('\n').filter(line => line.startsWith('| `'))
        expect(cells.map(line => line.split('`')[1])).toEqual(ordered.map(({ image }) => image))
      })
    )
  })

  test('on which gate failed', () => {
    fc.assert(
      fc.property(anyReport, report => {
        const failed = report.gates.filter(isFailed).map(({ gate }) => gate)
        const outputs = outputValues(report, {})
        expect(outputs['failed-gates'].split(',').filter(name => name !== '')).toEqual(failed)
        const named = failedGates(report).map(({ gate }) => gate)
        expect(named).toEqual(failed.join() === 'unresolved' ? [] : failed)
        const gateLines = terminal(report).filter(line => line.startsWith('✗ gate '))
        expect(gateLines.map(line => line.split(' ')[2])).toEqual(named)
        const titles = new Set(formatAnnotations(report, '.').map(({ title }) => title))
        for (const { gate } of report.gates)
          expect(titles.has(`Gate ${gate} failed`)).toBe(
            failed.includes(gate) && gate !== 'unresolved' && gate !== 'trap'
          )
      })
    )
  })

  test('on what fails the run, and annotations count what they leave out', () => {
    const total = (annotations: readonly Annotation[]): number =>
      annotations.reduce(
        (sum, { message }) => sum + Number(/^(\d+) more (?:errors?|warnings?):/.exec(message)?.[1] ?? 1),
        0
      )
    fc.assert(
      fc.property(anyReport, report => {
        const annotations = formatAnnotations(report, '.')
        const ofLevel = (level: string): readonly Annotation[] => annotations.filter(one => one.level === level)
        const failsRun = report.counts.errors > 0 || report.gates.some(isFailed)
        expect(ofLevel('error').length > 0).toBe(failsRun)
        const gates = report.gates.filter(
          ({ gate, passed }) => !passed && gate !== 'unresolved' && gate !== 'trap'
        ).length
        const told = [...report.failures, ...report.warnings].map(record => JSON.stringify(record))
        expect(total(annotations)).toBe(gates + new Set(told).size)
        for (const level of ['error', 'warning']) expect(ofLevel(level).length).toBeLessThanOrEqual(9)
      })
    )
  })
})

describe('the outputs', () => {
  test('are all there, and each is one line without a command', () => {
    fc.assert(
      fc.property(anyReport, report => {
        const values = outputValues(report, {})
        expect(Object.keys(values)).toEqual([...outputNames])
        for (const value of Object.values(values)) expect(value).not.toMatch(/[\r\n]|^\s*::|##\[/)
      })
    )
  })

  test('name what the run made, and are empty where it made nothing', () => {
    const report = sampleReport([])
    const none = outputValues(report, { commentId: null, artifactId: undefined })
    expect([none['comment-id'], none['artifact-id'], none['artifact-url'], none['failed-gates']]).toEqual([
      '',
      '',
      '',
      ''
    ])
    expect(none['written-files']).toBe('')
    expect(outputValues(report, { writtenFiles: ['a.yaml', 'b.json'] })['written-files']).toBe('a.yaml\nb.json')
    const some = outputValues(report, {
      commentId: 7,
      artifactId: 12,
      artifactUrl: 'https://github.com/a/b/actions/runs/1/artifacts/12'
    })
    expect([some['comment-id'], some['artifact-id'], some['artifact-url']]).toEqual([
      '7',
      '12',
      'https://github.com/a/b/actions/runs/1/artifacts/12'
    ])
  })

  test('have the whole verdict, with what would satisfy a gate', () => {
    const report = sampleReport([{ image: 'a', old: 'a:1.0.0', new: 'a:2.0.0' }], { failOn: ['major'] })
    expect(outputValues(report, {})).toMatchObject({ verdict: verdict(report), 'failed-gates': 'major' })
    expect(verdict(report)).toContain('take major out of fail-on')
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
          message:
            'ghcr.io/shop/search: the registry refuses the login of "robot"\nLog in.\nSee ' +
            helpAddress({ error: 'RegistryError', code: 'unauthorized' }),
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

  test('of a failed gate name the images and what to do, before all others', () => {
    const many = Array.from({ length: 12 }, (_, index) => ({ image: `i${index + 10}`, old: 'a:1.0.0', new: 'a:2.0.0' }))
    const report = sampleReport(many, { failOn: ['major', 'trap'], failures: [sampleFailure()] })
    expect(formatAnnotations(report, '.')[0]).toEqual({
      level: 'error',
      title: 'Gate major failed',
      message: `i10, i11, i12, i13, i14, i15, i16, i17, i18, i19 and 2 more\n${report.gates[0]?.remedy}`
    })
  })

  test.each([
    ['a failure', 'unresolved', 'ghcr.io/shop/search could not be resolved'],
    ['a trap', 'trap', 'Trap: api']
  ] as const)('of %s are errors only where it fails the run', (_, gate, title) => {
    const extras = {
      failures: [sampleFailure()],
      warnings: [{ kind: 'trap' as const, message: 'dates', place: { file: 'a.yaml', line: 3 }, image: 'api' }]
    }
    const levelOf = (failOn: readonly (typeof gate)[]): string | undefined =>
      formatAnnotations(sampleReport([], { ...extras, failOn }), '.').find(one => one.title === title)?.level
    expect([levelOf([gate]), levelOf([])]).toEqual(['error', 'warning'])
  })

  test('are not repeated', () => {
    expect(formatAnnotations(sampleReport([], { failures: [sampleFailure(), sampleFailure()] }), '.')).toHaveLength(1)
  })
})
