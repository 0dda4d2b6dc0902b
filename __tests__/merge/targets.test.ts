import { describe, expect, test } from 'vitest'
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
          'calls for "r.io/web" in container "web" of Deployment/api have different results (r.io/web:1.0 for "prod", r.io/web:2.0 for "dev"), which a fixed-images file cannot tell apart',
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
})
