import { accessSync, constants, mkdtempSync, statSync } from 'node:fs'
import { delimiter, isAbsolute, join } from 'node:path'
import { runChild } from './program-child.ts'
import type { ProgramRoom } from './program-room.ts'
import { isInside } from './registry/environment.ts'

/** Where programs are looked for. */
export type ProgramSurroundings = {
  readonly env: Readonly<Record<string, string | undefined>>
  /** The checked-out repository, from which no program is ever taken. */
  readonly workspace?: string | undefined
}

export type Program = { readonly name: string; readonly path: string }

/** Time in seconds, and bytes of standard output, that one run may take. */
export type ProgramLimits = { readonly seconds: number; readonly bytes: number }

/** How a run ended: with a status, or because we stopped it. `errors` is what it wrote to standard error, as it came. */
export type ProgramRun =
  | { readonly kind: 'ended'; readonly status: number; readonly output: string; readonly errors: string }
  | { readonly kind: 'stopped'; readonly why: string }

/** Runs programs on untrusted input, behind the walls of threat model K-02, K-03 and K-06. */
export interface ProgramRunner {
  /** Never rejects. No shell: every argument reaches the program as it is. `variables` are added to those every program gets. */
  run(
    program: Program,
    args: readonly string[],
    room: ProgramRoom,
    variables?: Readonly<Record<string, string>>
  ): Promise<ProgramRun>
}

/** Threat model section 10. */
export const programLimits: ProgramLimits = { seconds: 120, bytes: 32 * 1024 * 1024 }

/**
 * The first of the programs that PATH has outside of the workspace. Relative folders of PATH, and whatever lies in the checked-out
 * repository or is a link into it, would let a pull request bring the program (threat model K-04).
 */
export function findProgram(names: readonly string[], surroundings: ProgramSurroundings): Program | undefined {
  const isWindows = process.platform === 'win32'
  const { workspace } = surroundings
  const folders = pathFolders(surroundings)
  for (const name of names) {
    for (const folder of folders) {
      const path = join(folder, isWindows ? `${name}.exe` : name)
      // the package that starts programs splits a quoted command line
      if (isProgram(path) && !path.includes('"') && !isInside(path, { workspace })) return { name, path }
    }
  }
  return undefined
}

/** The absolute folders of PATH. */
export function pathFolders({ env }: Pick<ProgramSurroundings, 'env'>): readonly string[] {
  return (env['PATH'] ?? env['Path'] ?? '').split(delimiter).filter(isAbsolute)
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return statSync(path).isFile()
  } catch {
    return false
  }
}

/** Opens a runner. What the machine has to wall programs in is found at the first run. */
export function openProgramRunner(
  surroundings: ProgramSurroundings,
  limits: ProgramLimits = programLimits
): ProgramRunner {
  let walls: Promise<Walls> | undefined
  return {
    run: async (program, args, room, variables = {}) => {
      walls ??= findWalls(surroundings, room, limits)
      return runWithin(await walls, [program.path, ...args], room, variables, limits)
    }
  }
}

/** Programs in front of the one that is run; `ends` says that they end it when its time is up. */
type Walls = { readonly command: readonly string[]; readonly ends: boolean }

/** coreutils `timeout`, which ends the program and its children, and `unshare`, which takes the network away where the kernel lets it. */
async function findWalls(surroundings: ProgramSurroundings, room: ProgramRoom, limits: ProgramLimits): Promise<Walls> {
  if (process.platform === 'win32') return { command: [], ends: false }
  const timeout = findProgram(['timeout', 'gtimeout'], surroundings)
  const unshare = findProgram(['unshare'], surroundings)
  const truth = findProgram(['true'], surroundings)
  const clock = timeout ? [timeout.path, '-k', '1', String(limits.seconds)] : []
  const island = unshare ? [unshare.path, '-rn'] : []
  const command = [...clock, ...island]
  if (unshare && truth) {
    const none = { command: [], ends: false }
    const probe = await runWithin(none, [...island, truth.path], room, {}, { seconds: 5, bytes: 1024 })
    if (probe.kind === 'ended' && probe.status === 0) return { command, ends: timeout !== undefined }
  }
  return { command: clock, ends: timeout !== undefined }
}

/** All that a program sees of our environment (threat model K-06): nothing. Its PATH is empty, its proxies lead to a closed port. */
function childEnvironment(room: ProgramRoom, home: string): Readonly<Record<string, string>> {
  const closed = 'http://127.0.0.1:9'
  const proxies = ['HTTP_PROXY', 'HTTPS_PROXY', 'ALL_PROXY', 'http_proxy', 'https_proxy', 'all_proxy']
  const systemRoot = process.platform === 'win32' ? process.env['SystemRoot'] : undefined
  return {
    PATH: room.nothing,
    HOME: home,
    TMPDIR: home,
    LANG: 'C',
    LC_ALL: 'C',
    KUBECONFIG: process.platform === 'win32' ? 'NUL' : '/dev/null',
    KUBERC: 'off',
    ...Object.fromEntries(proxies.map(name => [name, closed])),
    NO_PROXY: '',
    no_proxy: '',
    // a Windows program cannot open a socket or start a thread without it
    ...(systemRoot === undefined ? {} : { SystemRoot: systemRoot, TEMP: home, TMP: home })
  }
}

async function runWithin(
  walls: Walls,
  command: readonly string[],
  room: ProgramRoom,
  variables: Readonly<Record<string, string>>,
  limits: ProgramLimits
): Promise<ProgramRun> {
  const home = mkdtempSync(join(room.home, 'run-'))
  return runChild({
    command: [...walls.command, ...command],
    cwd: room.home,
    home,
    env: { ...childEnvironment(room, home), ...variables },
    limits,
    hasClock: walls.ends
  })
}
