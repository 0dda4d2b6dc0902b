import { InputError } from '../errors.ts'
import { nearest, quote } from '../text.ts'
import type { Command, Terminal } from './command.ts'
import { readList } from './diff-list.ts'
import type { ParsedFlags } from './flags.ts'

const names = ['kustomize', 'helm-values', 'env', 'matrix', 'argocd', 'flux'] as const

export const command: Command = {
  name: 'export',
  usage: 'export [FILE]',
  summary: 'Print the results of a fixed-images file for other tools.',
  description:
    'Prints what a fixed-images file decides in the form of another tool: a component for kustomize, values for Helm, variables for a shell, a matrix for GitHub workflows, or the images of an Argo CD Application or a Flux Kustomization. FILE is a file, REF:PATH for a file of git, or a git ref alone. What a format cannot express is an error that names it, so that nothing is left out unseen.',
  examples: [
    'kluctl-images export --format kustomize > components/images/kustomization.yaml',
    'kluctl-images export fixed/prod.yaml --format helm-values > values-images.yaml',
    'kluctl-images export --format env > images.env',
    'kluctl-images export --format matrix'
  ],
  flags: [
    { name: 'format', kind: 'text', value: names.join('|'), help: 'What to write it as. It must be given.' },
    {
      name: 'output-file',
      kind: 'text',
      value: 'FILE',
      short: 'o',
      help: 'The fixed-images file, where FILE is not given or is a git ref (default: fixed-images.yaml).'
    }
  ],
  options: [],
  positionals: ['FILE?'],
  run
}

async function run({ own, positionals: [file] }: ParsedFlags, terminal: Terminal): Promise<0> {
  const format = readFormat(own.get('format')?.toString())
  const outputFile = own.get('output-file')?.toString() ?? 'fixed-images.yaml'
  const name = file ?? outputFile
  const { exportFormats } = await import('../export/formats.ts')
  const { kind, entries } = await readList(name, outputFile, terminal)
  if (kind === 'report') {
    throw new InputError('command', `${quote(name)} is a report, and no fixed-images file`, {
      hint: 'Name the fixed-images file that the run wrote.'
    })
  }
  terminal.out(exportFormats[format](entries))
  return 0
}

function readFormat(text: string | undefined): (typeof names)[number] {
  const format = names.find(name => name === text)
  if (format !== undefined) return format
  const hint = `Formats: ${names.join(', ')}.`
  if (text === undefined) throw new InputError('--format', 'export needs a format', { hint })
  const near = nearest(text, names)
  throw new InputError('--format', `${quote(text)} is not a format`, {
    hint: near === undefined ? hint : `Did you mean ${near}?`
  })
}
