import { readdirSync, readFileSync } from 'node:fs'

/**
 * Ends the program of ours that has a home folder. The package that starts programs hands out no process, so it is looked for among our
 * children by that folder's name, which no other run has. Where there is no /proc it is left to its own time limit.
 */
export function endChild(home: string, signal: 'SIGTERM' | 'SIGKILL'): void {
  for (const child of ownChildren()) {
    try {
      const environment = readFileSync(`/proc/${child}/environ`, 'latin1')
      if (environment.split('\0').includes(`HOME=${home}`)) process.kill(child, signal)
    } catch {
      // it ended meanwhile
    }
  }
}

function ownChildren(): readonly number[] {
  try {
    return readdirSync('/proc/self/task')
      .flatMap(thread => readFileSync(`/proc/self/task/${thread}/children`, 'utf8').split(' '))
      .filter(text => /^\d+$/.test(text))
      .map(Number)
  } catch {
    return []
  }
}
