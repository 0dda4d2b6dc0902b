import { existsSync } from 'node:fs'
import { join, relative } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import { makeRepository, type Repository } from './diff-repository.ts'
import { init, shop } from './init-project.ts'

const made: Repository[] = []
afterEach(() => {
  for (const one of made.splice(0)) one.remove()
})

function project(targets: string): Repository {
  const one = makeRepository({
    ...shop('registry.sample'),
    '.kluctl.yaml': `targets: [${targets}]\nargs: [{name: region}]\n`,
    'args.yaml': 'region: hidden-one\n'
  })
  made.push(one)
  return one
}

const both = '{name: prod, args: {region: eu}}, {name: stage}'
const given = ['--offline-images', '--args', 'region=us']
const isWritten = (folder: string): boolean => existsSync(join(folder, '.kluctl-images.yaml'))

describe('args that replace what a target has itself', () => {
  test('keep --yes from writing', async () => {
    const { folder } = project(both)
    const { code, err, out } = await init([folder, '--yes', ...given])
    expect([code, isWritten(folder)]).toEqual([1, false])
    expect(err).toBe(
      'error: nothing was written, since --args region=us replaces region: eu of prod; put a value for one target into its args in .kluctl.yaml\n'
    )
    expect(out).toMatch(/^! --args region=us replaces region: eu of prod$/m)
    expect(out).toMatch(
      /\nNothing was written\.\n\nNext:\n1\. Look at what the given args do: --args region=us replaces region: eu of prod\. They count for every target, /
    )
  })

  test('come first also where a person wants them', async () => {
    const { folder } = project(both)
    const { code, out } = await init([folder, ...given], { answer: 'y' })
    expect([code, isWritten(folder)]).toEqual([0, true])
    expect(out).toMatch(/\nNext:\n1\. Look at what the given args do: --args region=us replaces /)
  })

  test('of a file show nothing of it', async () => {
    const { folder } = project(both)
    const file = join(relative('.', folder), 'args.yaml')
    const { code, err, out } = await init([folder, '--yes', '--offline-images', '--args-from-file', file])
    expect(code).toBe(1)
    expect(err).toContain(`since --args-from-file ${file} replaces region: eu of prod; `)
    expect(out + err).not.toContain('hidden-one')
  })

  test('of the only target may be meant: --target says so', async () => {
    const { folder } = project('{name: prod, args: {region: eu}}')
    const { err } = await init([folder, '--yes', ...given])
    expect(err).toMatch(/; to go on all the same: --yes --target prod\n$/)
    const { code } = await init([folder, '--yes', '--target', 'prod', ...given])
    expect([code, isWritten(folder)]).toEqual([0, true])
  })

  test('are none where a target has the same, or lacks it', async () => {
    const { folder } = project('{name: prod, args: {region: us}}, {name: stage}')
    const { code, out } = await init([folder, '--yes', ...given])
    expect([code, isWritten(folder)]).toEqual([0, true])
    expect(out).not.toContain('replaces')
  })
})
