import { type ChildProcess, spawn } from 'node:child_process'
import { tmpdir } from 'node:os'
import { dirname, join, sep } from 'node:path'
import type { Readable } from 'node:stream'
import { fileURLToPath } from 'node:url'
import { ProjectError } from '../errors.ts'
import type { Log } from '../ports.ts'
import type { RenderedProject } from '../project/rendition.ts'
import { quote, shorten } from '../text.ts'
import { decodeMessage, type Message } from '../wire/answer.ts'
import { encodeRequest, type RenderRequest } from '../wire/request.ts'

/** Milliseconds, MiB of heap, and bytes of one answer. */
export type RenderLimits = {
  readonly file: number
  readonly project: number
  readonly heap: number
  readonly answer: number
  /** How often the process may end before its time. */
  readonly restarts: number
}

/** Threat model section 10. */
export const renderLimits: RenderLimits = {
  file: 5_000,
  project: 120_000,
  heap: 256,
  answer: 64 * 1024 * 1024,
  restarts: 20
}

export type RenderProcessOptions = {
  /** Real paths of the folders that may be read. */
  readonly folders: readonly string[]
  readonly log: Log
  readonly limits?: RenderLimits
  /** The built entry of the rendering process. */
  readonly script?: string
}

/** Renders projects in a process of its own (threat model T-08, T-09, T-11). */
export interface RenderProcess {
  /**
   * A file that takes too long or ends the process is a problem in the result, and the others are rendered all the same.
   * @throws InputError for an option that cannot be right
   */
  render(request: Omit<RenderRequest, 'refused'>): Promise<RenderedProject>
  close(): void
}

/** Starts the process at once, so that it is ready when the request is. */
export function startRenderProcess(options: RenderProcessOptions): RenderProcess {
  const { limits = renderLimits, log } = options
  let waiting: ChildProcess | undefined = start(options)
  const take = (): ChildProcess => {
    const child = waiting ?? start(options)
    waiting = undefined
    return child
  }
  return {
    async render(request) {
      const refused = new Map<string, string>()
      const end = performance.now() + limits.project
      while (refused.size <= limits.restarts) {
        const outcome = await converse(take(), { ...request, refused }, Math.max(0, end - performance.now()), options)
        if (outcome.kind === 'project') return outcome.project
        if (outcome.kind === 'failed') throw outcome.error
        if (outcome.kind === 'bug') throw new Error(`the rendering process failed: ${outcome.text}`)
        log.debug(`the rendering process ended: ${outcome.why}; ${outcome.errors}`)
        if (outcome.file === undefined || refused.has(outcome.file)) return failed(outcome.why, undefined)
        refused.set(outcome.file, outcome.why)
        if (performance.now() > end) break
      }
      const [file, why] = [...refused].at(-1) ?? []
      return failed(why ?? `rendering the project took longer than ${limits.project / 1000} s`, file)
    },
    close() {
      waiting?.kill('SIGKILL')
      waiting = undefined
    }
  }
}

function failed(message: string, file: string | undefined): RenderedProject {
  const problem = new ProjectError('limit', message, file === undefined ? undefined : { file })
  return { targetImages: [], items: [], tree: new Map(), problems: [problem], warnings: [], needs: [], secrets: [] }
}

function start({ folders, limits = renderLimits, script = builtScript() }: RenderProcessOptions): ChildProcess {
  const flags = [
    permissionFlag(),
    ...outermost([dirname(script), ...folders]).map(folder => `--allow-fs-read=${join(folder, '*')}`),
    '--disallow-code-generation-from-strings',
    `--max-old-space-size=${limits.heap}`,
    '--no-warnings'
  ]
  const child = spawn(process.execPath, [...flags, script], {
    env: {},
    cwd: tmpdir(),
    stdio: ['pipe', 'ignore', 'pipe', 'pipe'],
    windowsHide: true
  })
  // a process that ends early is seen by its end, not by a pipe that breaks
  child.stdin?.on('error', () => undefined)
  child.on('error', () => undefined)
  return child
}

/** Node 20 aborts where one of the paths lies below another. */
function outermost(paths: readonly string[]): readonly string[] {
  const different = [...new Set(paths)]
  const isBelow = (path: string, folder: string): boolean => path !== folder && path.startsWith(join(folder, sep))
  return different.filter(path => !different.some(folder => isBelow(path, folder)))
}

