import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { dockerRegistryAvailable, dockerRegistryMissing } from '../helpers/docker-registry.ts'
import { plain } from '../helpers/registry/bench.ts'
import { root } from '../helpers/workspace.ts'
import { policyOf, type ReleaseStage, startRelease, tagsIn } from './release-stage.ts'

if (dockerRegistryMissing !== undefined) process.stderr.write(`${dockerRegistryMissing}\n`)

const newest = { api: '1.1.0', db: '1.1.0', web: '1.1.0' }
const names = ['web', 'api', 'db'] as const
const files = ['fixed/staging.yaml', 'fixed/images.lock.json'] as const

describe.runIf(dockerRegistryAvailable)('what a run writes', () => {
  let stage: ReleaseStage

  beforeAll(async () => {
    stage = await startRelease(() => ({}))
    for (const name of names) for (const tag of ['1.0.0', '1.1.0']) await stage.push(name, tag, 10)
    stage.commit('project')
  })
  afterAll(() => stage.close())
  beforeEach(() => stage.git('checkout', '-q', '-B', 'test', 'main'))
  afterEach(() => {
    stage.git('reset', '-q', '--hard', 'main')
    stage.git('clean', '-qfdx')
  })

  const resolve = (...args: readonly string[]) =>
    stage.cli(['resolve', '--target', 'staging', '-o', files[0], '--no-source-links', ...args])
  const texts = (): readonly (string | undefined)[] => files.map(file => stage.workspace.read(file))
  const changed = (): string => stage.git('status', '--porcelain')
  const lockOf = (file = 'staging.yaml'): Readonly<Record<string, unknown>> =>
    JSON.parse(stage.workspace.read(files[1]) ?? '').files[file]
  const withPolicy = (): void =>
    stage.workspace.write({ '.kluctl-images.yaml': policyOf(stage.registry.host, '2999-12-31') })

  const switches = ['pin-digests', 'lock', 'policy', 'simple'] as const
  const combinations = Array.from({ length: 16 }, (_, bits) => switches.filter((_, index) => bits & (1 << index)))
  test.each(combinations.map(on => [on.join(' + ') || 'nothing', on] as const))(
    'is the same again after a day, with %s',
    async (_, on) => {
      if (on.includes('policy')) {
        withPolicy()
        // what is held stays at its entry, so that it needs one
        const db = stage.image('db')
        stage.workspace.write({ [files[0]]: `images:\n  - image: ${db}\n    resultImage: ${db}:1.0.0\n` })
      }
      const own = on.filter(one => one === 'pin-digests' || one === 'simple').map(one => `--${one}`)
      const args = [...own, '--lock-file', on.includes('lock') ? files[1] : 'none']
      expect((await resolve(...args)).exitCode).toBe(0)
      stage.commit('first')
      const before = texts()
      expect(before.map(text => text !== undefined)).toEqual([true, on.includes('lock')])
      stage.later(1)
      const second = await resolve(...args)
      expect([second.exitCode, second.out]).toEqual([0, expect.stringContaining(`${files[0]} is up to date`)])
      expect([texts(), changed()]).toEqual([before, ''])
    }
  )

  test.each([
    ['images', ['--images', '**/web']],
    ['include-tags', ['--include-tags', 'web']],
    ['include-deployment-dirs', ['--include-deployment-dirs', 'web']]
  ])('keeps the entries of the rest, also in the lock, where %s chooses a part', async (_, part) => {
    const all = ['--images', names.map(name => `**/${name} = regex('1\\.0\\.0')`).join('\n')]
    expect((await resolve('--pin-digests', ...all)).exitCode).toBe(0)
    const before = lockOf()
    stage.later(1)
    const { exitCode, out } = await resolve('--pin-digests', ...part)
    expect([exitCode, tagsIn(texts()[0])], out).toEqual([0, { api: '1.0.0', db: '1.0.0', web: '1.1.0' }])
    const after = lockOf()
    const rest = (lock: typeof after) => Object.entries(lock).filter(([key]) => !key.includes('/web:'))
    expect(rest(after)).toEqual(rest(before))
    expect(Object.keys(after).filter(key => key.includes('/web:1.1.0@'))).toHaveLength(1)
    expect(Object.keys(after)).toHaveLength(3)
  })

  test('stays as it was with --check, which writes not even a lock', async () => {
    const empty = await resolve('--pin-digests', '--check')
    expect([empty.exitCode, changed(), readdirSync(stage.workspace.folder).includes('fixed')]).toEqual([3, '', false])
    await resolve('--pin-digests', '--images', "**/* = regex('1\\.0\\.0')")
    stage.commit('older')
    expect([(await resolve('--pin-digests', '--check')).exitCode, changed()]).toEqual([3, ''])
  })

  test('is whole after two runs at once on one file', async () => {
    const runs = await Promise.all([resolve('--pin-digests'), resolve('--pin-digests')])
    expect(runs.some(({ exitCode }) => exitCode === 0)).toBe(true)
    for (const { exitCode, err } of runs) if (exitCode !== 0) expect(err).toMatch(/another run|changed/)
    expect([tagsIn(texts()[0]), Object.keys(lockOf()).length]).toEqual([newest, 3])
    expect((await resolve('--pin-digests', '--check')).exitCode).toBe(0)
  })

  test('loses no lock entry where two runs write two files of one folder at once', async () => {
    const other = stage.cli(['resolve', '--target', 'production', '-o', 'fixed/production.yaml', '--pin-digests'])
    const runs = await Promise.all([resolve('--pin-digests'), other])
    expect(runs.map(({ exitCode, err }) => [exitCode, exitCode === 0 ? '' : err])).toEqual([
      [0, ''],
      [0, '']
    ])
    for (const file of ['staging.yaml', 'production.yaml']) expect(Object.keys(lockOf(file))).toHaveLength(3)
  })

  test('is old or new after a kill at any moment, and the next run heals it', { timeout: 60_000 }, async () => {
    await resolve('--pin-digests', '--images', "**/* = regex('1\\.0\\.0')")
    stage.commit('older')
    const old = texts()
    const start = performance.now()
    await resolve('--pin-digests')
    const whole = performance.now() - start
    const made = texts()
    expect(made).not.toEqual(old)
    let killed = 0
    for (let round = 0; round < 20; round++) {
      stage.git('checkout', '-q', '--', 'fixed')
      // most of the rounds around the end, where it writes
      const wait = whole * (round < 4 ? 0.2 * round : 0.75 + 0.02 * (round - 4))
      killed += (await killAfter(wait)) ? 1 : 0
      for (const [index, text] of texts().entries())
        expect([old[index], made[index]]).toContain(normal(text, made[index]))
    }
    expect(killed).toBeGreaterThan(0)
    // what a killed run leaves behind is taken away when it is surely nobody's any more
    stage.git('checkout', '-q', '--', 'fixed')
    stage.later(1)
    const { exitCode, err } = await resolve('--pin-digests')
    expect([exitCode, tagsIn(texts()[0])], err).toEqual([0, newest])
    expect((await resolve('--pin-digests', '--check')).exitCode).toBe(0)
    expect(stage.git('ls-files', '-o', '--exclude-standard')).toBe('')
  })

  /** True where it was killed, false where it had ended before. */
  function killAfter(milliseconds: number): Promise<boolean> {
    const args = ['resolve', '--target', 'staging', '-o', files[0], '--no-source-links', '--pin-digests']
    const env = { PATH: process.env['PATH'] ?? '', HOME: stage.workspace.folder, ...plain(stage.registry.host, '0') }
    const child: ChildProcess = spawn(process.execPath, [join(root, 'dist/cli.js'), ...args], {
      cwd: stage.workspace.folder,
      env,
      stdio: 'ignore'
    })
    const timer = setTimeout(() => child.kill('SIGKILL'), milliseconds)
    return new Promise(done =>
      child.on('close', (_, signal) => {
        clearTimeout(timer)
        done(signal === 'SIGKILL')
      })
    )
  }

  describe.runIf(canMount())('where the folder', () => {
    /** A run beside mounts that only it sees; what is in the folder afterwards is in `after`. */
    const resolveBehind = async (mounts: string): Promise<readonly [code: unknown, err: string, after: string]> => {
      const { folder } = stage.workspace
      const script = `{ ${mounts}; } >&2\n"$0" "$@"; code=$?; { cat ${files.join(' ')}; ls -A fixed; } > after.json; exit $code`
      const args = [join(root, 'dist/cli.js'), 'resolve', '--target', 'staging', '-o', files[0], '--pin-digests']
      const env = { PATH: process.env['PATH'] ?? '', HOME: folder, ...plain(stage.registry.host, '0') }
      const child = spawn('unshare', ['-rm', 'sh', '-ec', script, process.execPath, ...args], { cwd: folder, env })
      let err = ''
      child.stderr.on('data', chunk => (err += String(chunk)))
      child.stdout.resume()
      const code = await new Promise(done => child.on('close', done))
      return [code, err, stage.workspace.read('after.json') ?? '']
    }
    test.each([
      [
        'is full',
        'cp -r fixed held; mount -t tmpfs -o size=64k none fixed; mv held/* fixed; rmdir held; cat /dev/zero > fixed/full 2>/dev/null || true',
        'full\n'
      ],
      ['is read-only', 'mount --bind fixed fixed; mount -o remount,bind,ro fixed', '']
    ])('%s, it is as it was, and the run says so', async (_, mounts, more) => {
      await resolve('--pin-digests', '--images', "**/* = regex('1\\.0\\.0')")
      const before = texts()
      const [code, err, after] = await resolveBehind(`set +e; ${mounts}`)
      expect([code, err], err).toEqual([1, expect.stringContaining('"fixed/staging.yaml" cannot be written')])
      expect(err).not.toMatch(/\n\s+at /)
      expect(after).toBe(`${before.join('')}${more}images.lock.json\nstaging.yaml\n`)
    })
  })
})

/** A lock with the moments at which it was decided as in the other. */
function normal(text: string | undefined, like: string | undefined): string | undefined {
  const moments = [...(like ?? '').matchAll(/"decided": "[^"]*"/g)].map(([all]) => all)
  const isNew = text?.includes(':1.1.0@') === true
  return isNew ? text?.replace(/"decided": "[^"]*"/g, () => moments.shift() ?? '') : text
}

function canMount(): boolean {
  try {
    execFileSync('unshare', ['-rm', 'mount', '-t', 'tmpfs', 'none', '/mnt'], { stdio: 'ignore' })
    return true
  } catch {
    process.stderr.write('Left out: a full disk and a read-only folder (nothing can be mounted here).\n')
    return false
  }
}
