import { ciNames } from '../init/ci.ts'
import { formatPlan } from '../init/format-plan.ts'
import { nextSteps } from '../init/next-steps.ts'
import type { InitPlan } from '../init/plan.ts'
import { makeColours } from '../report/colour.ts'
import { jsonText, terminalText } from '../report/escape.ts'
import type { Command, ExitCode, Terminal } from './command.ts'
import { commandLineOptions, type ParsedFlags } from './flags.ts'
import type { OpenRendering } from './init-look.ts'

const taken = new Set(['target', 'args', 'args-from-file', 'vars-from-file', 'allow-env', 'offline-images'])

export const command: Command = {
  name: 'init',
  usage: 'init [DIR]',
  summary: 'Look at a project, and write its policy file and pipeline after showing them.',
  description:
    'Renders the kluctl project in DIR (default: the working directory, or the one project in it) for each of its targets, asks the registries for the tags of its images, and shows a version filter for each image whose template names none, the policy file, and the pipeline for its CI system. Then it asks whether to write them. Nothing that is there is written over; what such a file lacks is shown. Without a terminal nothing is written unless --yes is given.',
  examples: [
    'kluctl-images init',
    'kluctl-images init deploy --target prod',
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
  options: commandLineOptions.filter(({ name }) => taken.has(name)),
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
  if (!isJson) terminal.out(formatPlan(plan, { width: terminal.width, colours: makeColours(terminal.color) }))
  const isWanted = news.length > 0 && (own.get('yes') === true || (!isJson && (await isAgreed(news.length, terminal))))
  if (isWanted) {
    const { writeNewFiles } = await import('../io/init-files.ts')
    writeNewFiles(root, news)
  }
  const written = isWanted ? news.map(({ path }) => path) : []
  const next = nextOf(plan, isWanted)
  if (isJson) terminal.out(`${jsonText({ ...plan, written, next }, 2)}\n`)
  else terminal.out(`\n${ending(plan, written, next)}`)
  if (plan.calls > 0) return 0
  terminal.err(
    `error: no call of images.get_image was found${raw.target === undefined ? '' : ` for the target ${terminalText(raw.target)}`}, so that there is nothing to set up\n`
  )
  return 1
}

async function isAgreed(count: number, terminal: Terminal): Promise<boolean> {
  if (!terminal.isInputTerminal || terminal.ask === undefined) return false
  const answer = await terminal.ask(`\nWrite ${count === 1 ? 'this file' : `these ${count} files`}? [y/N] `)
  return /^\s*y(?:es)?\s*$/i.test(answer)
}

/** What comes next; nothing where the files are not written that could be. */
function nextOf({ ci, setup, files, calls, imageLines }: InitPlan, isWritten: boolean): readonly string[] {
  if (calls === 0) return firstCall(imageLines)
  const isOpen = !isWritten && files.some(({ state }) => state === 'new')
  return isOpen ? [] : nextSteps(ci.ci, setup, files)
}

function firstCall([first]: InitPlan['imageLines']): readonly string[] {
  const line = (name: string): string => `image: {{ images.get_image("${name}") }}`
  const write =
    first === undefined
      ? `In a template write ${line('nginx')}, with the name of an image that is to be kept up to date.`
      : `Write ${line(first.name)} in ${first.file}, and so on for each image that is to be kept up to date.`
  return [write, 'Run the same command again.']
}

function ending(plan: InitPlan, written: readonly string[], next: readonly string[]): string {
  const { calls, noPipeline } = plan
  const lacks = noPipeline === null || calls === 0 ? '' : `No pipeline is written: ${terminalText(noPipeline)}.\n`
  const steps = next.map((step, index) => `${index + 1}. ${terminalText(step)}\n`).join('')
  return `${doneText(plan, written)}${lacks}${steps === '' ? '' : `\nNext:\n${steps}`}`
}

function doneText({ files, calls, noPipeline }: InitPlan, written: readonly string[]): string {
  if (written.length > 0) return `Written: ${written.map(terminalText).join(', ')}\n`
  if (calls === 0) return 'Nothing was written.\n'
  if (files.some(({ state }) => state === 'new'))
    return 'Nothing was written. To write what is new: the same command with --yes.\n'
  return `Nothing to write: ${noPipeline === null ? 'every file is there' : 'the policy file is there'}.\n`
}
