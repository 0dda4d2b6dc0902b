import { ciNames } from '../init/ci.ts'
import { formatPlan } from '../init/format-plan.ts'
import type { InitPlan } from '../init/plan.ts'
import { makeColours } from '../report/colour.ts'
import { jsonText, terminalText } from '../report/escape.ts'
import type { Command, ExitCode, Terminal } from './command.ts'
import { commandLineOptions, type ParsedFlags } from './flags.ts'
import { chosenTargets } from './init-choice.ts'
import type { OpenRendering } from './init-look.ts'
import { choiceFlags, leftOutNames, nextOf, nothingFound, refusal } from './init-next.ts'

const taken = new Set(['source-root', 'args', 'args-from-file', 'vars-from-file', 'allow-env', 'offline-images'])

/** Here a project is set up for some of its targets; `local` may never be deployed by a pipeline. */
const ofSeveralTargets = {
  kind: 'lines',
  help: 'kluctl target to set up, one a line; every target that the project has if empty.'
} as const

export const command: Command = {
  name: 'init',
  usage: 'init [DIR]',
  summary: 'Look at a project, and write its policy file and pipeline after showing them.',
  description:
    'Renders the kluctl project in DIR (default: the working directory, or the one project in it, up to three levels down) for each of its targets, or those that --target names, asks the registries for the tags of its images, and shows a version filter for each image whose template names none, the policy file, and the pipeline for its CI system. Then it asks whether to write them. Nothing that is there is written over; what such a file lacks is shown. Without a terminal nothing is written unless --yes is given, and with --yes nothing while one of the targets cannot be rendered, or args replace what a target has itself.',
  examples: [
    'kluctl-images init',
    'kluctl-images init deploy --target staging --target prod',
    'kluctl-images init --ci gitlab --yes',
    'kluctl-images init --offline-images --json'
  ],
  flags: [
    {
      name: 'ci',
      kind: 'text',
      value: ciNames.join('|'),
      help: 'CI system to write the pipeline for; by default that of the files in the repository, or of its git remote.'
    },
    { name: 'yes', kind: 'boolean', short: 'y', help: 'Write the files without asking.' },
    { name: 'json', kind: 'boolean', help: 'Print everything that was found as JSON; never asks.' }
  ],
  options: commandLineOptions.flatMap(option =>
    option.name === 'target' ? { ...option, ...ofSeveralTargets } : taken.has(option.name) ? option : []
  ),
  positionals: ['DIR?'],
  async run(parsed, terminal) {
    const { openRendering } = await import('../io/project-rendering.ts')
    return runInit(parsed, terminal, openRendering)
  }
}

/**
 * The whole command.
 * @param open renders the project
 * @throws InputError, ProjectError, FileError
 */
export async function runInit(parsed: ParsedFlags, terminal: Terminal, open: OpenRendering): Promise<ExitCode> {
  const { own, raw } = parsed
  const { makePlan } = await import('./init-plan.ts')
  const { root, plan } = await makePlan(parsed, terminal, open)
  const isJson = own.get('json') === true
  const news = plan.files.filter(({ state }) => state === 'new')
  const chosen = chosenTargets(raw)
  const refused = refusal(plan, chosen)
  if (!isJson) terminal.out(formatPlan(plan, { width: terminal.width, colours: makeColours(terminal.color) }))
  const isRefused = news.length > 0 && own.get('yes') === true && refused !== undefined
  const isWanted =
    news.length > 0 && !isRefused && (own.get('yes') === true || (!isJson && (await isAgreed(plan, terminal))))
  if (isWanted) {
    const { writeNewFiles } = await import('../io/init-files.ts')
    writeNewFiles(root, news)
  }
  const written = isWanted ? news.map(({ path }) => path) : []
  const next = nextOf(plan, isWanted)
  if (isJson) terminal.out(`${jsonText({ ...plan, written, next }, 2)}\n`)
  else terminal.out(`\n${ending(plan, written, next, refused)}`)
  const problem = plan.calls === 0 ? noCalls(plan, chosen) : isRefused ? refused : undefined
  if (problem === undefined) return 0
  terminal.err(`error: ${terminalText(problem)}\n`)
  return 1
}

function noCalls(plan: InitPlan, chosen: readonly string[]): string {
  return `${nothingFound(plan, chosen)}, so that there is nothing to set up`
}

async function isAgreed({ files, targets }: InitPlan, terminal: Terminal): Promise<boolean> {
  if (!terminal.isInputTerminal || terminal.ask === undefined) return false
  const count = files.filter(({ state }) => state === 'new').length
  const names = leftOutNames(targets)
  const without = names === undefined ? '' : `, without ${terminalText(names)}`
  const answer = await terminal.ask(`\nWrite ${count === 1 ? 'this file' : `these ${count} files`}${without}? [y/N] `)
  return /^\s*y(?:es)?\s*$/i.test(answer)
}

function ending(
  plan: InitPlan,
  written: readonly string[],
  next: readonly string[],
  refused: string | undefined
): string {
  const { calls, noPipeline } = plan
  const lacks = noPipeline === null || calls === 0 ? '' : `No pipeline is written: ${terminalText(noPipeline)}.\n`
  const steps = next.map((step, index) => `${index + 1}. ${terminalText(step)}\n`).join('')
  return `${doneText(plan, written, refused)}${lacks}${steps === '' ? '' : `\nNext:\n${steps}`}`
}

/** @param refused why --yes would write nothing */
function doneText(
  { files, targets, calls, noPipeline }: InitPlan,
  written: readonly string[],
  refused: string | undefined
): string {
  const names = leftOutNames(targets)
  if (written.length > 0)
    return `Written${names === undefined ? '' : ` without ${terminalText(names)}`}: ${written.map(terminalText).join(', ')}\n`
  if (calls === 0) return 'Nothing was written.\n'
  if (files.some(({ state }) => state === 'new')) {
    if (names === undefined && refused !== undefined) return 'Nothing was written.\n'
    const [what, choice] = names === undefined ? ['', ''] : [` without ${names}`, ` ${choiceFlags(targets)}`]
    return terminalText(
      `Nothing was written. To write what is new${what}: the same command with --yes${choice}.`
    ).concat('\n')
  }
  return `Nothing to write: ${noPipeline === null ? 'every file is there' : 'the policy file is there'}.\n`
}
