import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { runCommand } from '../../src/cli/main.ts'
import { jsonText } from '../../src/report/escape.ts'
import type { Report } from '../../src/report/record.ts'
import { sampleFailure, sampleReport } from '../report/sample.ts'
import { seeInput } from './diff-repository.ts'

const folder = mkdtempSync(join(tmpdir(), 'kluctl-images-diff-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

function file(name: string, text: string): string {
  const path = join(folder, name)
  writeFileSync(path, text)
  return path
}

const run = (version: string): Report =>
  sampleReport([
    { image: 'nginx', old: 'nginx:1.27.2', new: `nginx:${version}` },
    { image: 'same', old: 'same:1', new: 'same:1' }
  ])
const yaml = (version: string): string => `images:\n- image: nginx\n  resultImage: nginx:${version}\n`
const files = {
  monday: file('monday.json', jsonText(run('1.27.3'), 2)),
  friday: file('friday.json', jsonText(run('1.28.0'), 2)),
  failed: file(
    'failed.json',
    jsonText(
      sampleReport([{ image: 'same', old: 'same:1', new: 'same:1' }], {
        failures: [
          sampleFailure({
            image: 'nginx',
            where: [{ namespace: 'shop', deployment: 'Deployment/api', container: 'app' }]
          })
        ]
      }),
      2
    )
  ),
  simple: file('simple.yaml', yaml('1.28.0')),
  specific: file(
    'specific.yaml',
    'images:\n- {image: nginx, resultImage: "nginx:1.28.0", deployment: Deployment/a}\n- {image: nginx, resultImage: "nginx:1.28.0", deployment: Deployment/b}\n'
  ),
  old: file('old.yaml', yaml('1.28.0')),
  now: file('new.yaml', yaml('1.27.3')),
  json: file('new.json', JSON.stringify({ images: [{ image: 'nginx', resultImage: 'nginx:1.29.0' }] })),
  broken: file('broken.json', '{"counts": {}, "uses": []}')
}

async function diff(...args: readonly string[]): Promise<{ code: number; out: string; err: string }> {
  let [out, err] = ['', '']
  const code = await runCommand(['diff', ...args], {
    env: {},
    out: text => {
      out += text
    },
    err: text => {
      err += text
    },
    readInput: async () => '',
    isInputTerminal: false,
    color: false,
    errorColor: false,
    width: 120,
    isErrorTerminal: false,
    errorWidth: 80,
    status: () => undefined
  })
  return { code, out, err: err.replaceAll(folder, '') }
}

describe('kluctl-images diff', () => {
  test('compares two fixed-images files', async () => {
    const { code, out, err } = await diff(files.old, files.now)
    expect({ code, err }).toEqual({ code: 0, err: '' })
    expect(out).toMatch(/^1 image changes\n\n.*\n▼ {2}nginx +1\.28\.0 → 1\.27\.3 +DOWNGRADE +fixed image\n$/)
  })

  test('compares the answers of two reports', async () => {
    const { code, out } = await diff(files.monday, files.friday)
    expect(code).toBe(0)
    expect(out).toMatch(/^1 image changes\n\n.*\n~ {2}nginx +Deployment\/api · app +1\.27\.3 → 1\.28\.0 +minor /)
  })

  test('takes what failed in the second report for failed, not for removed', async () => {
    const { code, out } = await diff(files.monday, files.failed)
    expect(code).toBe(0)
    expect(out).toMatch(/^1 image could not be resolved\n\n✗ nginx at /)
  })

  test('finds no difference between a simple file and one with an entry for each place', async () => {
    expect(await diff(files.simple, files.specific)).toEqual({ code: 0, out: 'No image changes\n', err: '' })
    expect(await diff(files.specific, files.simple)).toEqual({ code: 0, out: 'No image changes\n', err: '' })
  })

  test('takes a fixed-images file in JSON for what it is', async () => {
    expect((await diff(files.old, files.json)).out).toContain('1.28.0 → 1.29.0')
  })

  test('compares no report with a fixed-images file', async () => {
    expect(await diff(files.monday, files.now)).toEqual({
      code: 2,
      out: '',
      err: `error: "/monday.json" is a report and "/new.yaml" is a fixed-images file\n  Compare two fixed-images files, or two reports.\n${seeInput}`
    })
  })

  test('says which report cannot be read', async () => {
    const { code, out, err } = await diff(files.monday, files.broken)
    expect({ code, out }).toEqual({ code: 2, out: '' })
    expect(err).toMatch(/^error: \/broken\.json: /)
  })
})
