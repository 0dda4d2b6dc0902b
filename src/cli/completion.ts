import { InputError } from '../errors.ts'
import { quote } from '../text.ts'
import type { Command, Terminal } from './command.ts'
import { formatBash } from './completion-bash.ts'
import { formatFish } from './completion-fish.ts'
import { type CompletionCommand, completionCommands } from './completion-words.ts'
import { formatZsh } from './completion-zsh.ts'
import type { ParsedFlags } from './flags.ts'

const shells: ReadonlyMap<string, (commands: readonly CompletionCommand[]) => string> = new Map([
  ['bash', formatBash],
  ['zsh', formatZsh],
  ['fish', formatFish]
])
const names = [...shells.keys()].join('|')

export const command: Command = {
  name: 'completion',
  usage: `completion ${names}`,
  summary: 'Print the completion script of a shell.',
  description:
    'Prints a script with which the shell completes commands, flags, their values, files, and targets of .kluctl.yaml. For bash write it to ~/.local/share/bash-completion/completions/kluctl-images, for fish to ~/.config/fish/completions/kluctl-images.fish, for zsh to a file _kluctl-images in a folder of fpath; or read it in the start file of the shell, as the examples do.',
  examples: [
    'source <(kluctl-images completion bash)',
    'source <(kluctl-images completion zsh)',
    'kluctl-images completion fish | source'
  ],
  flags: [],
  options: [],
  positionals: [names],
  run
}

/** @throws InputError for a shell that we have no script for */
async function run(
  { positionals: [shell = ''] }: ParsedFlags,
  terminal: Terminal,
  commands: () => Promise<readonly Command[]>
): Promise<0> {
  const format = shells.get(shell)
  if (format === undefined) {
    throw new InputError('command', `there is no completion for ${quote(shell)}`, {
      hint: `There is one for ${[...shells.keys()].join(', ')}.`
    })
  }
  terminal.out(format(completionCommands(await commands())))
  return 0
}
