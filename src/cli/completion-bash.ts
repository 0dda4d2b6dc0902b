import { targetNames } from './completion-targets.ts'
import type { CompletionCommand, CompletionFlag, Values } from './completion-words.ts'

/** The completion for bash 3.2 and newer. Words of ours are letters, digits and dashes, so that nothing has to be quoted. */
export function formatBash(commands: readonly CompletionCommand[]): string {
  const names = commands.map(({ name }) => name)
  return `# bash completion for kluctl-images, written by: kluctl-images completion bash
_kluctl_images_targets() {
  local word folder=.
  for word in "\${COMP_WORDS[@]:2}"; do
    [[ -f $word/.kluctl.yaml ]] && folder=$word
  done
  [[ -f $folder/.kluctl.yaml ]] && ${targetNames('"$folder/.kluctl.yaml"')}
}

# One word a line; those that begin with the current one are proposed. Not by compgen -W, which expands what it is given.
_kluctl_images_propose() {
  local word
  while IFS= read -r word; do
    [[ -n $word && $word == "$2"* ]] && COMPREPLY+=("$word")
  done <<< "$1"
}

_kluctl_images() {
  local current=\${COMP_WORDS[COMP_CWORD]} previous=\${COMP_WORDS[COMP_CWORD-1]}
  local command=\${COMP_WORDS[1]} flags= words= files= folders=
  COMPREPLY=()
  # --flag=value is three words here
  if [[ $current == = ]]; then
    current=
  elif [[ $previous == = ]]; then
    previous=\${COMP_WORDS[COMP_CWORD-2]}
  fi
  if [[ $COMP_CWORD -eq 1 ]]; then
    command=
    words='${lines([...names, '--help', '--version'])}'
  elif [[ $command == help ]]; then
    words='${lines([...names, 'environment'])}'
  fi
  case $command in
${commands.map(formatCommand).join('\n')}
  esac
  if [[ $current == -* ]]; then
    words=$flags
    files=
    folders=
  fi
  _kluctl_images_propose "$words" "$current"
  if [[ -n $files ]]; then
    _kluctl_images_propose "$(compgen -f -- "$current")" ''
  elif [[ -n $folders ]]; then
    _kluctl_images_propose "$(compgen -d -- "$current")" ''
  fi
  if [[ -n $files$folders ]] && type compopt >/dev/null 2>&1; then
    compopt -o filenames 2>/dev/null
  fi
}

complete -F _kluctl_images kluctl-images
`
}

function formatCommand({ name, flags, argument }: CompletionCommand): string {
  const withValue = flags.flatMap(flag => (flag.values === undefined ? [] : [formatFlag(flag, flag.values)]))
  const free = argument === undefined ? '' : settings(argument)
  return `    ${name})
      flags='${lines(flags.flatMap(({ name: long, short }) => (short === undefined ? [long] : [long, short])))}'
      case $previous in
${[...withValue, `        *) ${free === '' ? ':' : free} ;;`].join('\n')}
      esac
      ;;`
}

function formatFlag({ name, short }: CompletionFlag, values: Values): string {
  const set = settings(values)
  return `        ${short === undefined ? name : `${name}|${short}`}) ${set === '' ? 'return' : set} ;;`
}

function settings({ words, files, folders, targets }: Values): string {
  return [
    words.length === 0 ? '' : `words='${lines(words)}'`,
    targets ? 'words=$(_kluctl_images_targets)' : '',
    files ? 'files=1' : '',
    folders ? 'folders=1' : ''
  ]
    .filter(part => part !== '')
    .join('; ')
}

/** One a line, so that names of files may have blanks. */
function lines(words: readonly string[]): string {
  return words.join('\n')
}
