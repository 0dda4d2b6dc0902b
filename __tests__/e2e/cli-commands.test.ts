import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { receiptOnly, runCli } from '../helpers/command.ts'
import { type LoopbackRegistry, startRegistry } from '../helpers/registry.ts'
import { deployment, makeWorkspace, type Workspace } from '../helpers/workspace.ts'

let registry: LoopbackRegistry
let workspace: Workspace
let env: Record<string, string>

beforeAll(async () => {
  registry = await startRegistry({ repositories: { web: ['1.0', '1.1', 'latest'] }, pageSize: 2 })
  const web = (tag: string): string => `  - image: ${registry.host}/web\n    resultImage: ${registry.host}/web:${tag}\n`
  workspace = makeWorkspace({
    'project/web.yaml': deployment('web', { web: `{{ images.get_image("${registry.host}/web") }}` }),
    'project/.templateignore': 'raw\n',
    'old.yaml': `images:\n${web('1.0')}  - image: db\n    resultImage: db:16\n`,
    'new.yaml': `images:\n${web('1.1')}`
  })
  env = { KLUCTL_REGISTRY_HOST: registry.host, KLUCTL_REGISTRY_PLAIN_HTTP: 'true' }
})
afterAll(async () => {
  await registry.stop()
  workspace.remove()
})

const cli = (args: readonly string[], input = '') => runCli(args, { cwd: workspace.folder, env, input })

describe('kluctl-images render', () => {
  test('prints the manifests with their images and writes no file', async () => {
    const { exitCode, out, err } = await cli(['render', 'project'])
    expect({ exitCode, err }).toEqual({ exitCode: 0, err: '' })
    expect(out).toBe(`---\n# web.yaml\n${deployment('web', { web: `${registry.host}/web:1.1` })}`)
    expect(workspace.read('fixed-images.yaml')).toBeUndefined()
    expect(workspace.read('images-report.json')).toBeUndefined()
  })

  test('writes them into a folder instead', async () => {
    const { exitCode, out } = await cli(['render', 'project', '--render-output-dir', 'rendered'])
    expect({ exitCode, out }).toEqual({ exitCode: 0, out: '1 manifest written into rendered.\n' })
    expect(workspace.read('rendered/web.yaml')).toContain(`image: ${registry.host}/web:1.1`)
  })

  test('prints nothing on standard output if an image has no answer', async () => {
    const { exitCode, out, err } = await cli(['render', 'project', '--offline-images'])
    expect({ exitCode, out }).toEqual({ exitCode: 1, out: '' })
    expect(err).toMatch(/^1 image could not be resolved\n[\s\S]*at web\.yaml:11/)
  })
})

describe('kluctl-images pick', () => {
  test('prints the newest tag that the filter accepts', async () => {
    const { exitCode, out } = await cli(['pick', 'semver()'], '1.9\n1.10\r\n\nlatest\n')
    expect(exitCode).toBe(0)
    expect(out).toMatch(/^1\.10$/m)
  })

  test('--json has the filter, what matched and the newest', async () => {
    const { exitCode, out } = await cli(['pick', "prefix('main-', suffix=number())", '--json'], 'main-9\nmain-10\nx\n')
    expect(exitCode).toBe(0)
    expect(JSON.parse(out)).toMatchObject({
      filter: 'prefix(prefix="main-", suffix=number())',
      matched: ['main-9', 'main-10'],
      newest: 'main-10'
    })
  })

  test('without a tag that matches it ends with 1, and JSON has null', async () => {
    const plain = await cli(['pick', 'number()'], 'a\nb\n')
    expect(plain.exitCode).toBe(1)
    expect(plain.out).toBe('')
    expect(plain.err).toMatch(/^error: none of the 2 tags matches number\(\)$/m)
    const { exitCode, out } = await cli(['pick', 'number()', '--json'], '')
    expect(exitCode).toBe(1)
    expect(JSON.parse(out)).toMatchObject({ matched: [], newest: null })
  })

  test('a bad filter ends with 2 and a caret under the place', async () => {
    const { exitCode, out, err } = await cli(['pick', "prefix('main-', suffix=newest())"], '1\n')
    expect({ exitCode, out }).toEqual({ exitCode: 2, out: '' })
    const [message = '', filter = '', caret = ''] = err.split('\n')
    expect(message).toMatch(/^error: .*"newest"/)
    expect(filter.slice(caret.indexOf('^'))).toBe('newest())')
  })
})

