import { spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'vitest'
import { blocksOf, nodesOf, type PageNode, parsePage, plainText, readPage } from './pages.ts'

/** A part of a page as somebody follows it: the commands in order, each with what the page shows below it, if it shows anything. */
export type Step = { readonly command: string; readonly shown: string | undefined }

/** What the parts of a page have, by their headings. */
export type Part = {
  readonly steps: readonly Step[]
  /** Other blocks: what is seen at a website, or in a file. What a command printed is marked `text`. */
  readonly texts: readonly string[]
  /** Lines of its tables, as the page has them. */
  readonly rows: readonly string[]
  /** Everything that is read, without blocks. */
  readonly words: string
}

/** Reads a page as a newcomer does: what to type, and what should be seen. Blocks that say that nobody runs them are left out. */
export function readParts(path: string): ReadonlyMap<string, Part> {
  const page = readPage(path)
  const run = new Set(blocksOf(path, page).flatMap(one => (one.notExecuted === undefined ? [one.where] : [])))
  const lines = page.split('\n')
  const parts = new Map<string, Growing>()
  let part: Growing = { steps: [], texts: [], rows: [], words: '' }
  for (const node of parsePage(page).children ?? []) {
    const where = `${path}:${node.position?.start.line ?? 0}`
    if (node.type === 'heading') {
      part = { steps: [], texts: [], rows: [], words: '' }
      parts.set(plainText(node), part)
    } else if (node.type === 'code' && node.lang === 'sh') {
      if (run.has(where)) part.steps.push({ command: node.value ?? '', shown: undefined })
    } else if (node.type === 'code') {
      const last = part.steps.at(-1)
      if (node.lang === 'text' && last !== undefined)
        part.steps[part.steps.length - 1] = { ...last, shown: node.value ?? '' }
      else part.texts.push(node.value ?? '')
    } else if (node.type === 'table') {
      const table = lines.slice((node.position?.start.line ?? 1) - 1)
      part.rows.push(
        ...table.slice(
          0,
          table.findIndex(line => !line.startsWith('|'))
        )
      )
    } else if (node.type !== 'html') part.words += `${wordsOf(node)}\n`
  }
  return parts
}

type Growing = { steps: Step[]; texts: string[]; rows: string[]; words: string }

function wordsOf(node: PageNode): string {
  return nodesOf(node)
    .map(({ value }) => value ?? '')
    .join('')
}

/** @throws Error for a heading that the page has not */
export function partOf(page: ReadonlyMap<string, Part>, heading: string): Part {
  const part = page.get(heading)
  if (part === undefined) throw new Error(`the page has no heading ${heading}`)
  return part
}

/** Types the commands of a part, sees what the page shows, and gives everything that was printed. */
export async function follow(shell: Shell, { steps }: Part): Promise<string> {
  let all = ''
  for (const { command, shown } of steps) {
    const text = await shell.type(command)
    if (shown !== undefined) expect(isShown(shown, text), `${command}\n${text}`).toBe(true)
    all += text
  }
  return all
}

/** The environment in which git goes to a folder where an address stands. */
export function leadingTo(address: string, folder: string): Readonly<Record<string, string>> {
  return { GIT_CONFIG_COUNT: '1', GIT_CONFIG_KEY_0: `url.${folder}.insteadOf`, GIT_CONFIG_VALUE_0: address }
}

/** Blanks that break no line are blanks to a reader. */
export const plain = (text = ''): string => text.replaceAll('\u00a0', ' ')

/** Whether a text has the lines that a page shows, in order; a line of one `…` stands for any lines, and one at the end of a line for its rest. */
export function isShown(shown: string, text: string): boolean {
  const pattern = shown
    .trim()
    .split('\n')
    .map(line => (line.trim() === '…' ? '(?:.*\n)*?' : `${line.split('…').map(literal).join('.*')}\n`))
    .join('')
  return new RegExp(`(?:^|\n)${pattern}`).test(`${text.trim()}\n`)
}

const literal = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')

/** One shell, in which somebody types. */
export type Shell = {
  /** Where the shell is now. */
  readonly folder: () => string
  /** What the command printed. Fails where the command does. */
  type(command: string): Promise<string>
  close(): void
}

export function openShell(env: Readonly<Record<string, string>>): Shell {
  const home = mkdtempSync(join(tmpdir(), 'newcomer-'))
  const place = join(home, 'work')
  mkdirSync(place)
  let folder = place
  const variables = {
    PATH: process.env['PATH'] ?? '',
    HOME: home,
    GIT_AUTHOR_NAME: 'New Comer',
    GIT_AUTHOR_EMAIL: 'new@example.com',
    GIT_COMMITTER_NAME: 'New Comer',
    GIT_COMMITTER_EMAIL: 'new@example.com',
    GIT_CONFIG_NOSYSTEM: '1',
    ...env
  }
  return {
    folder: () => folder,
    async type(command) {
      const { exitCode, text } = await run(`${command}\nprintf '\\n%s' "$PWD"`, folder, variables)
      if (exitCode !== 0) throw new Error(`${command}\nended with ${exitCode}:\n${text}`)
      const end = text.lastIndexOf('\n')
      folder = text.slice(end + 1)
      return text.slice(0, end)
    },
    close: () => rmSync(home, { recursive: true, force: true })
  }
}

type End = { readonly exitCode: number | null; readonly text: string }

function run(command: string, cwd: string, env: Readonly<Record<string, string>>): Promise<End> {
  return new Promise((resolve, reject) => {
    const child = spawn('/bin/sh', ['-eu', '-c', command], { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] })
    let text = ''
    let err = ''
    child.stdout.on('data', chunk => (text += String(chunk)))
    child.stderr.on('data', chunk => (err += String(chunk)))
    child.on('error', reject)
    child.on('close', exitCode => resolve({ exitCode, text: exitCode === 0 ? text : `${text}${err}` }))
  })
}
