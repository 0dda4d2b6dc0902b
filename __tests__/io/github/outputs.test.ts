import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { rolldown } from 'rolldown'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { formatAnnotations } from '../../../src/report/annotations.ts'
import { formatSummary } from '../../../src/report/markdown.ts'
import { outputNames, outputValues } from '../../../src/report/output-values.ts'
import { type RunnerResult, readRecords, runAction } from '../../helpers/runner.ts'
import { hostileTexts } from '../../report/hostile.ts'
import { sampleFailure, sampleReport } from '../../report/sample.ts'

/** A step made of nothing but the sinks, built once and started as a runner starts an action. */
let folder: string

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'sinks-'))
  const bundle = await rolldown({
    input: fileURLToPath(new URL('./sinks-step.ts', import.meta.url)),
    platform: 'node',
    logLevel: 'silent'
  })
  await bundle.write({ file: join(folder, 'step.mjs'), format: 'esm', codeSplitting: false })
  const outputs = [...outputNames].map(name => `  ${name}: { description: x }`).join('\n')
  writeFileSync(
    join(folder, 'action.yml'),
    `name: sinks\ninputs:\n  record: { description: x }\noutputs:\n${outputs}\nruns: { using: node24, main: step.mjs }\n`
  )
})

afterAll(() => rmSync(folder, { recursive: true, force: true }))

function runSinks(record: object): Promise<RunnerResult> {
  const file = join(folder, `record-${Math.abs(JSON.stringify(record).length)}.json`)
  writeFileSync(file, JSON.stringify(record))
  return runAction({
    action: folder,
    workspace: folder,
    inputs: { record: file },
    secrets: ['s3cret-value', 'line-of-key']
  })
}

describe('the sinks of the Action, read by a runner', () => {
  test('every hostile text at once is printed, and none is obeyed', async () => {
    const texts = hostileTexts.map(([, text]) => text)
    const failures = texts
      .slice(0, 5)
      .map(text =>
        sampleFailure({ image: text, message: `${text}\n${text}`, hint: text, place: { file: text, line: 3 } })
      )
    const report = sampleReport(
      texts.filter(text => text !== '').map(text => ({ image: text, new: `${text}:1` })),
      {
        failures,
        warnings: texts.slice(60, 65).map(message => ({ kind: 'warning', message, place: null, image: message }))
      }
    )
    const annotations = formatAnnotations(report, 'deploy')
    const outputs = outputValues(report, { commentUrl: 'https://github.com/x#1', commentId: 17 })
    const result = await runSinks({
      annotations,
      outputs,
      summary: formatSummary(report),
      lines: texts,
      warnings: texts,
      masks: []
    })
    expect(result.problems).toEqual([])
    expect(result.exitCode).toBe(0)
    expect(result.outputs).toEqual(outputs)
    expect(result.annotations).toHaveLength(annotations.length + texts.length)
    expect(
      result.annotations
        .slice(0, annotations.length)
        .map(({ message, properties }) => [message, properties['title'], properties['file']])
    ).toEqual(annotations.map(({ message, title, file }) => [message, title, file || undefined]))
    expect(result.log).not.toMatch(/^forged$|^\s*::/m)
    expect(result.summary).toBe(`${formatSummary(report)}\n`)
  })

  test('secrets are hidden, whole and line by line', async () => {
    const lines = ['login with s3cret-value failed', 'key: line-of-key']
    const result = await runSinks({
      masks: ['s3cret-value', 'begin\nline-of-key\nend', 'ab', ''],
      lines,
      annotations: [],
      warnings: []
    })
    expect(result.problems).toEqual([])
    expect(result.log).toContain('login with *** failed')
    expect(result.log).toContain('key: ***')
  })
})

describe('the values of the outputs', () => {
  test('agree with the record', () => {
    const report = sampleReport([{ image: 'nginx', old: 'nginx:1', new: 'nginx:2' }], { failures: [sampleFailure()] })
    expect(outputValues(report, { fixedImagesPath: 'fixed-images.yaml', commentId: null })).toEqual({
      changed: 'true',
      'changes-count': '1',
      changes: JSON.stringify(report.changes),
      'failures-count': '1',
      verdict: '1 image changes, 1 could not be resolved',
      'failed-gates': 'unresolved',
      'fixed-images-path': 'fixed-images.yaml',
      'written-files': '',
      'report-path': '',
      'comment-path': '',
      'comment-id': '',
      'comment-url': '',
      'artifact-id': '',
      'artifact-url': ''
    })
  })

  test('hold whole entries up to 50,000 bytes', () => {
    const report = sampleReport(
      Array.from({ length: 900 }, (_, index) => ({ image: `nginx-${index}`, new: `nginx-${index}:ü` }))
    )
    const { changes, 'changes-count': count } = outputValues(report, {})
    const entries: unknown[] = JSON.parse(changes)
    expect(Buffer.byteLength(changes)).toBeLessThanOrEqual(50_000)
    expect(Buffer.byteLength(changes)).toBeGreaterThan(49_000)
    expect(entries).toEqual(report.changes.slice(0, entries.length))
    expect(count).toBe('900')
  })
})

describe('the runner of the tests', () => {
  test('reads both forms of a record and names what is none', () => {
    const problems: string[] = []
    expect(readRecords('a=1\nb<<X\nline\na=2\nX\n', problems)).toEqual({ a: '1', b: 'line\na=2' })
    expect(problems).toEqual([])
    readRecords('b<<X\nline\n', problems)
    readRecords('nothing\n', problems)
    expect(problems).toEqual(['the record b has no end', 'the line "nothing" is no record'])
  })

  test('minds undeclared names, old commands, secrets and written environments', async () => {
    const bad = mkdtempSync(join(tmpdir(), 'bad-step-'))
    writeFileSync(
      join(bad, 'action.yml'),
      'name: bad\ninputs: {}\noutputs: {}\nruns: { using: node24, main: step.mjs }\n'
    )
    writeFileSync(
      join(bad, 'step.mjs'),
      `import { appendFileSync } from 'node:fs'
      console.log('::error file=a%2Cb,line=3::one%0Atwo')
      console.log('s3cret-value')
      appendFileSync(process.env.GITHUB_OUTPUT, 'x=1\\n')
      appendFileSync(process.env.GITHUB_ENV, 'y=1\\n')
      appendFileSync(process.env.GITHUB_STEP_SUMMARY, 'z'.repeat(1024 * 1024 + 1))
      process.exitCode = 3`
    )
    const result = await runAction({ action: bad, workspace: bad, inputs: { other: '1' }, secrets: ['s3cret-value'] })
    rmSync(bad, { recursive: true, force: true })
    expect(result.exitCode).toBe(3)
    expect(result.annotations).toEqual([
      { level: 'error', message: 'one\ntwo', properties: { file: 'a,b', line: '3' } }
    ])
    expect(result.problems).toEqual([
      'input other is not declared in action.yml',
      'output x is not declared in action.yml',
      'the summary is longer than 1 MiB',
      'GITHUB_ENV was written',
      'a secret is in the log'
    ])
  })
})
