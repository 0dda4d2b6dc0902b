import { targetNames } from './completion-targets.ts'
import type { CompletionCommand, CompletionFlag, Values } from './completion-words.ts'

/** The completion for zsh: to be read with `source`, or as the file `_kluctl-images` in a folder of `fpath`. */
export function formatZsh(commands: readonly CompletionCommand[]): string {
  return `#compdef kluctl-images
# zsh completion for kluctl-images, written by: kluctl-images completion zsh
_kluctl_images_targets() {
  local word folder=.
  for word in $words; do
    [[ -f $word/.kluctl.yaml ]] && folder=$word
  done
  [[ -f $folder/.kluctl.yaml ]] || return
  local -a targets
  targets=(\${(f)"$(${targetNames('$folder/.kluctl.yaml')})"})
  compadd -a targets
}

_kluctl_images_words_or_files() {
  compadd -- "$@"
  _files
}

_kluctl_images() {
  local context state line
  local -a commands
  typeset -A opt_args
  commands=(
${commands.map(({ name, help }) => `    ${quoted(`${name}:${help}`)}`).join('\n')}
  )
  _arguments -C \\
    '(- *)'{-h,--help}'[Show the commands]' \\
    '(- *)'{-V,--version}'[Show the version]' \\
    '1:command:->command' \\
    '*::argument:->argument' && return
  case $state in
    command)
      _describe command commands
      ;;
    argument)
      case $words[1] in
${commands.map(formatCommand).join('\n')}
        help)
          commands+=('environment:Show the variables that are read')
          _describe command commands
          ;;
      esac
      ;;
  esac
}

if [[ $funcstack[1] == _kluctl_images || $funcstack[1] == _kluctl-images ]]; then
  _kluctl_images "$@"
else
  compdef _kluctl_images kluctl-images
fi
`
}

function formatCommand({ name, flags, argument, hasManyArguments }: CompletionCommand): string {
  const place = hasManyArguments ? '*' : '1'
  const specs = [
    ...flags.flatMap(formatFlag),
    ...(argument === undefined ? [] : [`'${place}:argument:${action(argument)}'`])
  ]
  return `        ${name})
          _arguments -s -S \\
${specs.map(spec => `            ${spec}`).join(' \\\n')}
          ;;`
}

function formatFlag({ name, short, help, values, isRepeated }: CompletionFlag): readonly string[] {
  const names = short === undefined ? [name] : [short, name]
  const others = isRepeated ? '*' : names.length === 1 ? '' : `(${names.join(' ')})`
  return names.map(one => {
    const value = values === undefined ? '' : `:value:${action(values)}`
    const assignment = values === undefined ? '' : one.startsWith('--') ? '=' : '+'
    return quoted(`${others}${one}${assignment}[${help.replace(/[[\]\\:]/g, '\\$&')}]${value}`)
  })
}

/** What follows the last colon of a specification; a blank before a function keeps arguments of zsh's own away from it. */
function action({ words, files, folders, targets }: Values): string {
  if (targets) return '_kluctl_images_targets'
  if (words.length > 0) return files ? ` _kluctl_images_words_or_files ${words.join(' ')}` : `(${words.join(' ')})`
  if (files) return '_files'
  return folders ? '_files -/' : ' '
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`
}
