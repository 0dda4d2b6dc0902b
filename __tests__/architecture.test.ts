import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, posix, relative, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'

type Import = { readonly from: string; readonly to: string; readonly isType: boolean }

const root = join(dirname(fileURLToPath(import.meta.url)), '..', 'src')
const files: ReadonlyMap<string, string> = new Map(
  readdirSync(root, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile() && entry.name.endsWith('.ts'))
    .map(entry => join(entry.parentPath, entry.name))
    .map(path => [relative(root, path).split(sep).join('/'), readFileSync(path, 'utf8')])
)

const statement =
  /^(?:import|export)\s+(?<clause>(?:type\s+)?(?:\{[^}]*\}|\*(?:\s+as\s+\w+)?|\w+(?:,\s*\{[^}]*\})?))\s+from\s+'(?<module>[^']+)'/gm
const bare = /^import\s+'(?<module>[^']+)'/gm
const dynamic = /import\('(?<module>[^']+)'\)/g

/** Every import of a file: of one of our files by its path below src, of a package by its name. */
const imports: readonly Import[] = [...files].flatMap(([from, text]) => {
  const code = text.replace(/^\s*(?:\*|\/\*\*|\/\/).*$/gm, '')
  return [statement, bare, dynamic]
    .flatMap(pattern => [...code.matchAll(pattern)])
    .map(({ groups = {} }) => {
      const name = groups['module'] ?? ''
      const to = name.startsWith('.') ? posix.normalize(posix.join(posix.dirname(from), name)) : name
      return { from, to, isType: (groups['clause'] ?? '').trim().startsWith('type') }
    })
})

const isOurs = ({ to }: Import): boolean => files.has(to)
const layerOf = (file: string): string => (file.includes('/') ? file.slice(0, file.indexOf('/')) : file)
const show = ({ from, to }: Import): string => `${from} imports ${to}`

/** A file may import what stands in its own line or above it. */
const layers: readonly (readonly string[])[] = [
  ['errors.ts', 'text.ts', 'excerpt.ts', 'secret-lines.ts', 'about.ts', 'help-address.ts'],
  ['image'],
  ['ports.ts'],
  ['yaml'],
  ['version'],
  ['fixed'],
  ['template'],
  ['project'],
  ['wire'],
  ['policy'],
  ['deployed'],
  ['resolve'],
  ['lock'],
  ['report'],
  ['artifact-name.ts', 'option-table.ts', 'option-table-review.ts', 'option-values.ts', 'options.ts'],
  [
    'prepare.ts',
    'conclude.ts',
    'run.ts',
    'run-answers.ts',
    'run-lock.ts',
    'run-part.ts',
    'run-review.ts',
    'run-warnings.ts'
  ],
  ['verify', 'export', 'merge', 'init'],
  ['io'],
  ['demo'],
  ['cli', 'library.ts', 'action'],
  ['action.ts', 'cli.ts', 'index.ts', 'renderer.ts']
]
const rankOf = (file: string): number => layers.findIndex(layer => layer.includes(layerOf(file)))

/** What goes against the order, each with a reason. */
const exceptions = new Set([
  // the type of what the command line is handed
  'io/terminal.ts imports cli/command.ts'
])

describe('the direction of imports', () => {
  test('is known for every file', () => {
    expect([...files.keys()].filter(file => rankOf(file) < 0)).toEqual([])
    expect(
      imports
        .filter(({ to }) => /\.[cm]?ts$/.test(to))
        .filter(entry => !isOurs(entry))
        .map(show)
    ).toEqual([])
    expect(imports.length).toBeGreaterThan(300)
  })

  test('is from the doors inward', () => {
    const wrong = imports.filter(isOurs).filter(({ from, to }) => rankOf(to) > rankOf(from))
    expect(wrong.map(show).filter(text => !exceptions.has(text))).toEqual([])
    expect(wrong.filter(({ isType }) => !isType).map(show)).toEqual([])
  })

  test('is from the rest of the template engine to its builtins, not back', () => {
    const allowed = new Set(['value.ts', 'limits.ts', 'hash.ts', 'work.ts'].map(file => `template/${file}`))
    const back = imports.filter(
      ({ from, to }) =>
        from.startsWith('template/builtins/') && to.startsWith('template/') && !to.startsWith('template/builtins/')
    )
    expect(back.filter(({ to }) => !allowed.has(to)).map(show)).toEqual([])
  })

  test('has no circles', () => {
    const targets = new Map<string, string[]>()
    for (const { from, to } of imports.filter(isOurs).filter(({ isType }) => !isType))
      targets.set(from, [...(targets.get(from) ?? []), to])
    const done = new Set<string>()
    const circles: string[] = []
    const visit = (file: string, path: readonly string[]): void => {
      if (path.includes(file)) circles.push([...path.slice(path.indexOf(file)), file].join(' > '))
      if (done.has(file) || path.includes(file)) return
      for (const target of targets.get(file) ?? []) visit(target, [...path, file])
      done.add(file)
    }
    for (const file of files.keys()) visit(file, [])
    expect(circles).toEqual([])
  })
})

