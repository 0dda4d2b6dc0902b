import { existsSync, mkdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { findProgram, openProgramRunner, type ProgramLimits, type ProgramRun } from '../../../src/io/program.ts'
import { programReason, withProgramRoom } from '../../../src/io/program-room.ts'
import { type FakePath, fakePath } from './fake-program.ts'

const windows = process.platform === 'win32'
const small: ProgramLimits = { seconds: 1, bytes: 100_000 }
/** Notes its process where the test can find it. */
const noted = `require('node:fs').writeFileSync(process.argv[2], String(process.pid))\n`

let fake: FakePath
beforeEach(() => {
  fake = fakePath({
    show: 'console.log(JSON.stringify({ env: process.env, args: process.argv.slice(2), cwd: process.cwd() }))',
    hang: `${noted}setInterval(() => undefined, 1000)`,
    deaf: `process.on('SIGTERM', () => undefined)\n${noted}setInterval(() => undefined, 1000)`,
    flood: `${noted}const more = () => process.stdout.write('x'.repeat(65536), more); more()`,
    rage: `${noted}const more = () => process.stderr.write('x'.repeat(65536), more); more()`,
    fail: `console.error('it is wrong'); console.log('half'); process.exitCode = 3`,
    quick: 'process.exit(0)',
    killed: `process.kill(process.pid, 'SIGKILL')`
  })
  writeFileSync(join(fake.alone, 'broken'), '#!/no/such/interpreter\n', { mode: 0o755 })
})
afterEach(() => fake.remove())

async function runFake(
  name: string,
  args: readonly string[],
  path: string,
  limits?: ProgramLimits
): Promise<ProgramRun> {
  const program = findProgram([name], { env: { PATH: fake.alone } })
  if (!program) throw new Error(`there is no ${name}`)
  return withProgramRoom(new Map(), room => openProgramRunner({ env: { PATH: path } }, limits).run(program, args, room))
}

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0)
    // a process that has ended and was not waited for is still listed
    return !existsSync(`/proc/${pid}/stat`) || !/\) Z /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'))
  } catch {
    return false
  }
}

describe.skipIf(windows)('a program (its fakes are not for Windows)', () => {
  test('sees nothing of our environment, and a PATH without programs (K-06)', async () => {
    process.env['INPUT_SECRET'] = 'secret'
    const run = await runFake('show', [], fake.path).finally(() => delete process.env['INPUT_SECRET'])
    if (run.kind !== 'ended') throw new Error(run.why)
    const { env, cwd } = JSON.parse(run.output) as { env: Record<string, string>; cwd: string }
    const proxies = ['ALL_PROXY', 'HTTPS_PROXY', 'HTTP_PROXY', 'all_proxy', 'http_proxy', 'https_proxy']
    const plain = ['HOME', 'KUBECONFIG', 'KUBERC', 'LANG', 'LC_ALL', 'NO_PROXY', 'PATH', 'TMPDIR', 'no_proxy']
    expect(Object.keys(env).sort()).toEqual([...proxies, ...plain].sort())
    for (const name of proxies) expect(env[name]).toBe('http://127.0.0.1:9')
    expect(env).toMatchObject({ KUBECONFIG: '/dev/null', KUBERC: 'off', LC_ALL: 'C', NO_PROXY: '' })
    expect(env['HOME']).toMatch(/\/home\/run-\w+$/)
    expect(env['TMPDIR']).toBe(env['HOME'])
    expect(env['PATH']).toBe(join(dirname(cwd), 'nothing'))
    expect(existsSync(cwd)).toBe(false)
  })

  test('gets every argument as it is (K-03)', async () => {
    const args = ['$(id)', '`id`', 'a b', '"quoted"', "it's", 'new\nline', '\\', '*', '', '--flag=x', 'ünï']
    const run = await runFake('show', args, fake.path)
    expect(run.kind === 'ended' && JSON.parse(run.output).args).toEqual(args)
  })

  test('that fails gives its status and what it wrote', async () => {
    expect(await runFake('fail', [], fake.path)).toEqual({
      kind: 'ended',
      status: 3,
      output: 'half\n',
      errors: 'it is wrong\n'
    })
  })

  test('that ends at once is no trouble', async () => {
    const runs = await Promise.all(Array.from({ length: 8 }, () => runFake('quick', [], fake.path)))
    expect(runs).toEqual(Array.from({ length: 8 }, () => ({ kind: 'ended', status: 0, output: '', errors: '' })))
  })

  test('that cannot be started is said', async () => {
    expect(await runFake('broken', [], fake.alone)).toEqual({ kind: 'stopped', why: 'could not be started' })
  })

  test('that is killed is no success', async () => {
    const run = await runFake('killed', [], fake.alone)
    expect(run).toEqual({ kind: 'stopped', why: 'was ended by a signal' })
  })

  test.each(['with', 'without'])('that is stopped leaves the others alone, %s other programs on PATH', async others => {
    const path = others === 'with' ? fake.path : fake.alone
    writeFileSync(
      join(fake.alone, 'slow'),
      readFileSync(join(fake.alone, 'show'), 'utf8').replace(/^(console.*)$/m, 'setTimeout(() => $1, 700)'),
      { mode: 0o755 }
    )
    const [flood, slow] = ['flood', 'slow'].map(name => findProgram([name], { env: { PATH: fake.alone } }))
    if (!flood || !slow) throw new Error('the fakes are missing')
    const runs = await withProgramRoom(new Map(), room => {
      const runner = openProgramRunner({ env: { PATH: path } }, { seconds: 10, bytes: 100_000 })
      return Promise.all([runner.run(slow, [], room), runner.run(flood, [join(fake.folder, 'pid')], room)])
    })
    expect(runs.map(({ kind }) => kind)).toEqual(['ended', 'stopped'])
  })

  test.each([
    ['hang', 'with', 'did not end within 1 s'],
    ['hang', 'without', 'did not end within 1 s'],
    ['deaf', 'with', 'did not end within 1 s'],
    ['deaf', 'without', 'did not end within 1 s'],
    ['flood', 'with', 'wrote more than 100000 bytes'],
    ['flood', 'without', 'wrote more than 100000 bytes'],
    ['rage', 'with', 'wrote more than 100000 bytes of errors']
  ])('%s %s other programs on PATH is ended and reported', async (name, others, why) => {
    const note = join(fake.folder, 'pid')
    const path = others === 'with' ? fake.path : fake.alone
    expect(await runFake(name, [note], path, small)).toEqual({ kind: 'stopped', why })
    const pid = Number(readFileSync(note, 'utf8'))
    if (process.platform === 'linux') await vi.waitFor(() => expect(isAlive(pid)).toBe(false), 5000)
  })
})

