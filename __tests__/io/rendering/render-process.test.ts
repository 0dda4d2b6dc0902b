import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { InputError } from '../../../src/errors.ts'
import { type RenderLimits, renderLimits, startRenderProcess } from '../../../src/io/render-process.ts'
import type { RenderedProject } from '../../../src/project/rendition.ts'
import { noExternalSources } from '../../../src/project/sources.ts'

const base = realpathSync(mkdtempSync(join(tmpdir(), 'render-process-')))
afterAll(() => rmSync(base, { recursive: true, force: true }))
const app = join(base, 'app', 'dist')
const project = join(base, 'project')
mkdirSync(app, { recursive: true })
mkdirSync(project)
writeFileSync(join(app, 'package.json'), '{"type":"module"}')
writeFileSync(join(base, 'outside.txt'), 'outside')
writeFileSync(join(project, 'inside.txt'), 'inside')
symlinkSync('inside.txt', join(project, 'link.txt'))

/** What a well-behaved process says, as JavaScript. */
const prelude = `
import fs from 'node:fs'
const request = JSON.parse(fs.readFileSync(0, 'utf8'))
const say = message => fs.writeSync(3, JSON.stringify(message) + '\\n')
const begin = file => say({ kind: 'begin', text: file })
const empty = { targetImages: [], items: [], tree: [], problems: [], warnings: [], needs: [], secrets: [] }
const answer = (...warnings) => say({ kind: 'project', project: { ...empty, warnings: warnings.map(message => ({ message })) } })
const refused = new Map(request.refused)
`

let count = 0

/** Renders with a process of our own making, so that it can do what the real one must never do. */
async function renderWith(script: string, limits: Partial<RenderLimits> = {}): Promise<RenderedProject> {
  count += 1
  const file = join(app, `script-${count}.js`)
  writeFileSync(file, prelude + script)
  const rendering = startRenderProcess({
    folders: [project],
    log: { debug: () => undefined, info: () => undefined, warning: () => undefined },
    limits: { ...renderLimits, ...limits },
    script: file
  })
  try {
    return await rendering.render({
      root: project,
      home: '',
      mounts: new Map(),
      target: undefined,
      args: new Map(),
      inclusion: { includeTags: [], excludeTags: [], includeDeploymentDirs: [], excludeDeploymentDirs: [] },
      external: noExternalSources,
      ownFiles: new Set()
    })
  } finally {
    rendering.close()
  }
}

async function problemOf(script: string, limits: Partial<RenderLimits> = {}): Promise<string> {
  const { problems } = await renderWith(script, limits)
  return problems.map(({ message }) => message).join('\n')
}

describe('the rendering process has nothing worth stealing (T-08)', () => {
  const attempts: readonly (readonly [what: string, code: string, expected: string])[] = [
    ['reads a file of the project', `fs.readFileSync(${q('inside.txt')}, 'utf8')`, 'inside'],
    ['reads through a link inside of it', `fs.readFileSync(${q('link.txt')}, 'utf8')`, 'inside'],
    ['lists the project', `fs.readdirSync(${q('.')}).join()`, 'inside.txt,link.txt'],
    ['reads a file outside', `fs.readFileSync(${q('../outside.txt')}, 'utf8')`, 'ERR_ACCESS_DENIED'],
    ['reads a folder outside', `fs.readdirSync(${q('..')})`, 'ERR_ACCESS_DENIED'],
    ['reads /etc/passwd', `fs.readFileSync('/etc/passwd')`, 'ERR_ACCESS_DENIED'],
    [
      'reads the environment of its parent',
      `fs.readFileSync('/proc/' + process.ppid + '/environ')`,
      'ERR_ACCESS_DENIED'
    ],
    ['reads its own environment in procfs', `fs.readFileSync('/proc/self/environ')`, 'ERR_ACCESS_DENIED'],
    ['writes into the project', `fs.writeFileSync(${q('new.txt')}, '')`, 'ERR_ACCESS_DENIED'],
    ['sees variables', `JSON.stringify(process.env)`, '{}'],
    ['starts a program', `(await import('node:child_process')).execFileSync('id')`, 'ERR_ACCESS_DENIED'],
    ['starts a thread', `new (await import('node:worker_threads')).Worker('1', { eval: true })`, 'ERR_ACCESS_DENIED'],
    ['makes code of text', `[].constructor.constructor('return 1')()`, 'EvalError'],
    ['has arguments that tell', `process.argv.slice(2).join()`, '']
  ]

  test.each(attempts)('%s', async (_, code, expected) => {
    const script = `try { answer(String(${code})) } catch (error) { answer(error.code ?? error.name) }`
    const { warnings } = await renderWith(script)
    expect(warnings.map(({ message }) => message)).toEqual([expected])
  })

  function q(path: string): string {
    return JSON.stringify(join(project, path))
  }
})

