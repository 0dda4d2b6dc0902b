import { execFileSync, spawnSync } from 'node:child_process'
import { mkdirSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { makeWorkspace, root, type Workspace } from '../helpers/workspace.ts'

/** Everything that the library exports, used as a program uses it. */
const program = `import {
  compareLoose, explain, type Explanation, findTraps, type FixedImage, ImagesError, isImagesError, newest, parseVersionFilter, type Place,
  ProjectError, RegistryError, renderTemplate, type Report, type ResolveOptions, type ResolveResult, resolve, type Suggestion, suggestFilters, type Trap,
  type UseRecord, type VersionFilter
} from 'kluctl-images'

const filter: VersionFilter = parseVersionFilter("prefix('main-', suffix=number())")
export const tag: string | undefined = newest(filter, ['main-9', 'main-10'])
export const order: number = compareLoose('1.9', '1.10')
export const explanation: Explanation = explain(filter, ['main-9'])
export const suggestions: readonly Suggestion[] = suggestFilters(['1.0'])
export const traps: readonly Trap[] = findTraps(filter, ['main-9'])
export const text: string = renderTemplate('{{ a }}', { vars: { a: 1 }, name: 'x', files: { b: '' } })
const options: ResolveOptions = { projectDir: '.', images: ['nginx', '**'], write: false, env: { HOME: undefined } }
export async function main(): Promise<readonly FixedImage[]> {
  try {
    const result: ResolveResult = await resolve(options)
    const report: Report = result.report
    const uses: readonly UseRecord[] = report.uses
    if (!result.ok || uses.length === 0) return []
    const manifest: string | undefined = result.manifests.get('web.yaml')
    return manifest === undefined ? [] : result.fixedImages
  } catch (error) {
    if (error instanceof RegistryError) throw error
    if (!isImagesError(error)) return []
    const place: Place | undefined = error instanceof ProjectError ? error.place : undefined
    const known: ImagesError = error
    throw new Error(\`\${known.code} \${place?.file ?? ''}\`)
  }
}
`

/** Programs that must not compile, each with the number of its error. */
const mistakes: readonly (readonly [string, number])[] = [
  ["import { parseVersionFilter } from 'kluctl-images'\nparseVersionFilter(1)", 2345],
  [
    "import { newest, parseVersionFilter } from 'kluctl-images'\nexport const tag: string = newest(parseVersionFilter('semver()'), [])",
    2322
  ],
  ["import { resolve } from 'kluctl-images'\nresolve({ projectDirectory: '.' })", 2353],
  ["import { resolve } from 'kluctl-images'\nresolve({ images: [1] })", 2322],
  ["import { resolve } from 'kluctl-images'\nresolve().then(result => { result.text = '' })", 2540],
  ["import { parseOptions } from 'kluctl-images'\nparseOptions({})", 2305],
  ["import { version } from 'kluctl-images/dist/about.js'\nversion", 2307]
]

const resolutions = [
  { module: 'nodenext', moduleResolution: 'nodenext' },
  { module: 'node16', moduleResolution: 'node16' },
  { module: 'preserve', moduleResolution: 'bundler' },
  { module: 'esnext', moduleResolution: 'bundler' }
] as const

describe.each(resolutions)(
  "the types of the package in a stranger's strict project, by $module and $moduleResolution",
  resolution => {
    let workspace: Workspace
    /** What the compiler says of some programs, with the declarations of the package checked as well. */
    const compile = (sources: readonly string[], type = 'module'): string => {
      const compilerOptions = {
        ...resolution,
        ...{ target: 'es2022', lib: ['es2022'], strict: true, noEmit: true, skipLibCheck: false, types: [] },
        ...{ exactOptionalPropertyTypes: true, noUncheckedIndexedAccess: true }
      }
      const files = sources.map((source, index) => [`use${index}.ts`, `${source}\nexport {}\n`] as const)
      workspace.write({
        'package.json': JSON.stringify({ type }),
        'tsconfig.json': JSON.stringify({ compilerOptions, files: files.map(([name]) => name) }),
        ...Object.fromEntries(files)
      })
      const tsc = join(root, 'node_modules/typescript/bin/tsc')
      return spawnSync(process.execPath, [tsc, '-p', '.'], { cwd: workspace.folder, encoding: 'utf8' }).stdout
    }

    beforeAll(() => {
      workspace = makeWorkspace()
      install(workspace.folder)
    })
    afterAll(() => workspace.remove())

    test('let a program use all of it, and the programs of the pages', () => {
      const blocks = programsOfPages()
      expect(blocks.length).toBeGreaterThan(0)
      expect(compile([program, ...blocks])).toBe('')
    })

    test('refuse what would go wrong', () => {
      const said = compile(mistakes.map(([source]) => source)).split('\n')
      const found = said.map(line => /^use(\d+)\.ts\(\d+,\d+\): error TS(\d+)/.exec(line)?.slice(1).map(Number))
      expect(found.filter(Boolean)).toEqual(mistakes.map(([, number], index) => [index, number]))
    })

    test('are no reason against a CommonJS project, where its resolution lets it require a module', () => {
      const said = compile(
        ["import { compareLoose } from 'kluctl-images'\nexport const order: number = compareLoose('1', '2')"],
        'commonjs'
      )
      expect(said.match(/error TS\d+/g)).toEqual(resolution.module === 'node16' ? ['error TS1479'] : null)
    })
  }
)

/** Puts the package that npm would publish into a folder, with nothing else beside it. */
function install(folder: string): void {
  const to = join(folder, 'node_modules/kluctl-images')
  mkdirSync(to, { recursive: true })
  execFileSync('npm', ['pack', '--silent', '--ignore-scripts', '--pack-destination', folder], {
    cwd: root,
    stdio: 'ignore'
  })
  const tarball = readdirSync(folder).find(name => name.endsWith('.tgz')) ?? ''
  execFileSync('tar', ['--extract', '--file', join(folder, tarball), '--directory', to, '--strip-components', '1'])
}

/** The TypeScript blocks of README and docs that import the library. */
function programsOfPages(): readonly string[] {
  const pages = ['README.md', ...readdirSync(join(root, 'docs')).map(name => `docs/${name}`)].filter(name =>
    name.endsWith('.md')
  )
  return pages
    .flatMap(page => [...readFileSync(join(root, page), 'utf8').matchAll(/^```ts\n([\s\S]*?)^```$/gm)])
    .flatMap(([, code = '']) => (code.includes("from 'kluctl-images'") ? [code] : []))
}
