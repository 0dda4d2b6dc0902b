import { terminalText } from '../report/escape.ts'
import type { WarningRecord } from '../report/record.ts'
import { formatTable } from '../report/terminal.ts'
import { formatPlace } from '../report/where.ts'
import { plural } from '../text.ts'
import type { Command, Terminal } from './command.ts'
import { commandLineOptions, type ParsedFlags } from './flags.ts'
import { quietLog } from './log.ts'
import { newRegistriesFor } from './new-registries.ts'

const unused = new Set([
  'proposal',
  'simple',
  'report-file',
  'baseline',
  'source-links',
  'shard',
  'fail-on',
  'comment-tag',
  'comment-file'
])

export const command: Command = {
  name: 'render',
  usage: 'render [DIR]',
  summary: 'Print the rendered manifests with their images.',
  description:
    'Renders the project in DIR and resolves its images as resolve does, and prints the manifests, or writes them with --render-output-dir. The fixed-images file is read, for what is not selected, and not written.',
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
  const { readOptions } = await import('./read-options.ts')
  const options = { ...readOptions(parsed), needsManifests: true, baseline: 'none', sourceLinks: false }
  const { openMachine } = await import('../io/machine.ts')
  const log = quietLog(terminal)
  const machine = await openMachine(options, {
    env: terminal.env,
    log,
    findNewRegistries: newRegistriesFor(options, terminal, log)
  })
  try {
    const { ok, report, manifests, ...rest } = await machine.run()
    if (!ok) {
      const { width, errorColor: color } = terminal
      terminal.err(formatTable({ ...report, changes: [], uses: [] }, { width, color }))
      return 1
    }
    for (const line of new Set(report.warnings.map(warningLine))) terminal.err(`${line}\n`)
    if (options.renderOutputDir === undefined) {
      terminal.out([...manifests].map(([path, text]) => `---\n# ${terminalText(path)}\n${text.trimEnd()}\n`).join(''))
    } else {
      machine.writeManifests({ ok, report, manifests, ...rest })
      terminal.out(`${plural(manifests.size, 'manifest')} written into ${options.renderOutputDir}.\n`)
    }
    return 0
  } finally {
    await machine.close()
  }
}

function warningLine({ message, place, image }: WarningRecord): string {
  const at = place === null ? '' : `${formatPlace(place)}: `
  const about = image === null || message.includes(image) ? '' : `${terminalText(image)}: `
  return `warning: ${at}${about}${terminalText(message)}`
}
