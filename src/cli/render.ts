import { formatTable } from '../report/terminal.ts'
import type { Command, Terminal } from './command.ts'
import { commandLineOptions, type ParsedFlags } from './flags.ts'
import { quietLog } from './log.ts'
import { readOptions } from './read-options.ts'

const unused = new Set(['simple', 'report-file', 'baseline'])

export const command: Command = {
  name: 'render',
  usage: 'render [DIR]',
  summary: 'Print the rendered manifests with their images.',
  description:
    'Renders the project and resolves its images as resolve does, and prints the manifests, or writes them with --render-output-dir. The fixed-images file is read, not written.',
  examples: [
    'kluctl-images render',
    'kluctl-images render deploy --target prod --offline-images',
    'kluctl-images render --render-output-dir out'
  ],
  flags: [],
  options: commandLineOptions.filter(option => !unused.has(option.name)),
  positionals: ['DIR?'],
  run
}

async function run(parsed: ParsedFlags, terminal: Terminal): Promise<0 | 1> {
  const options = { ...readOptions(parsed), needsManifests: true, baseline: 'none' }
  const { openMachine } = await import('../io/machine.ts')
  const machine = await openMachine(options, { env: terminal.env, log: quietLog(terminal) })
  try {
    const result = await machine.run()
    if (!result.ok) {
      terminal.err(formatTable({ ...result.report, changes: [], uses: [] }, terminal))
      return 1
    }
    if (options.renderOutputDir !== undefined) machine.writeManifests(result)
    else terminal.out([...result.manifests].map(([path, text]) => `---\n# ${path}\n${text.trimEnd()}\n`).join(''))
    return 0
  } finally {
    await machine.close()
  }
}