/** Beside the bundle that this is part of. */
function builtScript(): string {
  return fileURLToPath(new URL('./renderer.js', import.meta.url))
}

/** The name before Node 22.13 and 23.5. */
function permissionFlag(): string {
  return process.allowedNodeEnvironmentFlags.has('--permission') ? '--permission' : '--experimental-permission'
}

type Ended = {
  readonly kind: 'ended'
  /** The file whose rendering had begun. */
  readonly file: string | undefined
  readonly why: string
  readonly errors: string
}
type Outcome = Extract<Message, { kind: 'project' | 'failed' | 'bug' }> | Ended

function converse(
  child: ChildProcess,
  request: RenderRequest,
  time: number,
  { log, limits = renderLimits }: RenderProcessOptions
): Promise<Outcome> {
  return new Promise(resolve => {
    let file: string | undefined
    let stopped: string | undefined
    let outcome: Outcome | undefined
    let timer: NodeJS.Timeout
    const stop = (why: string): void => {
      stopped ??= why
      child.kill('SIGKILL')
    }
    const watch = (): void => {
      clearTimeout(timer)
      const what = file === undefined ? 'loading the project' : `rendering ${file}`
      timer = setTimeout(() => stop(`${what} took longer than ${limits.file / 1000} s`), limits.file)
    }
    const whole = setTimeout(() => stop(`rendering the project took longer than ${limits.project / 1000} s`), time)
    const errors = firstBytes(child.stderr, 16 * 1024)
    readLines(
      child.stdio[3],
      limits.answer,
      line => {
        if (outcome !== undefined) return
        try {
          const message = decodeMessage(line)
          if (message.kind === 'debug') log.debug(message.text)
          else if (message.kind !== 'begin') outcome = message
          else if (message.file !== file) {
            file = message.file
            watch()
          }
        } catch (error) {
          stop(`the renderer answered what cannot be read (${error instanceof Error ? error.message : String(error)})`)
        }
      },
      () => stop(`the rendered project is larger than ${limits.answer} bytes`)
    )
    child.once('close', (code, signal) => {
      clearTimeout(timer)
      clearTimeout(whole)
      const said = errors()
      resolve(
        outcome ?? {
          kind: 'ended',
          file,
          why: stopped ?? whyEnded(file, code ?? signal, said, limits),
          errors: shorten(said, 2000)
        }
      )
    })
    watch()
    child.stdin?.end(encodeRequest(request))
  })
}

function whyEnded(file: string | undefined, status: unknown, errors: string, { heap }: RenderLimits): string {
  const what = file === undefined ? 'the project' : quote(file)
  return /heap out of memory|Allocation failed/.test(errors)
    ? `rendering ${what} needs more than ${heap} MiB of memory`
    : `the renderer stopped unexpectedly at ${what} (${String(status)})`
}

function isReadable(stream: unknown): stream is Readable {
  return typeof stream === 'object' && stream !== null && 'on' in stream && 'read' in stream
}

function readLines(stream: unknown, limit: number, take: (line: string) => void, tooLong: () => void): void {
  if (!isReadable(stream)) return
  let pieces: Buffer[] = []
  let size = 0
  stream.on('error', () => undefined)
  stream.on('data', (chunk: Buffer) => {
    let rest = chunk
    for (let end = rest.indexOf(0x0a); end >= 0; end = rest.indexOf(0x0a)) {
      take(Buffer.concat([...pieces, rest.subarray(0, end)]).toString('utf8'))
      pieces = []
      size = 0
      rest = rest.subarray(end + 1)
    }
    size += rest.length
    if (size > limit) tooLong()
    else if (rest.length > 0) pieces.push(rest)
  })
}

function firstBytes(stream: Readable | null, limit: number): () => string {
  const pieces: Buffer[] = []
  let size = 0
  stream?.on('error', () => undefined)
  stream?.on('data', (chunk: Buffer) => {
    if (size < limit) pieces.push(chunk.subarray(0, limit - size))
    size += chunk.length
  })
  return () => Buffer.concat(pieces).toString('utf8')
}
