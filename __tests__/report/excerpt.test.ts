import { describe, expect, test } from 'vitest'
import { runCommand } from '../../src/cli/main.ts'
import { ProjectError, RegistryError } from '../../src/errors.ts'
import { excerptOf } from '../../src/excerpt.ts'
import { helpAddress } from '../../src/help-address.ts'
import { redactError, redactRecord } from '../../src/io/redact-record.ts'
import { createRedactor } from '../../src/io/registry/redact.ts'
import { formatAnnotations } from '../../src/report/annotations.ts'
import { failure } from '../../src/report/build.ts'
import { jsonText, logLine } from '../../src/report/escape.ts'
import { formatComment, formatSummary } from '../../src/report/markdown.ts'
import type { Report } from '../../src/report/record.ts'
import { formatTable } from '../../src/report/terminal.ts'
import { byteLength } from '../../src/text.ts'
import { hostileTexts } from './hostile.ts'
import { allNodes, findActiveParts, parseMarkdown } from './markdown-tree.ts'
import { sampleReport } from './sample.ts'

const marker = '<!-- kluctl-images:0123456789abcdef -->'

/** A report of one error in a text, at a line and column. */
function reportOf(text: string, line: number, column: number, rendered = false): Report {
  const place = { file: 'apps/config.yaml', line, column }
  const excerpt = excerptOf(text, place, { isRendered: rendered }) ?? []
  const trail = ['included from apps/main.yaml:3']
  const error = new ProjectError('template', "UndefinedError: 'nme' is undefined", place, {
    hint: 'Did you mean name?',
    excerpt: [...excerpt, ...trail]
  })
  return sampleReport([], { failures: [failure(error, null, [])] })
}

const plain = reportOf('kind: ConfigMap\nmetadata:\n\tname: {{ nme }}\ndata:\n  a: b\n', 3, 11)
const sinks: Readonly<Record<string, (report: Report) => string>> = {
  terminal: report => formatTable(report, { color: false, width: 80 }),
  'colour terminal': report => formatTable(report, { color: true, width: 80 }).replaceAll('\u001b', 'ESC'),
  log: report => formatTable(report, { color: false, width: 140 }).split('\n').map(logLine).join('\n'),
  comment: report => formatComment(report, { marker }),
  summary: report => formatSummary(report),
  annotations: report => `${JSON.stringify(formatAnnotations(report, '.'), null, 2)}\n`,
  'report file': report => `${jsonText(report.failures, 2)}\n`
}

describe('the lines around a failure', () => {
  test('look as the golden file has them in each sink', async () => {
    const rendered = reportOf('data:\n  password: hunter2\n  bad: [\n', 3, 8, true)
    const shown = Object.entries(sinks).flatMap(([name, format]) => [`=== ${name}`, format(plain), format(rendered)])
    await expect(shown.join('\n')).toMatchFileSnapshot('../fixtures/excerpts/sinks.txt')
  })

  test.each(['terminal', 'log', 'comment', 'summary'])('keep the caret under the column: %s', sink => {
    const lines = (sinks[sink]?.(plain) ?? '').split('\n')
    const faulty = lines.findIndex(line => line.includes('{{ nme }}'))
    expect(lines[faulty + 1]?.indexOf('^')).toBe(lines[faulty]?.indexOf('nme'))
  })

  test('are of project errors only, and null where there are none', () => {
    const registry = new RegistryError('unavailable', 'no', { registry: 'ghcr.io' })
    expect(failure(registry, 'x', []).excerpt).toBe(null)
    expect(failure(new ProjectError('yaml', 'no', undefined, { excerpt: [] }), null, []).excerpt).toBe(null)
  })

  test('leave the comment before rows do', () => {
    const failures = Array.from({ length: 60 }, (_, index) => ({
      ...(plain.failures[0] ?? failure(new ProjectError('yaml', 'x'), null, [])),
      message: `failure ${index}`,
      excerpt: Array.from({ length: 12 }, () => 'x'.repeat(150))
    }))
    const comment = formatComment(sampleReport([], { failures }), { marker })
    expect(byteLength(comment)).toBeLessThanOrEqual(60_000)
    expect(comment.match(/failure \d+/g)).toHaveLength(60)
    expect(comment).not.toContain('The lines around it')
    expect(formatSummary(sampleReport([], { failures })).match(/The lines around it/g)).toHaveLength(60)
  })
})

