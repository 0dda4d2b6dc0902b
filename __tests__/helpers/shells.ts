import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export type ShellName = 'bash' | 'zsh' | 'fish'

/** True where the shell is on this machine. */
export function hasShell(name: ShellName): boolean {
  return spawnSync(name, ['--version']).status === 0
}

/** What the shell says of the syntax of a script; empty where it is right. */
export function checkSyntax(shell: ShellName, script: string): string {
  const { stderr, status } = spawnSync(shell, ['-n', save(script)], { encoding: 'utf8' })
  return status === 0 ? stderr : `${status}: ${stderr}`
}

/**
 * The words that a real shell proposes for each line, whose last word, maybe empty, is the one to complete. Options that stand behind a
 * description come without it.
 */
export function complete(shell: ShellName, script: string, lines: readonly string[], cwd: string): readonly string[][] {
  const file = save(script)
  if (shell === 'bash') return lines.map(line => completeInBash(file, line, cwd))
  if (shell === 'fish') return lines.map(line => completeInFish(file, line, cwd))
  return completeInZsh(file, lines, cwd)
}

function save(script: string): string {
  const file = join(mkdtempSync(join(tmpdir(), 'completion-')), '_kluctl-images')
  writeFileSync(file, script)
  return file
}

/** bash cuts words at `=` too, as its readline does. */
function completeInBash(file: string, line: string, cwd: string): string[] {
  const words = line.split(' ').flatMap(word => word.split(/(=)/).filter((part, index) => part !== '' || index === 0))
  if (line.endsWith('=')) words.push('')
  const text = `source "$1"; shift; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _kluctl_images; printf '%s\\n' "\${COMPREPLY[@]}"`
  return clean(
    execFileSync('bash', ['--noprofile', '--norc', '-c', text, 'bash', file, ...words], { cwd, encoding: 'utf8' })
  )
}

function completeInFish(file: string, line: string, cwd: string): string[] {
  const text = 'source $argv[1]; complete -C $argv[2]'
  const out = execFileSync('fish', ['--no-config', '-c', text, file, line], {
    cwd,
    encoding: 'utf8',
    env: { ...process.env, HOME: cwd }
  })
  return clean(out.replace(/\t.*$/gm, ''))
}

/**
 * zsh completes only at a terminal: one is made with zpty, where each line is typed and a key is pressed. A wrapper around `compadd` writes what it
 * matched into a file.
 */
function completeInZsh(file: string, lines: readonly string[], cwd: string): string[][] {
  const folder = mkdtempSync(join(tmpdir(), 'completion-zsh-'))
  const found = join(folder, 'found')
  const setup = join(folder, 'setup')
  writeFileSync(
    setup,
    `autoload -U compinit
compinit -D -u
source ${file}
compadd() {
  if [[ \${@[1,(i)(-|--)]} != *-(O|A|D)\\ * ]]; then
    local -a matched
    builtin compadd -O matched "$@"
    (( $#matched )) && print -rl -- $matched >> ${found}
  fi
  builtin compadd "$@"
}
probe() { _main_complete; compstate[insert]=; compstate[list]= }
zle -C probe complete-word probe
next() { print -r -- '---' >> ${found}; BUFFER=; print -r -- next-line }
zle -N next
bindkey '^T' probe
bindkey '^N' next
zle-line-init() { print -r -- at-prompt }
zle -N zle-line-init
`
  )
  const typed = lines.map(line => `zpty -w -n z ${quoted(line)}$'\\C-t\\C-n'\nzpty -r z output '*next-line*'`)
  const driver = `zmodload zsh/zpty
zpty z zsh -f -i
zpty -w z 'PROMPT=; source ${setup}'
zpty -r z output '*at-prompt*'
${typed.join('\n')}
zpty -d z
`
  execFileSync('zsh', ['-f', '-c', driver], {
    cwd,
    timeout: 60_000,
    env: { ...process.env, HOME: folder, TERM: 'xterm' }
  })
  return readFileSync(found, 'utf8').split('---\n').slice(0, lines.length).map(clean)
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`
}

function clean(out: string): string[] {
  return [...new Set(out.split('\n').filter(word => word !== ''))].toSorted()
}
