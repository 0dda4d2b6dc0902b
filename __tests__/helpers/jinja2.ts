import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import { isImagesError, ProjectError } from '../../src/errors.ts'
import { renderTemplate } from '../../src/template/render.ts'

/** One template of the corpus. `unsupported` and `refused` say why we raise an error where Jinja2 gives text. */
export type Row = {
  readonly source: string
  readonly vars: Readonly<Record<string, unknown>>
  readonly files: Readonly<Record<string, string>>
  readonly name?: string
  readonly searchDirs?: readonly string[]
  /** What is not supported; the error's code must be `unsupported`. */
  readonly unsupported?: string
  /** The code of the error with which we refuse on purpose. */
  readonly refused?: string
  /** The line of our error, where Jinja2's own is wrong. */
  readonly line?: number
}

export type Result =
  | { readonly ok: true; readonly text: string }
  | {
      readonly ok: false
      readonly type: string
      readonly message: string
      readonly line: number | null
      readonly file: string | null
    }

type CorpusFile = {
  readonly vars?: Row['vars']
  readonly files?: Row['files']
  readonly cases: readonly (string | (Partial<Row> & { readonly source: string }))[]
}

const fixtures = join(import.meta.dirname, '..', 'fixtures', 'jinja2')
const recordedFile = join(fixtures, 'recorded.json')

/** Themes of the corpus: names of its files without extension. */
export const themes: readonly string[] = readdirSync(fixtures)
  .filter(name => name.endsWith('.yaml'))
  .map(name => name.slice(0, -'.yaml'.length))
  .sort()

export function readCorpus(theme: string): readonly Row[] {
  const corpus = parse(readFileSync(join(fixtures, `${theme}.yaml`), 'utf8')) as CorpusFile
  return corpus.cases.map(entry => {
    const row = typeof entry === 'string' ? { source: entry } : entry
    return { ...row, vars: { ...corpus.vars, ...row.vars }, files: { ...corpus.files, ...row.files } }
  })
}

/** What Jinja2 gave when the corpus was last recorded, by theme. */
export function readRecorded(theme: string): readonly Result[] {
  const recorded = existsSync(recordedFile)
    ? (JSON.parse(readFileSync(recordedFile, 'utf8')) as Record<string, Result[]>)
    : {}
  return recorded[theme] ?? []
}

/** Used with the variable UPDATE_RECORDED=1 only. */
export function writeRecorded(theme: string, results: readonly Result[]): void {
  const recorded = existsSync(recordedFile)
    ? (JSON.parse(readFileSync(recordedFile, 'utf8')) as Record<string, Result[]>)
    : {}
  const sorted = Object.entries({ ...recorded, [theme]: results }).sort(([a], [b]) => (a < b ? -1 : 1))
  const lines = sorted.map(
    ([name, rows]) => `${JSON.stringify(name)}: [\n${rows.map(row => `  ${JSON.stringify(row)}`).join(',\n')}\n]`
  )
  writeFileSync(recordedFile, `{\n${lines.join(',\n')}\n}\n`)
}

/** Renders with the real Jinja2; undefined where no Python with Jinja2 3.1 is installed. */
export function renderWithJinja2(rows: readonly Row[]): readonly Result[] | undefined {
  const input = rows.map(row => `${JSON.stringify(row)}\n`).join('')
  for (const python of ['python3', '/usr/bin/python3']) {
    const run = spawnSync(python, [join(import.meta.dirname, 'jinja2_oracle.py')], {
      input,
      encoding: 'utf8',
      maxBuffer: 2 ** 28
    })
    if (run.status !== 0) continue
    const lines = run.stdout.trim().split('\n')
    const results = lines.map(
      line => JSON.parse(line.replace(/0x[0-9a-f]{6,}/g, '0x…')) as Result & { version: string }
    )
    if (results[0]?.version.startsWith('3.1.')) return results.map(({ version: _, ...result }) => result as Result)
  }
  return undefined
}

/** Renders with our engine. Anything but text or a ProjectError is thrown on. */
export function renderOurs(row: Row): Result & { readonly code?: string } {
  try {
    const { vars, files, name, searchDirs } = row
    const options = { vars, files, ...(name === undefined ? {} : { name }), ...(searchDirs ? { searchDirs } : {}) }
    return { ok: true, text: renderTemplate(row.source, options) }
  } catch (error) {
    if (!isImagesError(error) || !(error instanceof ProjectError)) throw error
    const [, type = '', message = error.message] = /^(\w+): (.*)$/s.exec(error.message) ?? []
    const place = { line: error.place?.line ?? null, file: error.place?.file ?? null }
    return { ok: false, code: error.code, type, message, ...place }
  }
}