describe('lines that try to be more than lines', () => {
  test.each(hostileTexts)('%s', (_, hostile) => {
    const report = reportOf(`a: b\n${hostile}\nc: {{ nme }}\n${hostile}`, hostile.split('\n').length + 2, 7)
    const raw = {
      ...report,
      failures: report.failures.map(one => ({ ...one, excerpt: [hostile, `> 1 | ${hostile}`] }))
    }
    for (const one of [report, raw]) {
      for (const width of [40, 120]) {
        const lines = formatTable(one, { color: false, width }).split('\n')
        for (const line of [...lines, ...lines.map(logLine)])
          expect(line).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]|^\s*::|##\[/u)
      }
      for (const markdown of [formatComment(one, { marker }), formatSummary(one)]) {
        expect(findActiveParts(markdown)).toEqual([])
        const fences = allNodes(parseMarkdown(markdown)).filter(node => node.type === 'code')
        expect(fences).toHaveLength(1)
        expect(markdown).not.toMatch(/[\u202a-\u202e\u2066-\u2069\u001b\u0007\u200b]/)
      }
      expect(jsonText(one)).not.toMatch(/##\[|[\u202a-\u202e\u2066-\u2069\u001b]/)
      expect(JSON.parse(jsonText(one))).toEqual(one)
    }
  })

  test.each(hostileTexts)('on standard error of the command line: %s', async (_, hostile) => {
    const { text, code } = await standardErrorOf(
      new ProjectError('template', 'no', { file: 'a' }, { excerpt: [hostile] })
    )
    expect(code).toBe(1)
    for (const line of text.split('\n')) expect(line).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]|^\s*::|##\[/u)
  })
})

/** What the command line says about an error, thrown by a terminal that cannot print. */
async function standardErrorOf(error: Error, color = false): Promise<{ readonly text: string; readonly code: number }> {
  let text = ''
  const code = await runCommand(['--version'], {
    env: {},
    readInput: () => Promise.resolve(''),
    isInputTerminal: false,
    width: 80,
    isErrorTerminal: false,
    errorWidth: 80,
    status: () => undefined,
    color,
    errorColor: color,
    out: () => {
      throw error
    },
    err: part => {
      text += part
    }
  })
  return { text, code }
}

describe('an error on the command line', () => {
  const error = new ProjectError(
    'template',
    "'nme' is undefined",
    { file: 'a.yaml', line: 1, column: 5 },
    {
      hint: 'Did you mean name?',
      excerpt: excerptOf('\tb: {{ nme }}', { file: 'a.yaml', line: 1, column: 8 })
    }
  )

  test('has its lines between message and hint', async () => {
    expect((await standardErrorOf(error)).text.split('\n')).toEqual([
      "error: a.yaml:1:5: 'nme' is undefined",
      '    > 1 |  b: {{ nme }}',
      '        |        ^',
      '  Did you mean name?',
      `  See ${helpAddress({ error: 'ProjectError', code: 'template' })}`,
      ''
    ])
  })

  test('dims them on a colour terminal', async () => {
    expect((await standardErrorOf(error, true)).text).toContain('\u001b[2m    > 1 |  b: {{ nme }}\u001b[22m')
  })
})

describe('a secret in the lines', () => {
  const redactor = createRedactor()
  redactor.add('s3cret-value')
  const text = 'a: b\nuser: s3cret-value\nc: {{ nme }}\nurl: https://x/?p=s3cret-value\n'

  test.each(Object.entries(sinks))('is in no sink: %s', (_, format) => {
    const report = reportOf(text, 3, 7)
    expect(jsonText(report)).toContain('s3cret-value')
    expect(format(redactRecord(report, redactor.redact))).not.toContain('s3cret')
  })

  test('is in no error that ends the run', () => {
    const place = { file: 'a', line: 2, column: 1 }
    const error = redactError(
      new ProjectError('yaml', 'no s3cret-value', place, { excerpt: excerptOf(text, place) }),
      redactor.redact
    )
    expect(error).toBeInstanceOf(ProjectError)
    expect(JSON.stringify(error)).not.toContain('s3cret')
    expect(error instanceof ProjectError && [error.message, error.excerpt?.[1]]).toEqual(['no ***', '> 2 | user: ***'])
    const other = new TypeError('s3cret-value')
    expect(redactError(other, redactor.redact)).toBe(other)
  })
})
