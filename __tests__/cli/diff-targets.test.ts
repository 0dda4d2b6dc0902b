import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { fixed, makeRepository, type Outcome, type Repository, runIn, when } from './diff-repository.ts'

let project: Repository
const config = `targets:
- name: dev
- name: staging
- name: production
  images:
  - {image: legacy, resultImage: "legacy:1"}
  - {image: web, resultImage: "web:0.1"}
- name: lonely
- name: own
  images: [{image: web, resultImage: "web:1.0.0"}]
`
const names = ['dev', 'staging', 'production']

beforeAll(() => {
  project = makeRepository({
    '.kluctl.yaml': config,
    'fixed/dev.yaml': fixed({ web: '2.0.0', worker: '5' }),
    'fixed/staging.yaml': fixed({ web: '1.0.0', worker: '4', new: '1' }),
    'fixed/production.yaml': fixed({ web: '1.0.0', worker: '4' })
  })
  project.commit(30 * 24)
  project.write({ 'fixed/staging.yaml': fixed({ web: '1.1.0', worker: '4', new: '1' }) })
  project.commit(100)
  project.write({ 'fixed/staging.yaml': fixed({ web: '1.1.0', worker: '5', new: '1' }) })
  project.commit(50)
})
afterAll(() => project.remove())

const diff = (targets: string, ...flags: readonly string[]): Promise<Outcome> =>
  runIn(project.folder, ['diff', '--targets', targets, project.folder, ...flags])

describe('kluctl-images diff --targets', () => {
  test('shows what the last target lacks of the first, and since when that has it', async () => {
    const { code, out, err } = await diff('staging,production')
    expect({ code, err }).toEqual({ code: 0, err: '' })
    const lines = out.split('\n').map(line => line.replace(/ {2,}/g, '  '))
    expect(lines).toEqual([
      'What production lacks of staging',
      '2 images change, 1 is new, 1 is removed',
      '',
      '  IMAGE  USED BY  OLD → NEW  KIND  WHY',
      `~  worker  4 → 5  major  since ${when(50)} (2 days)`,
      '-  legacy  1 → removed  REMOVED  only production has it',
      `+  new  new → 1  new  only staging has it; since ${when(30 * 24)} (30 days)`,
      `~  web  1.0.0 → 1.1.0  minor  since ${when(100)} (4 days)`,
      ''
    ])
  })

  test('as Markdown has a heading for each pair', async () => {
    const { out } = await diff('dev,staging,production', '--format', 'markdown')
    expect(out.match(/^##? .*|^## .*|^### .*/gm)).toEqual([
      '## What `staging` lacks of `dev`',
      '### 1 image changes, 1 is removed',
      '## What `production` lacks of `staging`',
      '### 2 images change, 1 is new, 1 is removed'
    ])
    expect(out).toContain(`since \`${when(100)}\` (4 days)`)
  })

  test('as JSON is one list, with the targets and the soak of each change', async () => {
    const { out } = await diff('dev,staging,production', '--format', 'json')
    const changes: Record<string, unknown>[] = JSON.parse(out)
    expect(changes.map(({ ahead, behind, image, new: now }) => [ahead, behind, image, now])).toEqual([
      ['dev', 'staging', 'new', null],
      ['dev', 'staging', 'web', 'web:2.0.0'],
      ['staging', 'production', 'legacy', null],
      ['staging', 'production', 'new', 'new:1'],
      ['staging', 'production', 'web', 'web:1.1.0'],
      ['staging', 'production', 'worker', 'worker:5']
    ])
    const web = changes[4]
    expect(web).toMatchObject({ kind: 'changed', old: 'web:1.0.0', why: 'fixed image', bump: 'minor' })
    expect(web?.['soak']).toEqual({
      since: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
      source: 'git',
      atLeast: false,
      seconds: expect.toSatisfy((seconds: number) => seconds >= 360_000 && seconds < 361_000)
    })
    expect(changes[2]?.['soak']).toBeNull()
    expect(changes.some(change => 'ready' in change)).toBe(false)
  })

  test('says with a minimum what is ready', async () => {
    const { out } = await diff('staging,production', '--minimum-soak', '3d')
    expect(out).toMatch(/web .*ready: since .* \(4 days\)\n/)
    expect(out).toMatch(/worker .*waits 22 hours more: since .* \(2 days\)\n/)
    const changes: Record<string, unknown>[] = JSON.parse(
      (await diff('staging,production', '--minimum-soak', '3d', '--format', 'json')).out
    )
    expect(changes.map(({ image, ready }) => [image, ready])).toEqual([
      ['legacy', null],
      ['new', true],
      ['web', true],
      ['worker', false]
    ])
  })

  test('takes the images of a target for weaker than those of its file', async () => {
    const { out } = await diff('production,staging', '--format', 'json')
    const changes: Record<string, unknown>[] = JSON.parse(out)
    expect(changes.find(({ image }) => image === 'web')).toMatchObject({ new: 'web:1.0.0' })
    expect(changes.find(({ image }) => image === 'legacy')).toMatchObject({ new: 'legacy:1', soak: null })
  })

  test('of a target with nothing but images of its own says so', async () => {
    const { code, out, err } = await diff('own,production')
    expect(code).toBe(0)
    expect(err).toBe('warning: the target "own" has no fixed-images file; only its images in .kluctl.yaml count\n')
    expect(out).toContain('only production has it')
  })

  test('finds no difference between a target and one with the same results', async () => {
    project.write({ 'same/dev': fixed({ a: '1' }), 'same/staging': fixed({ a: '1' }) })
    const { out } = await diff('dev,staging', '--output-file', `${project.folder}/same/{target}`)
    expect(out).toBe('What staging lacks of dev\nNo image changes\n')
  })
})

