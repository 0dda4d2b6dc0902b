import { execFileSync } from 'node:child_process'
import { mkdirSync, readFileSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { describe, expect, test } from 'vitest'
import { startRegistry } from '../helpers/registry.ts'
import { deployment, makeWorkspace, root } from '../helpers/workspace.ts'

type Library = typeof import('../../src/index.ts')
const load = (): Promise<Library> => import(pathToFileURL(join(root, 'dist/lib/index.js')).href)

describe('the library in dist/lib', () => {
  test('picks the newest tag', async () => {
    const { compareLoose, newest, parseVersionFilter } = await load()
    const filter = parseVersionFilter("prefix('main-', suffix=number())")
    expect(newest(filter, ['main-9', 'main-10', 'latest'])).toBe('main-10')
    expect(filter.accepts('latest')).toBe(false)
    expect(filter.compare('main-9', 'main-10')).toBe(-1)
    expect(filter.toString()).toBe('prefix(prefix="main-", suffix=number())')
    expect(compareLoose('1.9', '1.10')).toBe(-1)
  })

  test('throws its own errors, which a program can tell apart', async () => {
    const { FilterError, isImagesError, parseVersionFilter, ProjectError, renderTemplate } = await load()
    expect(() => parseVersionFilter('newest()')).toThrow(FilterError)
    expect(() => renderTemplate('{{ missing }}', { name: 'a.yaml' })).toThrow(ProjectError)
    try {
      renderTemplate('line\n{{ missing }}', { name: 'a.yaml' })
      expect.unreachable()
    } catch (error) {
      expect(isImagesError(error)).toBe(true)
      expect(error).toMatchObject({ code: 'template', place: { file: 'a.yaml', line: 2 } })
    }
  })

  test('renders templates with variables and other files', async () => {
    const { renderTemplate } = await load()
    const files = { 'lib/names.j2': '{% macro full(n) %}{{ n | upper }}-{{ env }}{% endmacro %}' }
    const text = renderTemplate("{% from 'lib/names.j2' import full %}{{ full('web') }} {{ [1, 2.0, true] }}", {
      vars: { env: 'prod' },
      files
    })
    expect(text).toBe('WEB-prod [1, 2.0, True]')
  })

  test('runs the main job and writes nothing unless told to', async () => {
    const { resolve } = await load()
    const registry = await startRegistry({ repositories: { 'shop/web': ['1.0', '1.1'] } })
    const image = `${registry.host}/shop/web`
    const workspace = makeWorkspace({ 'web.yaml': deployment('web', { web: `{{ images.get_image("${image}") }}` }) })
    const options = {
      projectDir: workspace.folder,
      outputFile: join(workspace.folder, 'fixed-images.yaml'),
      reportFile: join(workspace.folder, 'report.json'),
      env: { KLUCTL_REGISTRY_HOST: registry.host, KLUCTL_REGISTRY_PLAIN_HTTP: 'true' }
    }
    const result = await resolve(options)
    expect(result.ok).toBe(true)
    expect(result.fixedImages).toEqual([
      { image, resultImage: `${image}:1.1`, namespace: 'shop', deployment: 'Deployment/web', container: 'web' }
    ])
    expect(result.manifests.get('web.yaml')).toContain(`image: ${image}:1.1`)
    expect(workspace.read('fixed-images.yaml')).toBeUndefined()
    await resolve({ ...options, write: true })
    expect(workspace.read('fixed-images.yaml')).toBe(result.text)
    await registry.stop()
    workspace.remove()
  })

  test("its types are right for a stranger's strict project", () => {
    const workspace = makeWorkspace({
      'package.json': '{ "type": "module" }',
      'tsconfig.json': JSON.stringify({
        compilerOptions: {
          module: 'nodenext',
          target: 'es2022',
          strict: true,
          noEmit: true,
          skipLibCheck: false,
          types: [],
          exactOptionalPropertyTypes: true
        }
      }),
      'use.ts': `import { isImagesError, newest, parseVersionFilter, renderTemplate, resolve, type Report, type VersionFilter } from 'kluctl-images'
const filter: VersionFilter = parseVersionFilter('semver()')
const tag: string | undefined = newest(filter, ['1.0'])
const text: string = renderTemplate('{{ a }}', { vars: { a: 1 }, name: 'x' })
const report: Promise<Report> = resolve({ projectDir: '.', images: ['nginx', '**'] }).then(result => result.report)
try { parseVersionFilter('') } catch (error) { if (isImagesError(error)) error.code satisfies string }
// @ts-expect-error a filter is a text
parseVersionFilter(1)
export { report, tag, text }
`
    })
    mkdirSync(join(workspace.folder, 'node_modules'))
    symlinkSync(root, join(workspace.folder, 'node_modules/kluctl-images'))
    const tsc = join(root, 'node_modules/typescript/bin/tsc')
    const run = (): string =>
      execFileSync(process.execPath, [tsc, '-p', workspace.folder], { encoding: 'utf8', cwd: workspace.folder })
    expect(run).not.toThrow()
    workspace.remove()
  })

  test.each(['cli.js', 'lib/index.js'])('%s loads no package of GitHub', entry => {
    const seen = new Set<string>()
    const visit = (path: string): void => {
      if (seen.has(path)) return
      seen.add(path)
      const targets = readFileSync(path, 'utf8').matchAll(
        /^(?:import|export)\b[^;]*?from "(\.[^"]+)"|\bimport\("(\.[^"]+)"\)/gm
      )
      for (const [, direct, lazy] of targets) visit(join(path, '..', direct ?? lazy ?? ''))
    }
    visit(join(root, 'dist', entry))
    const all = [...seen].map(path => readFileSync(path, 'utf8')).join('\n')
    expect(seen.size).toBeGreaterThan(3)
    expect([...seen].filter(path => /github|index\.js$/.test(path) && !path.endsWith('lib/index.js'))).toEqual([])
    expect(all).not.toMatch(/node_modules\/@actions\/(?:core|github|artifact)\//)
    expect(all).toContain('node_modules/undici/')
  })
})
