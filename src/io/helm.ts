import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { ProjectError } from '../errors.ts'
import type { ChartJob } from '../project/chart.ts'
import { withoutDuplicateKeys } from '../project/chart-output.ts'
import type { RenderedTree } from '../project/kustomize-scan.ts'
import { quote } from '../text.ts'
import {
  findProgram,
  openProgramRunner,
  type Program,
  type ProgramRunner,
  type ProgramSurroundings
} from './program.ts'
import { runJobs } from './program-lanes.ts'
import { type ProgramRoom, programReason } from './program-room.ts'

/** Renders charts with the real helm. */
export interface HelmRenderer {
  /**
   * The objects of each chart as YAML, or why there are none, by the `folder` of its job. `tree` has the files of the charts. Undefined where
   * no helm is on PATH. Never rejects.
   */
  render(tree: RenderedTree, jobs: readonly ChartJob[]): Promise<ReadonlyMap<string, string | ProjectError> | undefined>
}

/** Opens the helm of this machine. `runner` is for tests. */
export function openHelm(
  surroundings: ProgramSurroundings,
  runner: ProgramRunner = openProgramRunner(surroundings)
): HelmRenderer {
  return {
    render: async (tree, jobs) => {
      const program = findProgram(['helm'], surroundings)
      if (program === undefined) return undefined
      return runJobs(tree, jobs, (job, room, number) => renderChart(runner, program, room, job, number))
    }
  }
}

async function renderChart(
  runner: ProgramRunner,
  program: Program,
  room: ProgramRoom,
  job: ChartJob,
  number: number
): Promise<string | ProjectError> {
  const { chart, file } = job
  // named from the home folder, in which the program runs: helm takes commas in it for several files
  const values = `values-${number}.yaml`
  if (job.values !== undefined) writeFileSync(join(room.home, values), job.values, { flag: 'wx', mode: 0o600 })
  const args = [
    'template',
    `--namespace=${job.namespace}`,
    '--skip-tests',
    ...(job.skipCRDs ? [] : ['--include-crds']),
    ...(job.values === undefined ? [] : [`--values=${values}`]),
    '--',
    job.releaseName,
    chart === '' ? room.tree : `${room.tree}/${chart}`
  ]
  const run = await runner.run(program, args, room, helmVariables(room))
  if (run.kind === 'stopped')
    return new ProjectError('limit', `helm template of the chart ${quote(chart)} ${run.why}`, { file })
  if (run.status === 0) return withoutDuplicateKeys(run.output, file)
  const reason = programReason(reasonIn(run.errors), room)
  const why = reason === '' ? `status ${run.status}` : reason
  return new ProjectError(
    'config',
    `helm cannot render the chart ${quote(chart)}: ${why}`,
    { file },
    {
      hint: /missing in charts\/ directory/.test(run.errors)
        ? 'Run helm dependency build in the folder of the chart, and commit its charts folder.'
        : undefined
    }
  )
}

/** What is wrong, without the warnings before it and the advice about a flag of helm that nobody can give it here. */
function reasonIn(errors: string): string {
  const start = /^Error: /m.exec(errors)
  const reason = start ? errors.slice(start.index + start[0].length) : errors
  return reason.replace(/\s*Use --debug flag to render out invalid YAML\s*$/, '')
}

/** Where helm keeps caches and settings, and looks for plugins, which are programs: folders that are new and empty. */
function helmVariables({ home, nothing }: ProgramRoom): Readonly<Record<string, string>> {
  return {
    HELM_CACHE_HOME: join(home, 'helm-cache'),
    HELM_CONFIG_HOME: join(home, 'helm-config'),
    HELM_DATA_HOME: join(home, 'helm-data'),
    HELM_PLUGINS: nothing
  }
}
