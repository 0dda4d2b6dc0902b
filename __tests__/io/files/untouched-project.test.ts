import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { GitHubError } from '../../../src/errors.ts'
import { isProjectUntouched, reviewedChange } from '../../../src/io/untouched-project.ts'
import { parseOptions } from '../../../src/options.ts'
import { makeScene } from './new-registries-scene.ts'

const silent = { debug: () => undefined }

describe('a project that a pull request does not touch', () => {
  const scene = makeScene({ 'deploy/api.yaml': 'a: 1\n', 'src/app.ts': '', 'ops/objects/old.txt': '' })
  let before = ''
  beforeAll(() => {
    before = process.cwd()
    process.chdir(scene.folder)
  })
  afterAll(() => {
    process.chdir(before)
    scene.remove()
  })

  const untouched = (raw: object, commit = scene.base, listChanged?: () => Promise<readonly string[] | undefined>) => {
    const { options } = parseOptions({ 'project-dir': 'deploy', ...raw })
    return isProjectUntouched(options, { commit, listChanged, log: silent })
  }

  test.each<[string, boolean, object]>([
    ['README.md', true, {}],
    ['deploy/charts/README.md', false, {}],
    ['deploy/LICENSE', false, {}],
    ['.github/pull_request_template.md', true, {}],
    ['License.yml', false, {}],
    ['docs/readme.json', false, {}],
    ['ops/pins.txt', true, {}],
    ['ops/pins.txt', false, { 'fixed-images-file': 'ops/pins.txt' }],
    ['ops/pins.txt', false, { 'policy-file': 'ops/pins.txt' }],
    ['ops/pins.txt', false, { 'args-from-file': 'ops/pins.txt' }],
    ['ops/pins.txt', false, { args: 'pins=@ops/pins.txt' }],
    ['ops/pins.txt', false, { 'vars-from-file': 'team=ops/pins.txt' }],
    ['ops/pins.txt', false, { 'lock-file': 'ops/pins.txt' }],
    ['ops/objects/all.txt', false, { 'deployed-images': 'ops/objects' }],
    ['README.md', false, { 'fixed-images-file': 'README.md' }],
    ['src/README.md', false, { 'local-git-override': 'example.com/team=src' }],
    ['src/app.ts', true, {}],
    ['src/app.ts', false, { 'source-root': '.' }],
    ['src/app.ts', false, { 'local-git-override': 'example.com/team=src' }],
    ['fixed-images.yaml', true, {}],
    ['deploy/images.yaml', true, { 'output-file': 'deploy/images.yaml' }],
    ['images.lock.json', false, {}],
    ['.kluctl-images.yaml', false, {}],
    ['.github/workflows/images.yml', false, {}],
    ['ci/args.yml', false, {}],
    ['.env', false, {}],
    ['deploy/api.yaml', false, {}],
    ['deploy/script.sh', false, {}]
  ])('%s: %s with %j', async (path, expected, raw) => {
    scene.git('checkout', '-q', '-B', 'change', 'main')
    scene.commit({ [path]: 'changed\n', 'docs/LICENSE': 'changed\n' })
    expect(await untouched(raw)).toBe(expected)
    // the same by the word of GitHub, for a clone that has not the base
    const listed = async (): Promise<readonly string[]> => [path, 'docs/LICENSE']
    expect(await untouched(raw, '0'.repeat(40), listed)).toBe(expected)
  })

  test('is none where a file of it is moved out', async () => {
    scene.git('checkout', '-q', '-B', 'change', 'main')
    scene.git('mv', 'deploy/api.yaml', 'src/api.txt')
    scene.commit({})
    expect(await untouched({})).toBe(false)
  })

  test('is none where a link on the way to it leads elsewhere', async () => {
    scene.git('checkout', '-q', '-B', 'change', 'main')
    symlinkSync('deploy', join(scene.folder, 'team'))
    symlinkSync('team', join(scene.folder, 'live'))
    const one = scene.commit({ 'other/api.yaml': 'a: 2\n' })
    rmSync(join(scene.folder, 'team'))
    symlinkSync('other', join(scene.folder, 'team'))
    scene.commit({})
    expect(await untouched({ 'project-dir': 'other' }, one)).toBe(true)
    for (const path of ['team', 'live']) expect(await untouched({ 'project-dir': path }, one)).toBe(false)
    expect(await untouched({ 'project-dir': 'other', 'fixed-images-file': 'live/pins.txt' }, one)).toBe(false)
    expect(await untouched({ 'project-dir': 'other', 'output-file': 'live/images.yaml' }, one)).toBe(false)
  })

  test('is none where it is a submodule, or a file that counts lies in one', async () => {
    const module = makeScene({ 'api.yaml': 'a: 1\n', 'pins.txt': '' })
    try {
      scene.git('checkout', '-q', '-B', 'change', 'main')
      scene.git('submodule', '--quiet', 'add', module.folder, 'sub')
      const one = scene.commit({})
      writeFileSync(join(scene.folder, 'sub/api.yaml'), 'a: 2\n')
      scene.git('-C', 'sub', 'commit', '-qam', 'change')
      scene.commit({})
      const listed = async (): Promise<readonly string[]> => ['sub']
      expect(await untouched({}, one)).toBe(true)
      expect(await untouched({ 'fixed-images-file': 'sub/pins.txt' }, one)).toBe(false)
      expect(await untouched({ 'project-dir': 'sub' }, one, listed)).toBe(false)
      expect(await untouched({ 'project-dir': 'sub' }, one, async () => ['README.md'])).toBe(false)
    } finally {
      scene.git('checkout', '-q', '-f', 'main')
      rmSync(join(scene.folder, 'sub'), { recursive: true, force: true })
      module.remove()
    }
  })

  test('is known of a change whose files are on its base', async () => {
    const { options } = parseOptions({ 'project-dir': 'deploy' })
    const known = (baseCommit: string | undefined, isOnBase: boolean | undefined) =>
      reviewedChange(options, { baseCommit, isOnBase, log: silent })
    scene.git('checkout', '-q', '-B', 'change', 'main')
    expect(known(undefined, false)).toBe(undefined)
    expect(known(scene.base, undefined)).toBe(undefined)
    for (const isOnBase of [true, false]) {
      expect(known(scene.base, isOnBase)?.isOnBase).toBe(isOnBase)
      expect(await known(scene.base, isOnBase)?.isProjectUntouched()).toBe(isOnBase)
    }
  })

  test('is none where nobody can tell', async () => {
    const missing = '0'.repeat(40)
    const broken = async (): Promise<never> => {
      throw new GitHubError('unavailable', 'no')
    }
    expect(await untouched({}, missing)).toBe(false)
    expect(await untouched({}, missing, async () => undefined)).toBe(false)
    expect(await untouched({}, missing, broken)).toBe(false)
  })

  test('is none outside of a repository', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'untouched-'))
    mkdirSync(join(folder, 'deploy'))
    writeFileSync(join(folder, 'deploy/deployment.yaml'), '{}\n')
    try {
      const none = async (): Promise<readonly string[]> => []
      expect(await untouched({ 'project-dir': join(folder, 'deploy') }, scene.base, none)).toBe(false)
    } finally {
      rmSync(folder, { recursive: true })
    }
  })
})
