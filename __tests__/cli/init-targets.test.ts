import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { makeRepository, type Repository } from './diff-repository.ts'
import { init, shop } from './init-project.ts'

const made: Repository[] = []
afterEach(() => {
  for (const one of made.splice(0)) one.remove()
})

function project(files: Readonly<Record<string, string>>): Repository {
  const one = makeRepository({ ...shop('registry.sample'), ...files })
  made.push(one)
  return one
}

const mixed = `targets:
  - {name: staging, args: {env: s}}
  - {name: prod, args: {env: p}}
  - {name: open}
  - {name: "a/b", args: {env: x}}
args: [{name: env}]
`
const targetsIn = (text: string | undefined): string => parse(text ?? '').jobs.review.with.targets

describe('a target that cannot take part', () => {
  test('is shown with its reason and its place, and is what comes next', async () => {
    const { folder } = project({ '.kluctl.yaml': mixed })
    const { code, out, err } = await init([folder, '--offline-images'])
    expect([code, err]).toEqual([0, ''])
    expect(out).toMatch(/^targets +staging, prod$/m)
    expect(out).toMatch(/^left out +open: \.kluctl\.yaml:\d+:\d+: required args have no value: env\. /m)
    expect(out).toMatch(/^left out +a\/b: it cannot be the name of a file on every system$/m)
    expect(out.slice(out.indexOf('\nNothing was written.'))).toBe(`
Nothing was written. To write what is new without open, a/b: the same command with --yes --target staging --target prod.

Next:
1. Mend what keeps open out (--args would count for every target): .kluctl.yaml:6:8: required args have no value: env. Set it with args (--args env=…), with args-from-file, or in the target. To go on without: the same command with --target staging --target prod.
2. Mend what keeps a/b out: it cannot be the name of a file on every system. To go on without: the same command with --target staging --target prod.
`)
  })

  test.each([[['--yes']], [['--yes', '--json']]])('keeps %j from writing for the others', async flags => {
    const { folder } = project({ '.kluctl.yaml': mixed })
    const { code, err } = await init([folder, '--offline-images', ...flags])
    expect(code).toBe(1)
    expect(err).toBe(
      'error: nothing was written, since --yes sets up every target, and here open, a/b cannot take part; to go on without: --yes --target staging --target prod\n'
    )
    expect(existsSync(join(folder, '.kluctl-images.yaml'))).toBe(false)
  })

  test('is named in the question, and again behind what is written', async () => {
    const { folder, read } = project({ '.kluctl.yaml': mixed })
    const { code, out, asked } = await init([folder, '--offline-images'], { answer: 'y' })
    expect([code, asked]).toEqual([0, ['\nWrite these 4 files, without open, a/b? [y/N] ']])
    expect(out).toContain('\nWritten without open, a/b: .kluctl-images.yaml, ')
    expect(out).toMatch(/\nNext:\n1\. Mend what keeps open out /)
    expect(targetsIn(read('.github/workflows/images.yml'))).toBe('staging\nprod\n')
  })

  test('is not looked at where others are chosen', async () => {
    const { folder, read } = project({ '.kluctl.yaml': mixed })
    const flags = ['--target', 'prod', '-t', 'staging', '-t', 'prod']
    const { code, out } = await init([folder, '--offline-images', '--yes', ...flags])
    expect(code).toBe(0)
    expect(out).toMatch(/^targets +prod, staging$/m)
    expect(out).not.toContain('left out')
    expect(targetsIn(read('.github/workflows/images.yml'))).toBe('prod\nstaging\n')
  })

  test('is an error where it is chosen', async () => {
    const { folder } = project({ '.kluctl.yaml': mixed })
    const flags = ['--target', 'prod', '--target', 'open']
    await expect(init([folder, '--offline-images', ...flags])).rejects.toThrow('required args have no value: env')
  })
})

describe('where no call was found', () => {
  const bad = { 'deployment.yaml': 'deployments:\n  - path: bad\n', 'bad/x.yaml': '{{ nothing.of(this) }}\n' }
  const plain = { 'deployment.yaml': 'deployments:\n  - path: bad\n', 'bad/x.yaml': 'kind: A\n' }
  test.each<[string, Readonly<Record<string, string>>, readonly string[], string, RegExp]>([
    [
      'since no target has the args that are required, the args are named',
      { '.kluctl.yaml': 'targets: [{name: test}, {name: prod}]\nargs: [{name: env}, {name: a.b}]\n' },
      [],
      'no target could be rendered',
      /Next:\n1\. Give test, prod what the project requires: in the args of the targets, or one value for all by the same command with --args env=… --args a\.b=…\n2\. Run the same command again\.\n$/
    ],
    [
      'since an arg is mistyped, the right one is named',
      { '.kluctl.yaml': 'targets: [{name: test}]\nargs: [{name: environment}]\n' },
      ['--args', 'enviroment=x'],
      'no target could be rendered',
      /^left out +test: .*Did you mean environment by "enviroment"\?[\s\S]*Next:\n1\. Give test .* --args environment=…\n/m
    ],
    [
      'since a template does not render, its place is named',
      bad,
      [],
      'no call of images.get_image was found in what could be rendered',
      /Next:\n1\. Mend bad\/x\.yaml:1:\d+: .*\.\n2\. Run the same command again\.\n$/
    ],
    [
      'though all was rendered, a first one is shown',
      plain,
      ['--target', 'prod'],
      'no call of images.get_image was found for the target prod',
      /Next:\n1\. In a template write image: .*\n2\. Run the same command again\.\n$/
    ]
  ])('%s', async (_, files, flags, error, next) => {
    const { folder } = project(files)
    const { code, out, err } = await init([folder, '--offline-images', '--yes', ...flags])
    expect([code, err]).toEqual([1, `error: ${error}, so that there is nothing to set up\n`])
    expect(out).toMatch(next)
  })
})

test('images that stand as text beside calls are counted', async () => {
  const image = (name: string): string => `  - image: ${name}\n`
  const { folder } = project({ 'shop/more.yaml': `a:\n${image('nginx:1.25')}${image('redis:7')}${image('redis:7')}` })
  const { out } = await init([folder, '--offline-images'])
  expect(out).toMatch(/^! 2 images stand as text, as nginx:1\.25 in shop\/more\.yaml: nothing keeps them up to date, /m)
  expect((await init([project({}).folder, '--offline-images'])).out).not.toContain('as text')
})
