import { join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { deployment } from '../helpers/workspace.ts'
import { makeRepository, type Repository } from './diff-repository.ts'
import { call, init, shop } from './init-project.ts'

const made: Repository[] = []
afterEach(() => {
  for (const one of made.splice(0)) one.remove()
})

function repository(files: Readonly<Record<string, string>>): Repository {
  const one = makeRepository(files)
  made.push(one)
  return one
}

const below = (folder: string, files = shop('registry.sample')): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(files).map(([path, text]) => [`${folder}/${path}`, text]))
const jobs = (text: string | undefined): readonly { readonly with: Readonly<Record<string, string>> }[] =>
  Object.values(parse(text ?? '').jobs)

describe('the project', () => {
  test.each(['deploy', 'apps/shop/deploy'])('in %s is found, and named in what is written', async folder => {
    const one = repository(below(folder))
    expect((await init([one.folder, '--yes', '--offline-images'])).code).toBe(0)
    expect(one.read(`${folder}/.kluctl-images.yaml`)).toBeDefined()
    for (const { with: inputs } of jobs(one.read('.github/workflows/images.yml')))
      expect(inputs['project-dir']).toBe(folder)
  })

  test('with .kluctl.yaml goes before what may be a part of it, which is named', async () => {
    const parts = { 'shared/jobs/deployment.yaml': 'deployments: []\n', 'shared/jobs/a/deployment.yaml': '' }
    const { folder } = repository({ ...below('infra/kluctl'), ...parts })
    const { out } = await init([folder, '--offline-images'])
    expect(out).toMatch(/^project +infra\/kluctl$/m)
    expect(out).toContain(
      `! this is about infra/kluctl; for ${join(folder, 'shared/jobs')}, which may be kluctl projects too: kluctl-images init DIR\n`
    )
    expect((await init([join(folder, 'infra'), '--offline-images'])).out).not.toContain('this is about')
  })

  const none = /^there is no kluctl project in /
  test.each<[Readonly<Record<string, string>>, RegExp, string]>([
    [{ 'a/x.yaml': '' }, none, 'Name the folder that holds .kluctl.yaml'],
    [{ 'a/b/c/d/.kluctl.yaml': '' }, none, 'Name the folder'],
    [{ '.a/.kluctl.yaml': '', 'node_modules/a/.kluctl.yaml': '' }, none, 'Name the folder'],
    [{ 'chart/templates/deployment.yaml': 'apiVersion: apps/v1\nkind: Deployment\n' }, none, 'Name the folder'],
    [
      {
        'deploy/.kluctl.yaml': '',
        'infra/kluctl/.kluctl.yml': '',
        'infra/kluctl/a/.kluctl.yaml': '',
        'c/deployment.yaml': ''
      },
      /^there are several kluctl projects in .*: deploy, infra\/kluctl$/,
      '/deploy. Each has a policy and pipelines of its own.'
    ],
    [
      { 'b/deployment.yaml': '', 'b/c/deployment.yaml': '', 'a/deployment.yml': '' },
      /^there are several kluctl projects in .*: a, b$/,
      'Choose one: kluctl-images init '
    ]
  ])('that cannot be told is an error: %j', async (tree, message, hint) => {
    const { folder } = repository(tree)
    await expect(init([folder])).rejects.toMatchObject({
      code: 'input',
      message: expect.stringMatching(message),
      hint: expect.stringContaining(hint)
    })
  })
})

describe('a project that includes its neighbours', () => {
  const includes = {
    ...below('infra/kluctl'),
    'infra/kluctl/deployment.yaml': 'deployments:\n  - path: shop\n  - include: ../../shared/jobs\n',
    'shared/jobs/deployment.yaml': 'deployments:\n  - path: worker\n',
    'shared/jobs/worker/worker.yaml': deployment('worker', { worker: call('registry.sample/acme/worker') })
  }
  const warning = '! paths lead out of the project into the repository'

  test.each([
    ['by itself', [], '.', true],
    ['by --source-root', ['--source-root', '.'], '.', false],
    ['by --source-root for less', ['--source-root', 'ROOT/infra/..'], '.', false]
  ])('is set up with the root of the repository %s', async (_, flags, sourceRoot, isSaid) => {
    const { folder, read } = repository(includes)
    const given = flags.map(flag => flag.replace('ROOT', folder).replace(/^\.$/, folder))
    const { code, out } = await init([join(folder, 'infra/kluctl'), '--yes', '--offline-images', ...given])
    expect(code).toBe(0)
    expect(out).toMatch(/^calls +4 calls of images\.get_image, for 4 images$/m)
    expect(out.includes(warning)).toBe(isSaid)
    expect(out).not.toContain('points outside')
    expect(read('infra/kluctl/.kluctl-images.yaml')).toContain('registry.sample/acme/worker')
    const all = jobs(read('.github/workflows/images.yml'))
    expect(all.map(({ with: inputs }) => inputs['source-root'])).toEqual(all.map(() => sourceRoot))
  })

  test('that lie outside of the repository is told so, and stays in its folder', async () => {
    const lost = 'deployments:\n  - path: shop\n  - include: ../../../shared\n'
    const { folder } = repository({ ...includes, 'infra/kluctl/deployment.yaml': lost })
    const { out } = await init([join(folder, 'infra/kluctl'), '--offline-images', '--json'])
    const { setup, failures } = JSON.parse(out)
    expect(setup.sourceRoot).toBeUndefined()
    expect(failures).toEqual([
      'deployment.yaml:3:14: deployments[1].include: "../../../shared" points outside the project. The repository does not have it: move it there, or include it with git'
    ])
  })

  test.each([
    ['infra', 'infra'],
    ['infra/kluctl', undefined]
  ])('with --source-root %s names it from the root: %s', async (sourceRoot, expected) => {
    const { folder } = repository(below('infra/kluctl'))
    const flags = ['--offline-images', '--json', '--source-root', join(folder, sourceRoot)]
    const { out } = await init([join(folder, 'infra/kluctl'), ...flags])
    expect(JSON.parse(out).setup.sourceRoot).toBe(expected)
  })

  test.each([
    [
      '/',
      /^"\/" is outside of the repository, so that a pipeline does not have it$/,
      'Name a folder of the repository.'
    ],
    ['shared', /^the project folder .* does not lie in /, undefined],
    ['nothing', /^there is no folder "/, undefined]
  ])('with --source-root %s is refused', async (sourceRoot, message, hint) => {
    const { folder } = repository(includes)
    const flags = ['--offline-images', '--source-root', sourceRoot === '/' ? '/' : join(folder, sourceRoot)]
    await expect(init([join(folder, 'infra/kluctl'), ...flags])).rejects.toMatchObject({
      code: 'input',
      message: expect.stringMatching(message),
      hint
    })
  })
})
