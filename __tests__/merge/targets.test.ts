import { describe, expect, test } from 'vitest'
import { MergeError } from '../../src/errors.ts'
import { mergeRecords } from '../../src/merge/merge.ts'
import { type RecordText, readRecords } from '../../src/merge/read-records.ts'
import { formatComment } from '../../src/report/markdown.ts'
import { readReport } from '../../src/report/read-report.ts'
import { formatTable } from '../../src/report/terminal.ts'
import { merge, runOne, runParts, type Situation } from './run-parts.ts'

const files = {
  '.kluctl.yaml':
    'targets:\n  - name: dev\n    args: { stage: dev }\n  - name: prod\n    args: { stage: prod }\nargs:\n  - name: stage\n',
  'deployment.yaml': 'deployments: [{ path: app }]\n',
  'app/app.yaml': `apiVersion: apps/v1
kind: Deployment
metadata: { name: api, namespace: shop }
spec:
  template:
    spec:
      containers:
        - { name: api, image: '{{ images.get_image("r.io/api") }}' }
        - name: web
          image: '{% if args.stage == "dev" %}{{ images.get_image("r.io/web", version.semver(allow_no_nums=false)) }}{% else %}{{ images.get_image("r.io/web", version.regex("1[.]0")) }}{% endif %}'
`
}
const tags = { 'r.io/api': ['1.0', '1.1'], 'r.io/web': ['1.0', '2.0'] }

function situation(target: string, more: Partial<Situation['raw']> = {}): Situation {
  return { raw: { target, ...more }, files, tags, previous: 'images: []\n' }
}

describe('records of several targets', () => {
  test('give a file for each target where its path names the target', async () => {
    const more = { 'output-file': 'fixed/{target}.yaml' }
    const records = [
      ...(await runParts(situation('prod', more), 3)),
      ...(await runParts(situation('dev', more), 1))
    ].map(({ text }, index) => ({ name: `${index}.json`, text }))
    const merged = merge(records, 'fixed/{target}.yaml')
    expect(merged.files.map(({ name }) => name)).toEqual(['fixed/dev.yaml', 'fixed/prod.yaml'])
    for (const { name, text } of merged.files) {
      const target = /(dev|prod)/.exec(name)?.[0] ?? ''
      expect(text).toBe((await runOne(situation(target, more))).text)
    }
    expect(merged.complete).toBe(true)
    expect(merge(records.toReversed(), 'fixed/{target}.yaml').report).toEqual(merged.report)
    expect(merged.report.target).toBeNull()
    expect(
      merged.report.changes.map(({ image, new: now, where }) => [image, now, where.map(({ target }) => target)])
    ).toEqual([
      ['r.io/api', 'r.io/api:1.1', ['dev', 'prod']],
      ['r.io/web', 'r.io/web:1.0', ['prod']],
      ['r.io/web', 'r.io/web:2.0', ['dev']]
    ])
    // whoever reads the merged record reads it as strictly
    expect(readReport(JSON.stringify(merged.report))).toEqual(merged.report)
    const comment = formatComment(merged.report, { marker: '' })
    expect(comment).toContain('targets `dev`, `prod`')
    expect(comment.match(/^\| `r\.io\/api` .*$/m)?.[0]).toContain('in `dev`, `prod`')
    expect(formatTable(merged.report, { color: false, width: 200 })).toContain('Deployment/api · api · in dev, prod')
  })

  test('that share a file fail at a place whose results differ, which names both', async () => {
    const records = [...(await runParts(situation('prod'), 2)), ...(await runParts(situation('dev'), 2))]
    const merged = merge(records.map(({ text }, index) => ({ name: `${index}.json`, text })))
    expect(merged.complete).toBe(false)
    expect(merged.report.failures).toMatchObject([
      {
        code: 'conflict',
        image: 'r.io/web',
        message:
          'calls for "r.io/web" in container "web" of Deployment/api have different results, r.io/web:1.0 for "prod", r.io/web:2.0 for "dev", which a fixed-images file cannot tell apart',
        where: [{ target: 'dev' }, { target: 'prod' }]
      }
    ])
  })

  test('that share a file and agree give one', async () => {
    const more = { images: 'r.io/api' }
    const records = [...(await runParts(situation('prod', more), 2)), ...(await runParts(situation('dev', more), 1))]
    const merged = merge(records.map(({ text }, index) => ({ name: `${index}.json`, text })))
    expect(merged.complete).toBe(true)
    expect(merged.files[0]?.text).toBe((await runOne(situation('dev', more))).text)
  })

  test('are not merged into another file than theirs', async () => {
    const records = await runParts(situation('prod', { 'output-file': 'fixed/{target}.yaml' }), 1)
    expect(() => merge(records, 'fixed/dev.yaml')).toThrow(
      'the records are of "fixed/prod.yaml", and output-file is "fixed/dev.yaml"'
    )
  })

  test('are told in words that a comment shows as they are', async () => {
    const records = [...(await runParts(situation('prod'), 2)), ...(await runParts(situation('dev'), 2))]
    const { report } = merge(records.map(({ text }, index) => ({ name: `${index}.json`, text })))
    expect(formatComment(report, { marker: '' })).toContain(
      'have different results, `r.io/web:1.0` for `prod`, `r.io/web:2.0` for `dev`, which'
    )
  })
})

describe('the targets that a merge is told of', () => {
  const more = { 'output-file': 'fixed/{target}.yaml' }
  const records = async (...targets: readonly string[]): Promise<readonly RecordText[]> => {
    const parts = await Promise.all(targets.map(target => runParts(situation(target, more), 1)))
    return parts.flat().map(({ text }, index) => ({ name: `${index}.json`, text }))
  }
  const attempt = async (targets: readonly string[], given: readonly string[]): Promise<unknown> => {
    const read = readRecords(await records(...given))
    try {
      return mergeRecords(read, { outputFile: 'fixed/{target}.yaml', targets })
    } catch (error) {
      return error
    }
  }

  test('are those of the records, in any order', async () => {
    expect(await attempt(['prod', 'dev', 'prod'], ['dev', 'prod'])).toMatchObject({ complete: true })
    expect(await attempt([], ['dev'])).toMatchObject({ complete: true })
  })

  test('are missed where none of their records is there', async () => {
    const problem = await attempt(['dev', 'prod'], ['prod'])
    expect(problem).toBeInstanceOf(MergeError)
    expect(problem).toMatchObject({ code: 'missing', message: 'no record is of the target "dev"' })
    expect(await attempt(['dev', 'prod', 'test'], ['prod'])).toMatchObject({
      message: 'no records are of the targets "dev", "test"'
    })
  })

  test('are all that there may be', async () => {
    expect(await attempt(['prod'], ['prod', 'dev'])).toMatchObject({
      code: 'disagreement',
      message: '"1.json" is of the target "dev", which targets does not name'
    })
  })
})

test('records of several targets have the same gates, and it does not matter which comes first', async () => {
  const more = { 'output-file': 'fixed/{target}.yaml' }
  const [dev] = await runParts(situation('dev', { ...more, 'fail-on': 'none' }), 1)
  const [prod] = await runParts(situation('prod', more), 1)
  const records = [dev, prod].map((record, index) => ({ name: `${index}.json`, text: record?.text ?? '' }))
  const told = [records, records.toReversed()].map(given => {
    try {
      merge(given, 'fixed/{target}.yaml')
      return 'merged'
    } catch (error) {
      return String(error)
    }
  })
  expect(told[0]).toContain('("0.json") and record 1 of 1 ("1.json") are of another fail-on (none and unresolved)')
  expect(told[1]).toBe(told[0])
})
