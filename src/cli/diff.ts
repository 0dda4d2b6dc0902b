import { InputError } from '../errors.ts'
import { optionTable } from '../option-table.ts'
import type { SoakedDiff } from '../report/format-diff-soak.ts'
import { quote } from '../text.ts'
import type { Command, Terminal } from './command.ts'
import { readList } from './diff-list.ts'
import type { ParsedFlags } from './flags.ts'

const formats = ['text', 'markdown', 'json'] as const
const usage = 'diff OLD NEW'
const shared = new Set(['args', 'args-from-file'])

export const command: Command = {
  name: 'diff',
  usage,
  summary: 'Compare two fixed-images files, two reports, two git refs, or targets.',
  description:
    'Shows which images differ between two fixed-images files, or between the answers of two report files, and how long the newer one has had its results: since the lock says that they were decided, or the commit that brought them if that is later. OLD and NEW are files, REF:PATH for a file of git, or a git ref alone for the output file there. With --targets it shows what each target lacks of the one before it. What could not be resolved in the newer report is listed and is not taken for removed. Exits 0 whether they differ or not.',
  examples: [
    'kluctl-images diff fixed/staging.yaml fixed/prod.yaml',
    'kluctl-images diff main HEAD --format markdown',
    'kluctl-images diff --targets staging,production --minimum-soak 3d',
    'kluctl-images diff report-monday.json report-friday.json'
  ],
  flags: [
    { name: 'format', kind: 'text', value: formats.join('|'), help: 'Format of the answer (default: text).' },
    {
      name: 'targets',
      kind: 'text',
      value: 'AHEAD,BEHIND',
      help: 'Targets of the project in DIR (default: here), each ahead of the next: shows what the next one lacks.'
    },
    {
      name: 'output-file',
      kind: 'text',
      value: 'FILE',
      short: 'o',
      help: 'The fixed-images file at a git ref (default: fixed-images.yaml); with --targets, that of each target, as fixed/{target}.yaml.'
    },
    {
      name: 'minimum-soak',
      kind: 'text',
      value: 'TIME',
      help: 'Says of each result whether the newer side has had it for this long: 90m, 12h, 3d or 1w.'
    },
    {
      name: 'lock-file',
      kind: 'text',
      value: 'auto|none|FILE',
      help: 'The lock of the newer side: auto (images.lock.json beside its file; the default), none, or a file; with --targets that of each target.'
    }
  ],
  options: optionTable.filter(({ name }) => shared.has(name)),
  positionals: ['OLD?', 'NEW?'],
  run
}

async function run({ own, raw, positionals }: ParsedFlags, terminal: Terminal): Promise<0> {
  const wanted = String(own.get('format') ?? 'text')
  const format = formats.find(name => name === wanted)
  if (format === undefined) throw new InputError('--format', `${quote(wanted)} is not one of ${formats.join(', ')}`)
  const { formatSoakedDiffs } = await import('../report/format-diff-soak.ts')
  const { minimumSoak } = await import('../report/soak.ts')
  const given = (name: string): string | undefined => own.get(name)?.toString()
  const [targets, outputFile, soak] = [given('targets'), given('output-file'), given('minimum-soak')]
  const lockFile = given('lock-file') || 'auto'
  const minimum = soak === undefined ? undefined : minimumSoak(soak)
  const now = Date.now()
  if (targets !== undefined) {
    const { diffTargets } = await import('./diff-targets.ts')
    const [folder = '.', surplus] = positionals
    if (surplus !== undefined) throw new InputError('command', `${quote(surplus)} is one argument too many`)
    const names = targets.split(/[\s,]+/).filter(name => name !== '')
    const diffs = await diffTargets({ targets: names, folder, outputFile, raw, lockFile, minimum, now }, terminal)
    terminal.out(formatSoakedDiffs(diffs, format, terminal))
    return 0
  }
  const diff = await diffLists(positionals, { outputFile, lockFile, now }, terminal)
  terminal.out(formatSoakedDiffs([{ ...diff, minimum }], format, terminal))
  return 0
}

type ListsRequest = { readonly outputFile: string | undefined; readonly lockFile: string; readonly now: number }

async function diffLists(
  [before, after]: readonly string[],
  { outputFile = 'fixed-images.yaml', lockFile, now }: ListsRequest,
  terminal: Terminal
): Promise<Pick<SoakedDiff, 'pair' | 'report' | 'soaks'>> {
  if (before === undefined || after === undefined) {
    throw new InputError('command', `diff needs ${before === undefined ? 'OLD' : 'NEW'}`, {
      hint: `Usage: kluctl-images ${usage} [flags]`
    })
  }
  const { compareReport } = await import('../report/compare-report.ts')
  const { findSoaks } = await import('./diff-soak.ts')
  const older = await readList(before, outputFile, terminal)
  const newer = await readList(after, outputFile, terminal)
  if (older.kind !== newer.kind) {
    throw new InputError('command', `${quote(before)} is a ${older.kind} and ${quote(after)} is a ${newer.kind}`, {
      hint: 'Compare two fixed-images files, or two reports.'
    })
  }
  const report = compareReport(older.entries, newer.entries, newer.unanswered)
  const soaks =
    newer.kind === 'report'
      ? new Map()
      : await findSoaks(report.changes, { origin: newer.origin, lockFile, now }, terminal)
  return { pair: null, report, soaks }
}
