import { delimiter } from 'node:path'
import {
  findProgram,
  type Program,
  type ProgramLimits,
  type ProgramRun,
  type ProgramSurroundings,
  pathFolders,
  programLimits
} from './program.ts'
import { runChild } from './program-child.ts'
import { type ProgramRoom, withProgramRoom } from './program-room.ts'
import { isInside } from './registry/environment.ts'

/** What a program that talks to a server may know of this machine. */
export type ConnectedSurroundings = ProgramSurroundings & {
  /** The project, where that is no part of the workspace: no program is taken from it either. */
  readonly project?: string | undefined
}

/** Runs programs that need the network and other programs, such as those that log in; with nothing of our own environment otherwise. */
export interface ConnectedRunner {
  /**
   * No shell: every argument reaches the program as it is. `variables` are added to those every program gets.
   * @throws ProjectError where no temporary folder can be made
   */
  run(program: Program, args: readonly string[], variables: Readonly<Record<string, string>>): Promise<ProgramRun>
}

const proxyNames = ['HTTP_PROXY', 'HTTPS_PROXY', 'NO_PROXY', 'ALL_PROXY']

/**
 * All that such a program sees (threat model K-06): folders for programs that lie outside of the checked-out repository, a home folder of its
 * own that is gone afterwards, one locale, and the proxies of this machine.
 */
export function connectedEnvironment(
  surroundings: ConnectedSurroundings,
  home: string
): Readonly<Record<string, string>> {
  const { env } = surroundings
  const names = [...proxyNames, ...proxyNames.map(name => name.toLowerCase())]
  const proxies = names.flatMap(name => {
    const value = env[name]
    return value === undefined || value === '' ? [] : [[name, value] as const]
  })
  const systemRoot = process.platform === 'win32' ? env['SystemRoot'] : undefined
  return {
    PATH: pathFolders(surroundings)
      .filter(folder => !isOurs(folder, surroundings))
      .join(delimiter),
    HOME: home,
    TMPDIR: home,
    LANG: 'C',
    LC_ALL: 'C',
    ...Object.fromEntries(proxies),
    // a Windows program cannot open a socket without it, and has other names for its folders
    ...(systemRoot === undefined ? {} : { SystemRoot: systemRoot, TEMP: home, TMP: home, USERPROFILE: home })
  }
}

/** True for a path in the checked-out repository or in the project, also by way of a symbolic link (threat model K-04). */
export function isOurs(path: string, { workspace, project }: ConnectedSurroundings): boolean {
  return [workspace, project].some(folder => isInside(path, { workspace: folder }))
}

/** The program of that name on PATH, outside of the checked-out repository and the project. */
export function findConnected(name: string, surroundings: ConnectedSurroundings): Program | undefined {
  for (const folder of pathFolders(surroundings)) {
    const found = findProgram([name], { env: { PATH: folder } })
    if (found && !isOurs(found.path, surroundings)) return found
  }
  return undefined
}

/** Opens a runner. Time and output are limited as for every program (threat model section 10). */
export function openConnectedRunner(
  surroundings: ConnectedSurroundings,
  limits: ProgramLimits = programLimits
): ConnectedRunner {
  // ends the program with all that it started, where the machine has it
  const clock =
    process.platform === 'win32'
      ? undefined
      : (findConnected('timeout', surroundings) ?? findConnected('gtimeout', surroundings))
  const before = clock ? [clock.path, '-k', '1', String(limits.seconds)] : []
  return {
    run: (program, args, variables) => {
      const runIn = ({ home }: ProgramRoom): Promise<ProgramRun> =>
        runChild({
          command: [...before, program.path, ...args],
          cwd: home,
          home,
          env: { ...connectedEnvironment(surroundings, home), ...variables },
          limits,
          hasClock: clock !== undefined
        })
      return withProgramRoom(new Map(), runIn, 'kluctl-images-connected-')
    }
  }
}
