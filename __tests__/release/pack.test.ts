import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { chmodSync, mkdirSync, readdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, describe, expect, test } from 'vitest'
import { makeStage, removeTemplates, type Stage } from './release-stage.ts'

const stages: Stage[] = []
afterEach(() => {
  for (const stage of stages.splice(0)) stage.remove()
})
afterAll(removeTemplates)
const begun = (): Stage => {
  const stage = makeStage()
  stages.push(stage)
  return stage
}
const sumOf = (path: string): string => createHash('sha256').update(readFileSync(path)).digest('hex')
const sumsOf = (folder: string): Readonly<Record<string, string>> =>
  Object.fromEntries(readdirSync(folder).map(name => [name, sumOf(join(folder, name))]))
const list = (archive: string): readonly string[] =>
  spawnSync('tar', ['--list', '--verbose', '--file', archive, '--utc'], { encoding: 'utf8' }).stdout.trim().split('\n')

describe('pack', () => {
  test('writes the npm package, the Action and their sums', () => {
    const stage = begun()
    const { ok, text } = stage.release(['pack', stage.assets])
    expect(text).toContain('SHA256SUMS')
    expect(ok).toBe(true)
    const sums = sumsOf(stage.assets)
    const names = ['kluctl-images-0.1.0.tgz', 'kluctl-images-action-0.1.0.tar.gz']
    expect(Object.keys(sums).toSorted()).toEqual(['SHA256SUMS', ...names])
    expect(readFileSync(join(stage.assets, 'SHA256SUMS'), 'utf8').trim().split('\n').toSorted()).toEqual(
      names.map(name => `${sums[name]}  ${name}`).toSorted()
    )
  })

  test('gives the same bytes from another folder, on another day, by somebody with other habits', () => {
    const [one, two] = [begun(), begun()]
    expect(one.release(['pack', one.assets]).ok).toBe(true)
    for (const path of ['dist/index.js', 'action.yml']) {
      chmodSync(join(two.project, path), 0o600)
      utimesSync(join(two.project, path), 1, 1)
    }
    two.git('config', 'tar.umask', '0077')
    two.git('config', 'core.fileMode', 'false')
    const { ok, text } = two.release(['pack', two.assets], {
      TZ: 'Pacific/Chatham',
      LC_ALL: 'C',
      npm_config_umask: '077'
    })
    expect(text).toContain('SHA256SUMS')
    expect(ok).toBe(true)
    expect(sumsOf(two.assets)).toEqual(sumsOf(one.assets))
  })

  test('puts into the archive what a workflow needs to use it by path', () => {
    const stage = begun()
    stage.release(['pack', stage.assets])
    const names = list(join(stage.assets, 'kluctl-images-action-0.1.0.tar.gz')).map(line => line.split(' ').at(-1))
    expect(names.filter(name => !name?.endsWith('/'))).toEqual(
      ['LICENSE', 'README.md', 'SECURITY.md', 'action.yml', 'dist/index.js'].map(name => `kluctl-images-0.1.0/${name}`)
    )
  })

  test.each<[string, (stage: Stage) => string, string]>([
    [
      'what is not committed',
      stage => {
        stage.write({ 'dist/index.js': 'other' })
        return stage.assets
      },
      'Only what is committed is packed'
    ],
    ['into the tree', stage => join(stage.project, 'packed'), 'lies in the tree'],
    [
      'over what is there',
      stage => {
        mkdirSync(stage.assets)
        writeFileSync(join(stage.assets, 'a'), '')
        return stage.assets
      },
      'is not empty'
    ]
  ])('does not pack %s', (_what, arrange, message) => {
    const stage = begun()
    const { ok, text } = stage.release(['pack', arrange(stage)])
    expect([ok, text]).toEqual([false, expect.stringContaining(message)])
  })
})