describe.skipIf(windows)('finding a program (not on Windows)', () => {
  const find = (path: string, workspace?: string): string | undefined =>
    findProgram(['kubectl', 'show'], { env: { PATH: path }, workspace })?.path

  test('takes the first name that is there, in the order of PATH', () => {
    expect(find(`/nowhere:${fake.alone}`)).toBe(join(fake.alone, 'show'))
    writeFileSync(join(fake.alone, 'kubectl'), '', { mode: 0o755 })
    expect(find(fake.alone)).toBe(join(fake.alone, 'kubectl'))
  })

  test('takes none from the workspace, nor one that is a link into it (K-04)', () => {
    const inside = join(fake.folder, 'checkout')
    const outside = join(fake.folder, 'outside')
    for (const folder of [inside, outside]) mkdirSync(folder)
    writeFileSync(join(inside, 'show'), '', { mode: 0o755 })
    symlinkSync(join(inside, 'show'), join(outside, 'show'))
    symlinkSync(inside, join(fake.folder, 'link'))
    expect(find(`${inside}:${outside}:${join(fake.folder, 'link')}`, inside)).toBeUndefined()
    expect(find(`${inside}:${fake.alone}`, inside)).toBe(join(fake.alone, 'show'))
    expect(find(inside)).toBe(join(inside, 'show'))
  })

  test('takes none from a relative folder, no folder, and no file that cannot be run', () => {
    mkdirSync(join(fake.folder, 'a', 'show'), { recursive: true })
    mkdirSync(join(fake.folder, 'b'))
    writeFileSync(join(fake.folder, 'b', 'show'), '', { mode: 0o644 })
    expect(find(`.::bin:${join(fake.folder, 'a')}:${join(fake.folder, 'b')}`)).toBeUndefined()
    expect(findProgram(['show'], { env: {} })).toBeUndefined()
  })
})

describe('the room of a program', () => {
  test('has the tree, is nobody else’s, and is gone afterwards', async () => {
    const tree = new Map<string, string | Uint8Array>([
      ['a/b/text.yaml', 'ü\n'],
      ['bytes', new Uint8Array([0, 255])]
    ])
    const root = await withProgramRoom(tree, async room => {
      expect(readFileSync(join(room.tree, 'a/b/text.yaml'), 'utf8')).toBe('ü\n')
      expect([...readFileSync(join(room.tree, 'bytes'))]).toEqual([0, 255])
      if (!windows) expect(statSync(dirname(room.tree)).mode & 0o777).toBe(0o700)
      return dirname(room.tree)
    })
    expect(existsSync(root)).toBe(false)
  })

  test('is gone after a failure', async () => {
    let root = ''
    const work = withProgramRoom(new Map([['a', 'b']]), async room => {
      root = dirname(room.tree)
      throw new Error('no')
    })
    await expect(work).rejects.toThrow('no')
    expect(root).not.toBe('')
    expect(existsSync(root)).toBe(false)
  })

  test.each(['../x', 'a/../../x', '/etc/x', 'a//b', 'a/./b', '', 'a/', 'a\\b', 'a\0b', 'C:x'])(
    'takes no file called %j',
    async path => {
      const work = withProgramRoom(new Map([[path, '']]), () => Promise.resolve())
      await expect(work).rejects.toMatchObject({ code: 'outside-root' })
    }
  )

  test('takes no name that is a file and a folder', async () => {
    const tree = new Map([
      ['a', ''],
      ['a/b', '']
    ])
    await expect(withProgramRoom(tree, () => Promise.resolve())).rejects.toMatchObject({ code: 'config' })
  })

  test('is not named in messages, which are one short, visible line', async () => {
    await withProgramRoom(new Map([['a', '']]), async room => {
      const text = `open ${room.tree}/base/x.yaml:\n  in ${room.tree} and ${room.home}\u001b[31m\u202e`
      expect(programReason(text, room)).toBe('open base/x.yaml: in . and …/home\\u{1b}[31m\\u{202e}')
      expect(programReason('x'.repeat(1000), room)).toHaveLength(300)
    })
  })
})
