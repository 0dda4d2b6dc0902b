import { jsonText } from '../report/escape.ts'
import type { Command, Terminal } from './command.ts'
import { commandLineOptions, type ParsedFlags } from './flags.ts'
import { logReceipt, quietLog } from './log.ts'
import { newRegistriesFor } from './new-registries.ts'
import { openProgress } from './progress.ts'

/** Options about what a run writes, compares with or looks up: they say nothing to one that proves. */
const without: ReadonlySet<string> = new Set([
  'update-images',
  'deployed-images',
  'context',
  'simple',
  'report-file',
  'render-output-dir',
  'baseline',
  'source-links',
  'fail-on',
  'comment-tag',
  'comment-file'
])

export const command: Command = {
  name: 'verify',
  usage: 'verify [DIR]',
  summary: 'Prove that the fixed-images file still holds; write nothing.',
  description:
    'Renders the project in DIR (default: the working directory) and proves what a deploy would take: that the fixed-images files (fixed-images-file, else the output file) answer every call of images.get_image, that every digest is at its registry, that every tag still names its digest, and that the platforms are there. A tag that was pushed again with the same images for the platforms in question is a warning. Writes no file. Exits 1, with the reasons, where something does not hold or could not be proved.',
  examples: [
    'kluctl-images verify',
    'kluctl-images verify deploy --target prod --fixed-images-file fixed/prod.yaml',
    'kluctl-images verify --pin-digests --platforms linux/amd64,linux/arm64',
    'kluctl-images verify --json'
  ],
  flags: [{ name: 'json', kind: 'boolean', help: 'Print everything that was found as JSON instead of the table.' }],
  options: commandLineOptions.filter(({ name }) => !without.has(name)),
  positionals: ['DIR?'],
  run
}

async function run(parsed: ParsedFlags, terminal: Terminal): Promise<0 | 1> {
  const { readOptions } = await import('./read-options.ts')
  const { optionsToVerify } = await import('../verify/verify-project.ts')
  const options = optionsToVerify(readOptions(parsed))
  const { openMachine } = await import('../io/machine.ts')
  const isJson = parsed.own.get('json') === true
  const progress = openProgress(terminal, isJson)
  const log = quietLog(terminal)
  const machine = await openMachine(options, {
    env: terminal.env,
    log,
    progress: progress.report,
    findNewRegistries: newRegistriesFor(options, terminal, log)
  })
  try {
    const verification = await machine.verify().finally(progress.end)
    const { formatVerification } = await import('../verify/format-terminal.ts')
    terminal.out(isJson ? `${jsonText(verification, 2)}\n` : formatVerification(verification, terminal))
    logReceipt(machine.receipt(), terminal)
    return verification.ok ? 0 : 1
  } finally {
    await machine.close()
  }
}