describe('kluctl-images diff --targets refuses', () => {
  test.each<[string, string, readonly string[], string]>([
    ['one target', 'staging', [], 'error: --targets: 1 target cannot be compared\n  Name what is ahead'],
    ['a target twice', 'staging,staging', [], 'error: --targets: "staging" is named twice\n'],
    [
      'a target that is not there',
      'staging,prodution',
      [],
      'error: --targets: there is no target "prodution" in .kluctl.yaml\n  Did you mean production? '
    ],
    [
      'a target without a file',
      'staging,lonely',
      [],
      'error: --targets: there is no fixed-images file for the target "lonely"\n  Looked for fixed-images-lonely.yaml, '
    ],
    [
      'a pattern without a target',
      'dev,staging',
      ['-o', 'x.yaml'],
      'error: --output-file: "x.yaml" has no {target} in it\n'
    ],
    [
      'a pattern that names nothing',
      'dev,staging',
      ['-o', 'x/{target}'],
      'error: --output-file: there is no file "x/dev"\n'
    ],
    [
      'a minimum that is no time',
      'dev,staging',
      ['--minimum-soak', '3'],
      'error: --minimum-soak: "3" is not a time: it has no unit\n'
    ],
    ['a second folder', 'dev,staging', ['more'], 'error: "more" is one argument too many\n']
  ])('%s', async (_, targets, flags, message) => {
    const { code, out, err } = await diff(targets, ...flags)
    expect({ code, out }).toEqual({ code: 2, out: '' })
    expect(err.slice(0, message.length)).toBe(message)
  })

  test('a target with several files, which it names', async () => {
    project.write({ 'staging.yaml': fixed({}) })
    const { code, err } = await diff('staging,production')
    expect(code).toBe(2)
    expect(err).toContain('the target "staging" has several fixed-images files: "fixed/staging.yaml", "staging.yaml"')
  })

  test('a folder without .kluctl.yaml', async () => {
    const { code, err } = await runIn(project.folder, ['diff', '--targets', names.join(), `${project.folder}/fixed`])
    expect(code).toBe(2)
    expect(err).toContain('there is no target "dev": the project has no .kluctl.yaml to define it')
  })
})
