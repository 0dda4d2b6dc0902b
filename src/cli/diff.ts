import { InputError } from '../errors.ts'
import type { FixedImage } from '../fixed/entry.ts'
import { terminalText } from '../report/escape.ts'
import { formatDiff } from '../report/format-diff.ts'
import { formatPlace } from '../report/where.ts'
import { quote } from '../text.ts'
import type { Command, Terminal } from './command.ts'
import type { ParsedFlags } from './flags.ts'

const formats = ['text', 'markdown', 'json'] as const

export const command: Command = {
  name: 'diff',
  usage: 'diff OLD NEW',
  summary: 'Compare two fixed-images files.',
  description: 'Shows which images differ between two fixed-images files. Exits 0 whether they differ or not.',
  examples: [
    'kluctl-images diff fixed/staging.yaml fixed/prod.yaml',
    'kluctl-images diff old.yaml new.yaml --format markdown'
  ],
  flags: [{ name: 'format', kind: 'text', value: formats.join('|'), help: 'Format of the answer (default: text).' }],
  options: [],
  positionals: ['OLD', 'NEW'],
  run
}

async function run({ own, positionals: [before = '', after = ''] }: ParsedFlags, terminal: Terminal): Promise<0> {
  const wanted = String(own.get('format') ?? 'text')
  const format = formats.find(name => name === wanted)
  if (format === undefined) throw new InputError('--format', `${quote(wanted)} is not one of ${formats.join(', ')}`)
  const { readUserFile } = await import('../io/write-file.ts')
  const { readDocument } = await import('../fixed/document.ts')
  const { compareLists } = await import('../report/diff.ts')
  const read = (path: string): readonly FixedImage[] => {
    const text = readUserFile(path)
    if (text === undefined) throw new InputError('command', `there is no file ${quote(path)}`)
    return readDocument(text, path, (message, place) =>
      terminal.err(`warning: ${formatPlace(place)}: ${terminalText(message)}\n`)
    )
  }
  const changes = compareLists(read(before), read(after))
  const answer = formatDiff(changes, format, terminal.width)
  terminal.out(answer.endsWith('\n') ? answer : `${answer}\n`)
  return 0
}
