import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { fixed, makeRepository, type Outcome, type Repository, runIn, seeInput } from './diff-repository.ts'

let repository: Repository
let before = ''

beforeAll(() => {
  repository = makeRepository({
    'fixed-images.yaml': fixed({ nginx: '1.27.2' }),
    'deploy/prod.yaml': fixed({ nginx: '1.20.0' }),
    'report/readme.txt': ''
  })
  repository.commit(90)
  repository.git('tag', 'v1')
  repository.git('branch', 'report')
  repository.git('branch', 'deploy/prod.yaml')
  repository.write({ 'fixed-images.yaml': fixed({ nginx: '1.28.0' }), 'deploy/prod.yaml': fixed({ nginx: '1.21.0' }) })
  repository.commit(60)
  before = process.cwd()
  process.chdir(repository.folder)
})
afterAll(() => {
  process.chdir(before)
  repository.remove()
})

test('a file of more than 5 MiB at a ref is not read', async () => {
  const large = makeRepository({ 'fixed-images.yaml': `#${'x'.repeat(5 * 1024 * 1024)}\n` })
  large.commit(1)
  process.chdir(large.folder)
  const { code, err } = await diff('HEAD', 'HEAD')
  process.chdir(repository.folder)
  large.remove()
  expect(code).toBe(2)
  expect(err).toContain('the file "fixed-images.yaml" at "HEAD" is larger than 5 MiB')
})

const diff = (...args: readonly string[]): Promise<Outcome> => runIn(repository.folder, ['diff', ...args])

describe('kluctl-images diff', () => {
  test.each<[string, readonly string[], string]>([
    ['two refs', ['v1', 'HEAD'], '1.27.2 → 1.28.0'],
    ['a ref and a file', ['v1', 'fixed-images.yaml'], '1.27.2 → 1.28.0'],
    ['refs with another output file', ['v1', 'main', '--output-file', 'deploy/prod.yaml'], '1.20.0 → 1.21.0'],
    ['REF:PATH', ['v1:deploy/prod.yaml', 'HEAD:fixed-images.yaml'], '1.20.0 → 1.28.0'],
    ['refs in the words of git', ['HEAD~1', 'main@{0}'], '1.27.2 → 1.28.0'],
    ['a branch with the name of a folder', ['report', 'main'], '1.27.2 → 1.28.0'],
    ['a file with the name of a branch, which wins', ['v1:deploy/prod.yaml', 'deploy/prod.yaml'], '1.20.0 → 1.21.0']
  ])('compares %s', async (_, args, move) => {
    const { code, out, err } = await diff(...args)
    expect({ code, err }).toEqual({ code: 0, err: '' })
    expect(out).toContain(` ${move} `)
  })

  test('takes a path behind a ref from the root, and with ./ from here', async () => {
    process.chdir('deploy')
    const here = await diff('v1:./prod.yaml', 'HEAD:deploy/prod.yaml')
    const missing = await diff('v1:prod.yaml', 'HEAD')
    process.chdir('..')
    expect(here.out).toContain(' 1.20.0 → 1.21.0 ')
    expect(missing.err).toBe(
      `error: there is no file "prod.yaml" at "v1"\n  A path behind a ref begins at the root of the repository, or here with ./ before it.\n${seeInput}`
    )
  })

  test.each<[string, string, string]>([
    ['a word that is nothing', 'nope', '"nope" is neither a file nor a git ref that is here\n'],
    ['a file that is not there', 'nope.yaml', 'there is no file "nope.yaml"\n'],
    ['a ref that is not there', 'nope:x.yaml', '"nope:x.yaml" is no file, and "nope" is no git ref that is here\n'],
    ['a flag in place of a ref', '--output=x:y', 'the flag "--output" is not known\n'],
    ['an option of git in place of a ref', ':-x', '":-x" is no file, and "" is no git ref that is here\n'],
    ['a folder at a ref', 'v1:deploy', 'there is no file "deploy" at "v1"\n'],
    ['a path out of the repository', 'v1:../x.yaml', '"../x.yaml" does not lie in the repository\n'],
    ['a folder', 'deploy', '"deploy" is a folder\n']
  ])('refuses %s', async (_, name, message) => {
    const { code, out, err } = await diff(name, 'main')
    expect({ code: code > 0, out }).toEqual({ code: true, out: '' })
    expect(err.slice(0, `error: ${message}`.length)).toBe(`error: ${message}`)
  })

  test('refuses a file that is not at the ref, with what to do', async () => {
    expect(await diff('v1', 'main', '-o', 'new.yaml')).toEqual({
      code: 2,
      out: '',
      err: `error: there is no file "new.yaml" at "v1"\n  Name the file, as in v1:PATH, or with --output-file.\n${seeInput}`
    })
  })
})

describe('kluctl-images export', () => {
  test.each<[string, readonly string[], string]>([
    ['the fixed-images file here', [], 'NGINX_IMAGE=nginx:1.28.0\n'],
    ['a file', ['deploy/prod.yaml'], 'NGINX_IMAGE=nginx:1.21.0\n'],
    ['the output file', ['--output-file', 'deploy/prod.yaml'], 'NGINX_IMAGE=nginx:1.21.0\n'],
    ['the file at a ref', ['v1'], 'NGINX_IMAGE=nginx:1.27.2\n'],
    ['REF:PATH', ['v1:deploy/prod.yaml'], 'NGINX_IMAGE=nginx:1.20.0\n']
  ])('prints %s', async (_, args, out) => {
    expect(await runIn('', ['export', '--format', 'env', ...args])).toEqual({ code: 0, out, err: '' })
  })

  test.each<[string, readonly string[], string]>([
    [
      'no format',
      [],
      '--format: export needs a format\n  Formats: kustomize, helm-values, env, matrix, argocd, flux.\n'
    ],
    [
      'a format with a slip',
      ['--format', 'kustomise'],
      '--format: "kustomise" is not a format\n  Did you mean kustomize?\n'
    ],
    ['a file that is not there', ['x.yaml', '--format', 'env'], 'there is no file "x.yaml"\n'],
    ['a report', ['report.json', '--format', 'env'], '"report.json" is a report, and no fixed-images file\n']
  ])('refuses %s', async (_, args, message) => {
    const { jsonText } = await import('../../src/report/escape.ts')
    const { sampleReport } = await import('../report/sample.ts')
    repository.write({ 'report.json': jsonText(sampleReport([])) })
    const { code, out, err } = await runIn('', ['export', ...args])
    expect({ code, out }).toEqual({ code: 2, out: '' })
    expect(err).toContain(`error: ${message}`)
  })

  test('of what a format cannot express says which format can', async () => {
    repository.write({
      'two.yaml':
        'images:\n- {image: app, resultImage: "app:1", container: a}\n- {image: app, resultImage: "app:2", container: b}\n'
    })
    expect(await runIn('', ['export', 'two.yaml', '--format', 'kustomize'])).toEqual({
      code: 2,
      out: '',
      err: `error: --format: kustomize cannot express several results of one image: "app"\n  env, helm-values and matrix can.\n${seeInput.replaceAll('/', '')}`
    })
  })
})