describe('a file that ends the process is a problem, and the others are rendered all the same (T-11)', () => {
  const rest = `answer('rendered without ' + [...refused.keys()].join() + ': ' + [...refused.values()].join())`

  test('for taking too long', async () => {
    const script = `begin('a.yaml'); begin('slow.yaml'); if (!refused.has('slow.yaml')) for (;;); ${rest}`
    const { warnings } = await renderWith(script, { file: 400 })
    expect(warnings[0]?.message).toBe('rendered without slow.yaml: rendering slow.yaml took longer than 0.4 s')
  })

  test('for taking too long, however often it is begun', async () => {
    const script = `if (refused.has('slow.yaml')) { ${rest} } else setInterval(() => begin('slow.yaml'), 50)`
    const { warnings } = await renderWith(script, { file: 400, project: 3_000 })
    expect(warnings[0]?.message).toBe('rendered without slow.yaml: rendering slow.yaml took longer than 0.4 s')
  })

  test('for taking all memory', async () => {
    const script = `begin('fat.yaml'); const all = []; if (!refused.has('fat.yaml')) for (;;) all.push(Array(1e5).fill('x')); ${rest}`
    const { warnings } = await renderWith(script, { heap: 40 })
    expect(warnings[0]?.message).toBe(
      'rendered without fat.yaml: rendering "fat.yaml" needs more than 40 MiB of memory'
    )
  })

  test('for ending it early, even with success', async () => {
    const script = `begin('end.yaml'); if (!refused.has('end.yaml')) process.exit(0); ${rest}`
    const { warnings } = await renderWith(script)
    expect(warnings[0]?.message).toContain('the renderer stopped unexpectedly at "end.yaml" (0)')
  })

  test('and several of them one after the other', async () => {
    const script = `for (const file of ['a', 'b', 'c']) { begin(file); if (!refused.has(file)) process.exit(3) } ${rest}`
    const { warnings } = await renderWith(script)
    expect(warnings[0]?.message).toContain('rendered without a,b,c: ')
  })

  test('but not for ever', async () => {
    const script = `const file = 'f' + refused.size; begin(file); process.exit(3)`
    expect(await problemOf(script, { restarts: 2 })).toBe('the renderer stopped unexpectedly at "f2" (3)')
  })
})

describe('an answer that was not agreed is an error (T-09)', () => {
  test.each([
    ['none, with success', 'process.exit(0)', /^the renderer stopped unexpectedly at the project \(0\)$/],
    [
      'none, after a crash',
      'throw new Error("secret words")',
      /^the renderer stopped unexpectedly at the project \(1\)$/
    ],
    ['no JSON', `fs.writeSync(3, 'hello\\n')`, /^the renderer answered what cannot be read \(/],
    [
      'another field',
      `say({ kind: 'project', project: { ...empty, more: 1 } })`,
      /project: no field "more" is expected/
    ],
    [
      'a missing field',
      `say({ kind: 'project', project: { ...empty, items: undefined } })`,
      /project\.items: a list is expected/
    ],
    ['a wrong type', `say({ kind: 'project', project: { ...empty, tree: [['a', 1]] } })`, /tree\[0\]/],
    ['text for a message', `say('project')`, /a record is expected/],
    [
      'a field that JavaScript knows',
      `fs.writeSync(3, '{"kind":"project","__proto__":{}}\\n')`,
      /no field "__proto__" is expected/
    ],
    [
      'too much',
      `fs.writeSync(3, 'x'.repeat(5000))\nsetInterval(() => undefined, 1000)`,
      /^the rendered project is larger than 4096 bytes$/
    ]
  ])('%s', async (_, script, expected) => {
    expect(await problemOf(script, { answer: 4096 })).toMatch(expected)
  })

  test('a project that takes too long as a whole is one', async () => {
    const script = `setInterval(() => begin('next'), 50)`
    expect(await problemOf(script, { project: 500 })).toBe('rendering the project took longer than 0.5 s')
  })

  test('a bug of the process is a bug of ours', async () => {
    await expect(renderWith(`say({ kind: 'bug', text: 'TypeError: x' })`)).rejects.toThrow(
      'the rendering process failed: TypeError: x'
    )
  })

  test('an option that cannot be right is that error here as well', async () => {
    const error = { kind: 'input', code: 'config', message: 'no target', hint: 'Targets: a.', subject: 'target' }
    const failed = renderWith(`say({ kind: 'failed', error: ${JSON.stringify(error)} })`)
    await expect(failed).rejects.toThrow(InputError)
    await expect(failed).rejects.toMatchObject({ input: 'target', message: 'no target', hint: 'Targets: a.' })
  })

  test('and so is a process that cannot be started', async () => {
    expect(await problemOf('this is no JavaScript')).toMatch(/^the renderer stopped unexpectedly at the project \(1\)$/)
  })
})
