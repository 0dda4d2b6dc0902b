import { targetNames } from './completion-targets.ts'
import type { CompletionCommand, CompletionFlag, Values } from './completion-words.ts'

/** The completion for fish 3 and newer. */
export function formatFish(commands: readonly CompletionCommand[]): string {
  return `# fish completion for kluctl-images, written by: kluctl-images completion fish
function __kluctl_images_is
    set -l words (commandline -opc)
    test (count $words) -gt 1; and contains -- $words[2] $argv
end

function __kluctl_images_is_first
    test (count (commandline -opc)) -eq 1
end

function __kluctl_images_targets
    set -l folder .
    for word in (commandline -opc)
        test -f $word/.kluctl.yaml; and set folder $word
    end
    test -f $folder/.kluctl.yaml; or return
    ${targetNames('$folder/.kluctl.yaml')}
end

complete -c kluctl-images -f
complete -c kluctl-images -n __kluctl_images_is_first -s h -l help -d 'Show the commands'
complete -c kluctl-images -n __kluctl_images_is_first -s V -l version -d 'Show the version'
complete -c kluctl-images -n '__kluctl_images_is help' -a '${[...commands.map(({ name }) => name), 'environment'].join(' ')}'
${commands.flatMap(formatCommand).join('\n')}
`
}

function formatCommand({ name, help, flags, argument }: CompletionCommand): readonly string[] {
  const here = `complete -c kluctl-images -n '__kluctl_images_is ${name}'`
  const free = argument === undefined ? '' : proposals(argument)
  return [
    '',
    `complete -c kluctl-images -n __kluctl_images_is_first -a ${name} -d ${quoted(help)}`,
    ...flags.map(flag => `${here} ${formatFlag(flag)}`),
    ...(free === '' ? [] : [`${here}${free}`])
  ]
}

function formatFlag({ name, short, help, values }: CompletionFlag): string {
  const letter = short === undefined ? '' : ` -s ${short.slice(1)}`
  const value = values === undefined ? '' : ` -r${values.files ? '' : ' -f'}${proposals(values)}`
  return `-l ${name.slice(2)}${letter}${value} -d ${quoted(help)}`
}

function proposals({ words, files, folders, targets }: Values): string {
  return [
    targets ? ` -a '(__kluctl_images_targets)'` : '',
    words.length === 0 ? '' : ` -a '${words.join(' ')}'`,
    files ? ' -F' : '',
    folders ? ` -a '(__fish_complete_directories (commandline -ct))'` : ''
  ].join('')
}

function quoted(text: string): string {
  return `'${text.replace(/[\\']/g, '\\$&')}'`
}
