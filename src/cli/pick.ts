import { jsonText, terminalText } from '../report/escape.ts'
import { plural } from '../text.ts'
import { explain } from '../version/filter.ts'
import { parseVersionFilter } from '../version/parse.ts'
import { findTraps } from '../version/traps.ts'
import type { Command, Terminal } from './command.ts'
import { formatExplanation } from './explanation.ts'
import type { ParsedFlags } from './flags.ts'
import { readTags } from './tag-list.ts'

export const command: Command = {
  name: 'pick',
  usage: 'pick FILTER',
  summary: 'Pick the newest of the tags on standard input, one a line.',
  description:
    'Applies a version filter to the tags on standard input and prints the newest that it accepts; why it won, and traps in the list, go to standard error. Asks no registry. Exits 1 if none is accepted.',
  examples: [
    "printf '1.9\\n1.10\\n' | kluctl-images pick 'semver()'",
    'kluctl-images pick "prefix(\'main-\', suffix=number())" --json < tags.txt'
  ],
  flags: [
    {
      name: 'json',
      kind: 'boolean',
      help: 'Print {"filter", "matched", "newest"} and the explanation as JSON.'
    }
  ],
  options: [],
  positionals: ['FILTER'],
  run
}

async function run({ own, positionals: [text = ''] }: ParsedFlags, terminal: Terminal): Promise<0 | 1> {
  const filter = parseVersionFilter(text)
  const tags = await readTags('pick', terminal)
  const explanation = explain(filter, tags)
  const { newest, seen, runnerUp, ties, rejected } = explanation
  const traps = findTraps(filter, tags)
  if (own.get('json') === true) {
    const matched = tags.filter(filter.accepts)
    const found = { matched, newest: newest ?? null, seen, runnerUp: runnerUp ?? null, ties, rejected, traps }
    terminal.out(`${jsonText({ filter: filter.toString(), ...found })}\n`)
    return newest === undefined ? 1 : 0
  }
  terminal.err(formatExplanation([['filter', filter.toSource()]], explanation, traps, terminal.width))
  if (newest !== undefined) {
    terminal.out(`${terminalText(newest)}\n`)
    return 0
  }
  terminal.err(`error: none of the ${plural(tags.length, 'tag')} matches ${filter.toString()}\n`)
  return 1
}