describe('kluctl-images tags', () => {
  test('lists to the last page and explains which tag is the newest', async () => {
    const { exitCode, out, err } = await cli(['tags', `${registry.host}/web`])
    expect({ exitCode, err }).toEqual({ exitCode: 0, err: expect.stringMatching(receiptOnly) })
    expect(out).toMatch(/^newest +1\.1$/m)
    expect(out).toMatch(/^rejected +1: .*latest$/m)
  })

  test('--json has tags and explanation', async () => {
    const { out } = await cli(['tags', `${registry.host}/web`, '--json'])
    expect(JSON.parse(out)).toMatchObject({ pages: 2, tags: ['1.0', '1.1', 'latest'], newest: '1.1', runnerUp: '1.0' })
  })

  test('a repository that is not there fails with its name', async () => {
    const { exitCode, out, err } = await cli(['tags', `${registry.host}/nothing`])
    expect({ exitCode, out }).toEqual({ exitCode: 1, out: '' })
    expect(err).toContain(`${registry.host}/nothing`)
  })
})

describe('kluctl-images diff', () => {
  test('says as a table what differs, and ends with 0', async () => {
    const { exitCode, out, err } = await cli(['diff', 'old.yaml', 'new.yaml'])
    expect({ exitCode, err }).toEqual({ exitCode: 0, err: '' })
    expect(out).toMatch(/^- +db +16 → removed/m)
    expect(out).toMatch(/^~ +127\.0\.0\.1:\d+\/web +1\.0 → 1\.1/m)
  })

  test('--format markdown is a table for a comment', async () => {
    const { out } = await cli(['diff', 'old.yaml', 'new.yaml', '--format', 'markdown'])
    expect(out).toMatch(
      /^### 1 image changes, 1 is removed\n\n\| image \| used by \| old → new \| kind \| why \|\n(?:\| --- ){5}\|\n/
    )
    expect(out).toMatch(/\| `1\.0`\s→\s`1\.1` \| minor \|/)
  })

  test('--format json is for programs', async () => {
    const { out } = await cli(['diff', 'old.yaml', 'new.yaml', '--format', 'json'])
    expect(JSON.parse(out).map(({ kind }: { kind: string }) => kind)).toEqual(['changed', 'removed'])
  })

  test.each([
    ['text', 'No image changes\n'],
    ['markdown', '### No image changes\n'],
    ['json', '[]\n']
  ])('two files that say the same, as %s', async (format, text) => {
    expect(await cli(['diff', 'old.yaml', 'old.yaml', '--format', format])).toEqual({ exitCode: 0, out: text, err: '' })
  })
})

describe('what is printed where nobody looks', () => {
  const escapeCode = String.fromCharCode(27)

  test.each([
    ['not on a terminal', {}],
    ['with NO_COLOR', { NO_COLOR: '1' }],
    ['on a dumb terminal', { TERM: 'dumb' }]
  ])('has no escape codes: %s', async (_name, more) => {
    for (const args of [['resolve', 'project', '--check'], ['render', 'project', '--offline-images'], ['demo']]) {
      const { out, err } = await runCli(args, {
        cwd: workspace.folder,
        env: { ...env, TMPDIR: workspace.folder, ...more }
      })
      expect((out + err).includes(escapeCode), args.join(' ')).toBe(false)
    }
  })
})
