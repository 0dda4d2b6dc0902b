import { join, relative } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { makeRepository, type Repository } from './diff-repository.ts'
import { init, shop } from './init-project.ts'

const made: Repository[] = []
afterEach(() => {
  for (const one of made.splice(0)) one.remove()
})

function repository(files: Readonly<Record<string, string>>): Repository {
  const one = makeRepository(files)
  made.push(one)
  return one
}

const host = 'registry.sample'

describe('what templates are given', () => {
  test('as args is handed on', async () => {
    const tree = { ...shop(host), '.kluctl.yaml': 'args: [{name: env}]\n' }
    const { folder, read } = repository(tree)
    await init([folder, '--yes', '--offline-images', '-a', 'env=prod'])
    expect(parse(read('.github/workflows/images.yml') ?? '').jobs.bump.with.args).toBe('env=prod\n')
  })

  test('in files is named from the root of the repository', async () => {
    const tree = {
      ...Object.fromEntries(Object.entries(shop(host)).map(([path, text]) => [`deploy/${path}`, text])),
      'deploy/.kluctl.yaml': 'args: [{name: env}, {name: size}]\n',
      'args/prod.yaml': 'env: prod\n',
      'args/size.yaml': '5\n',
      'args/vault.yaml': 'a: b\n'
    }
    const { folder, read } = repository(tree)
    const near = (name: string): string => join(relative('.', folder), 'args', name)
    const flags = ['--args-from-file', near('prod.yaml'), '-a', `size=@${join(folder, 'args/size.yaml')}`]
    const { out } = await init([
      ...[folder, '--yes', '--offline-images', ...flags],
      ...['--vars-from-file', `vault/a=b=${near('vault.yaml')}`, '--allow-env', 'HOME']
    ])
    for (const job of Object.values<{ with: object }>(parse(read('.github/workflows/images.yml') ?? '').jobs)) {
      expect(job.with).toMatchObject({
        'project-dir': 'deploy',
        args: 'size=@args/size.yaml\n',
        'args-from-file': 'args/prod.yaml\n',
        'vars-from-file': 'vault/a=b=args/vault.yaml\n'
      })
    }
    expect(out).toMatch(/^! the pipeline hands no environment variables to templates/m)
  })

  test.each([
    ['--args-from-file', '/etc/hostname'],
    ['--vars-from-file', 'vault=/etc/hostname'],
    ['-a', 'x=@/etc/hostname']
  ])('with %s %s, which no pipeline has, is refused', async (flag, value) => {
    const { folder } = repository(shop(host))
    await expect(init([folder, '--offline-images', flag, value])).rejects.toMatchObject({
      code: 'input',
      message: '"/etc/hostname" is outside of the repository, so that a pipeline does not have it',
      hint: 'Put the file into the repository.'
    })
  })
})
