import { jsonText } from '../report/escape.ts'
import { formatTable } from '../report/terminal.ts'
import { plural } from '../text.ts'
import type { Command, Terminal } from './command.ts'
import { commandLineOptions, type ParsedFlags } from './flags.ts'
import { quietLog } from './log.ts'
import { readOptions } from './read-options.ts'

export const command: Command = {
  name: 'resolve',
  usage: 'resolve [DIR]',
  summary: 'Resolve every image of a project and write the fixed-images file.',
  description:
    'Renders the project, finds every call of images.get_image, resolves each to a pin or to the newest tag of its registry, and writes a fixed-images file that every kluctl reads. Nothing is written where one image fails.',
  examples: [
    'kluctl-images resolve',
    'kluctl-images resolve deploy --target prod --output-file fixed/prod.yaml',
    "kluctl-images resolve --images 'ghcr.io/team/* = semver()' --include-tags shop",
    'kluctl-images resolve --check'
  ],
  flags: [
    { name: 'check', kind: 'boolean', help: 'Write nothing; exit 3 if the fixed-images file would change.' },
    { name: 'json', kind: 'boolean', help: 'Print the decision record as JSON.' }
  ],
  options: commandLineOptions,
  positionals: ['DIR?'],
  run
}

async function run(parsed: ParsedFlags, terminal: Terminal): Promise<0 | 1 | 3> {
  const options = readOptions(parsed)
  const { openMachine } = await import('../io/machine.ts')
  const isCheck = parsed.own.get('check') === true
  const machine = await openMachine(options, { env: terminal.env, log: quietLog(terminal) })
  try {
    const result = await machine.run()
    if (!isCheck) machine.write(result)
    if (parsed.own.get('json') === true) terminal.out(`${jsonText(result.report, 2)}\n`)
    else {
      terminal.out(formatTable(result.report, terminal))
      terminal.out(`\n${outcome(result, options.outputFile, isCheck)}\n`)
    }
    if (!result.ok) return 1
    return isCheck && result.changed ? 3 : 0
  } finally {
    await machine.close()
  }
}

type Outcome = {
  readonly ok: boolean
  readonly changed: boolean
  readonly report: { readonly failures: readonly unknown[] }
}

function outcome({ ok, changed, report }: Outcome, outputFile: string, isCheck: boolean): string {
  if (!ok) return `${outputFile} is as it was: ${plural(report.failures.length, 'failure')}.`
  if (isCheck) return changed ? `${outputFile} would change.` : `${outputFile} is up to date.`
  return changed ? `${outputFile} is written.` : `${outputFile} is up to date.`
}