describe('a package is imported in its own place only', () => {
  const places: readonly (readonly [name: RegExp, place: RegExp])[] = [
    [/^node:/, /^(?:io|cli|demo|action)\/|^(?:action|cli|library|renderer)\.ts$|^template\/hash\.ts$/],
    [/^@actions\/core$/, /^action\/main\.ts$|^io\/(?:outputs|summary|workflow-log)\.ts$/],
    [/^@actions\/github$/, /^io\/(?:comment|github)(?:-[a-z-]+)?\.ts$/],
    [/^@actions\/artifact$/, /^io\/artifact(?:-[a-z]+)?\.ts$/],
    [/^@actions\/exec$/, /^io\//],
    [/^nunjucks/, /^template\//],
    [
      /^undici(?:$|\/)/,
      /^io\/registry\/(?:line|host-line|exchange|receive)\.ts$|^io\/(?:gitlab-api|artifact-request)\.ts$/
    ],
    [/^yaml$/, /^(?:yaml|fixed|project|template\/builtins)\//],
    [/^semver/, /^version\//],
    [/^re2js$/, /^(?:version|fixed|template)\//]
  ]
  const packages = imports.filter(entry => !isOurs(entry) && entry.to !== 'kluctl-images')

  test.each(places)('%s', (name, place) => {
    expect(packages.filter(({ from, to }) => name.test(to) && !place.test(from)).map(show)).toEqual([])
  })

  test('and no other package is imported', () => {
    const unknown = packages.filter(({ to }) => !places.some(([name]) => name.test(to)))
    expect(unknown.map(show)).toEqual([])
  })

  test('and never all of nunjucks, whose compiler makes code from templates', () => {
    const wanted = ['nunjucks/src/lexer.js', 'nunjucks/src/parser.js']
    expect(packages.filter(({ to }) => to.startsWith('nunjucks') && !wanted.includes(to)).map(show)).toEqual([])
  })

  test.each(['cli.ts', 'index.ts'])("and GitHub's packages are out of the reach of %s", door => {
    const reached = new Set([door])
    for (const file of reached)
      for (const { from, to, isType } of imports) if (from === file && files.has(to) && !isType) reached.add(to)
    const found = packages.filter(
      ({ from, to }) => reached.has(from) && /^@actions\/(?:core|github|artifact)$/.test(to)
    )
    expect(reached.size).toBeGreaterThan(50)
    expect(found.map(show)).toEqual([])
  })
})

describe('the pure part', () => {
  const pure = [...files].filter(([file]) => rankOf(file) < rankOf('io/x'))

  test('knows no process, no clock, no chance and no network', () => {
    const world = /\bprocess\.|\bDate\b|\bMath\.random\b|\bfetch\(|\bsetTimeout\b|\bglobalThis\b/
    const lines = pure.flatMap(([file, text]) =>
      text
        .split('\n')
        .filter(
          line => !/^\s*(?:\*|\/\*\*|\/\/)/.test(line) && world.test(line.replace(/'(?:[^'\\]|\\.)*'|`[^`]*`/g, "''"))
        )
        .map(line => `${file}: ${line.trim()}`)
    )
    expect(lines).toEqual([])
  })

  test('makes no code from text', () => {
    const code = /\beval\(|\bnew Function\b|\bFunction\(/
    expect([...files].filter(([, text]) => code.test(text)).map(([file]) => file)).toEqual([])
  })
})

test('no file is longer than three hundred lines, and none has a name that says nothing', () => {
  expect([...files].filter(([, text]) => text.split('\n').length > 301).map(([file]) => file)).toEqual([])
  const empty = /(?:^|\/)(?:utils?|helpers|common|types|manager|service|misc)\.ts$/
  expect([...files.keys()].filter(file => empty.test(file) && file !== 'version/helpers.ts')).toEqual([])
})
