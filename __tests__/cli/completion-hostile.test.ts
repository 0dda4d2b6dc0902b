import { execFileSync } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { loadCommands } from '../../src/cli/commands.ts'
import { formatBash } from '../../src/cli/completion-bash.ts'
import { formatFish } from '../../src/cli/completion-fish.ts'
import { type CompletionCommand, completionCommands } from '../../src/cli/completion-words.ts'
import { formatZsh } from '../../src/cli/completion-zsh.ts'
import { complete, hasShell, type ShellName } from '../helpers/shells.ts'

const shells: readonly (readonly [ShellName, (commands: readonly CompletionCommand[]) => string])[] = [
  ['bash', formatBash],
  ['zsh', formatZsh],
  ['fish', formatFish]
]

let folder: string
let canary: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'completion-hostile-'))
  canary = join(folder, 'canary')
  vi.stubEnv('LC_ALL', 'C.UTF-8')
})
afterEach(() => {
  vi.unstubAllEnvs()
  rmSync(folder, { recursive: true })
})

/** Bytes, so that they need not be UTF-8. */
function writeTargets(path: string, text: string): void {
  mkdirSync(join(folder, path), { recursive: true })
  writeFileSync(join(folder, path, '.kluctl.yaml'), Buffer.from(text, 'latin1'))
}

/** What the shell runs once it expands a word: in each of the ways that shells write it. */
const commands = (): string => `$(touch ${canary})\`touch ${canary}\`(touch ${canary});touch ${canary}`

describe.each(shells)('%s, in a project of somebody else', (shell, format) => {
  const isMissing = !hasShell(shell)
  if (isMissing) process.stderr.write(`${shell} is not here, so its completion is not run\n`)
  const propose = async (...lines: readonly string[]): Promise<readonly string[][]> =>
    complete(shell, format(completionCommands(await loadCommands())), lines, folder).map(words =>
      words.map(word => word.replace(/[/ ]$/, ''))
    )

  test.skipIf(isMissing)('runs nothing of a name that is not UTF-8, and proposes the targets', async () => {
    const names = ['\xff', '\xc3(', '\xed\xa0\x80', '\xf8\x88\x80\x80\x80', '\xc2'].flatMap(bytes => [
      `prod-eu${bytes}${commands()}`,
      `${bytes}${commands()}`,
      `"a${commands()}${bytes}"`
    ])
    writeTargets('.', `targets:\n${['staging', ...names, 'last'].map(name => `  - name: ${name}\n`).join('')}`)
    const [all = [], some] = await propose('kluctl-images resolve --target ', 'kluctl-images resolve --target st')
    expect(all).toEqual(expect.arrayContaining(['last', 'staging']))
    expect(all.join('\n')).toMatch(/^[A-Za-z0-9._\n-]+$/)
    expect(some).toEqual(['staging'])
    expect(existsSync(canary)).toBe(false)
  })

  test.skipIf(isMissing)('takes no folder for a flag of sed, and no name of a file for a pattern', async () => {
    writeTargets('.', 'targets:\n- name: staging\n')
    // to sed -e this is: run the file sub/.kluctl.yaml at line 1
    writeTargets('-e1esub', 'targets:\n- name: inner\n')
    writeTargets('sub', `#!/bin/sh\ntouch ${canary}\n`)
    chmodSync(join(folder, 'sub', '.kluctl.yaml'), 0o755)
    for (const name of ['$(touch canary)', '*', '`touch canary`', 'a;touch canary']) mkdirSync(join(folder, name))
    const [, folders = []] = await propose(
      'kluctl-images resolve --project-dir -e1esub --target ',
      'kluctl-images resolve --project-dir '
    )
    expect(folders.join('\n')).toContain('sub')
    expect(existsSync(canary)).toBe(false)
  })

  test.skipIf(isMissing)('reads the first 64 KiB of a file, and nothing that is none', async () => {
    writeTargets('.', `targets:\n- name: first\n${'# \n'.repeat(30_000)}- name: far\n`)
    expect(await propose('kluctl-images resolve --target ')).toEqual([['first']])
    rmSync(join(folder, '.kluctl.yaml'))
    execFileSync('mkfifo', [join(folder, '.kluctl.yaml')])
    expect((await propose('kluctl-images resolve --target ')).flat()).not.toContain('first')
  })
})
