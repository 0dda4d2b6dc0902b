import { readdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { afterEach, describe, expect, test } from 'vitest'
import { ProjectError } from '../../../src/errors.ts'
import { openKustomizer } from '../../../src/io/kustomize.ts'
import { findProgram } from '../../../src/io/program.ts'
import { findObjects } from '../../../src/project/objects.ts'
import { findPlaceholders, formatPlaceholder } from '../../../src/template/placeholder.ts'
import { parseYamlDocuments } from '../../../src/yaml/parse.ts'
import { type FakePath, fakePath } from './fake-program.ts'
import { controls, type Files, treeOf } from './kustomizations.ts'

const surroundings = { env: process.env }
const isHere = findProgram(['kubectl', 'kustomize'], surroundings) !== undefined
const windows = process.platform === 'win32'

async function build(files: Files, folder = 'app'): Promise<string | ProjectError> {
  const results = await openKustomizer(surroundings).build(new Map(Object.entries(files)), [folder])
  expect([...results.keys()]).toEqual([folder])
  return results.get(folder) ?? ''
}

/** `Kind namespace/name` of each object, in order. */
function objectsIn(text: string | ProjectError): readonly string[] {
  if (typeof text !== 'string') throw text
  const objects = parseYamlDocuments(text, 'built.yaml').flatMap(document => findObjects(document, undefined))
  return objects.map(({ kind, namespace, name }) => `${kind} ${namespace}/${name}`).sort()
}

const call = {
  image: 'registry.example.com/shop/web',
  filter: 'semver()',
  place: { file: 'app/web.yaml', line: 9, column: 3 }
}
const placeholder = formatPlaceholder(call)
const web = `apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      containers:
      - {name: web, image: ${placeholder}}
      - {name: side, image: example.com/side:1, env: [{name: IMAGE, value: "see ${placeholder} and ${placeholder}"}]}
`
const base: Files = { 'base/kustomization.yaml': 'resources: [web.yaml]\n', 'base/web.yaml': web }

describe.skipIf(!isHere)('kustomize (skipped without kubectl and kustomize)', () => {
  test('builds every kustomization that the scan allows', async () => {
    const trees = controls.map(([name, text, more]) => ({
      name,
      tree: treeOf({ 'app/kustomization.yaml': text, ...more })
    }))
    const kustomizer = openKustomizer(surroundings)
    const failed: string[] = []
    for (const { name, tree } of trees) {
      const result = (await kustomizer.build(tree, ['app'])).get('app')
      if (typeof result !== 'string' || objectsIn(result).length === 0) failed.push(`${name}: ${String(result)}`)
    }
    expect(failed).toEqual([])
  })

  const features: readonly (readonly [feature: string, kustomization: string, objects: readonly string[]])[] = [
    ['a base', 'resources: [../base]', ['Deployment /web']],
    ['a namespace', 'resources: [../base]\nnamespace: prod', ['Deployment prod/web']],
    ['a prefix and a suffix', 'resources: [../base]\nnamePrefix: a-\nnameSuffix: -z', ['Deployment /a-web-z']],
    [
      'a patch of the name',
      'resources: [../base]\npatches:\n- target: {kind: Deployment}\n  options: {allowNameChange: true}\n  patch: \'[{"op": "replace", "path": "/metadata/name", "value": "site"}]\'',
      ['Deployment /site']
    ],
    ['a component', 'resources: [../base]\ncomponents: [../part]', ['Deployment /part-web']],
    [
      'a replacement',
      'resources: [../base]\nreplacements:\n- source: {kind: Deployment, name: web, fieldPath: "spec.template.spec.containers.[name=web].image"}\n  targets:\n  - select: {kind: Deployment}\n    fieldPaths: ["spec.template.spec.containers.[name=side].image"]',
      ['Deployment /web']
    ],
    [
      'the images transformer',
      'resources: [../base]\nimages: [{name: example.com/side, newTag: "2"}]',
      ['Deployment /web']
    ]
  ]

  test.each(features)('keeps the placeholders under %s', async (_, text, objects) => {
    const part = 'apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\nnamePrefix: part-\n'
    const built = await build({ ...base, 'part/kustomization.yaml': part, 'app/kustomization.yaml': text })
    expect(objectsIn(built)).toEqual(objects)
    const found = findPlaceholders(String(built))
    expect(found.length).toBe(_ === 'a replacement' ? 4 : 3)
    for (const one of found) expect(one.call).toEqual(call)
  })

  test('a ConfigMap that is generated keeps the placeholders of its text', async () => {
    const text = `configMapGenerator:\n- {name: c, files: [a.conf], literals: ["image=${placeholder}"]}\ngeneratorOptions: {disableNameSuffixHash: true}\nnamespace: prod`
    const built = await build({ 'app/kustomization.yaml': text, 'app/a.conf': `first\nimage ${placeholder}\n` })
    expect(objectsIn(built)).toEqual(['ConfigMap prod/c'])
    expect(findPlaceholders(String(built))).toHaveLength(2)
  })

  test('builds many folders at once, each with its own result', async () => {
    const folders = Array.from({ length: 12 }, (_, i) => `f${i}`)
    const files = folders.map((folder, i): [string, string] => [
      `${folder}/kustomization.yaml`,
      i === 5 ? 'resources: [web.yaml]' : `resources: [../base]\nnamePrefix: n${i}-`
    ])
    const results = await openKustomizer(surroundings).build(new Map([...Object.entries(base), ...files]), folders)
    expect(results.size).toBe(12)
    for (const [i, folder] of folders.entries()) {
      const result = results.get(folder)
      if (i === 5) expect(result).toMatchObject({ code: 'missing-file' })
      else expect(objectsIn(result ?? '')).toEqual([`Deployment /n${i}-web`])
    }
  })

  test('the root of the tree is a folder as well', async () => {
    const text = String(
      await build({ 'kustomization.yaml': 'resources: [web.yaml]\nnamespace: x', 'web.yaml': web }, '')
    )
    expect(objectsIn(text)).toEqual(['Deployment x/web'])
  })

  test('its reason is told with names of the project', async () => {
    const error = await build({ 'app/kustomization.yaml': 'resources: [bad.yaml]', 'app/bad.yaml': 'kind: [' })
    expect(error).toMatchObject({ code: 'config', place: { file: 'app/kustomization.yaml' } })
    expect(String(error)).toMatch(/kustomize cannot build "app": .*bad\.yaml/)
    expect(String(error)).not.toContain(tmpdir())
    expect(String(error)).not.toContain('kluctl-images-program')
  })

  test('a file of another folder is refused by kustomize, and the hint says why', async () => {
    const error = await build({ ...base, 'app/kustomization.yaml': 'resources: [../base/web.yaml]' })
    expect(String(error)).toContain("'base/web.yaml' is not in or below 'app'")
    expect(error).toMatchObject({ hint: expect.stringContaining('move the file below the folder') })
  })

  test('nothing is left behind', async () => {
    await build({ ...base, 'app/kustomization.yaml': 'resources: [../base]' })
    await build({ 'app/kustomization.yaml': 'resources: [x.yaml]', 'app/x.yaml': '{' })
    const rooms = (): readonly string[] =>
      readdirSync(tmpdir()).filter(name => name.startsWith('kluctl-images-program-'))
    const before = rooms()
    await build({ ...base, 'app/kustomization.yaml': 'resources: [../base]' })
    expect(rooms().filter(name => !before.includes(name))).toEqual([])
  })
})

describe('without the program (K-07)', () => {
  const tree = new Map([
    ['app/kustomization.yml', 'namePrefix: a-'],
    ['bad/kustomization.yml', 'helmCharts: [{name: x}]']
  ])

  test('a kustomization is a clear error', async () => {
    const results = await openKustomizer({ env: { PATH: '/nowhere' } }).build(tree, ['app', 'bad'])
    expect(results.get('app')).toMatchObject({
      code: 'unsupported',
      message: 'this kustomization needs the program kubectl or kustomize, and neither is on PATH',
      place: { file: 'app/kustomization.yml' },
      hint: expect.stringContaining('Install one of them')
    })
    expect(results.get('bad')).toMatchObject({ message: expect.stringContaining('helm') })
  })
})

describe.skipIf(windows)('the call (its fakes are not for Windows)', () => {
  let fake: FakePath
  const show = 'console.log(JSON.stringify(process.argv.slice(2)))'
  afterEach(() => fake.remove())

  const callOf = async (programs: Readonly<Record<string, string>>, folder = 'app'): Promise<string | ProjectError> => {
    fake = fakePath(programs)
    const tree = new Map([[folder === '' ? 'kustomization.yaml' : `${folder}/kustomization.yaml`, 'namePrefix: a-']])
    return (await openKustomizer({ env: { PATH: fake.alone } }).build(tree, [folder])).get(folder) ?? ''
  }
  const argsOf = (text: string | ProjectError): readonly string[] => (typeof text === 'string' ? JSON.parse(text) : [])

  test('of kubectl has fixed arguments and one path', async () => {
    const args = argsOf(await callOf({ kubectl: show, kustomize: show }))
    expect(args).toEqual(['kustomize', '--', expect.stringMatching(/kluctl-images-program-\w+\/tree\/app$/)])
  })

  test('of kustomize too, and a folder cannot become an option', async () => {
    const args = argsOf(await callOf({ kustomize: show }, '--enable-helm'))
    expect(args).toEqual(['build', '--', expect.stringMatching(/^\/.*\/tree\/--enable-helm$/)])
  })

  test('that fails without a word gives its status', async () => {
    const error = await callOf({ kubectl: 'process.exitCode = 4' })
    expect(error).toMatchObject({ code: 'config', message: 'kustomize cannot build "app": status 4' })
  })

  test.each([
    ['error: it is wrong\n', 'it is wrong'],
    ["# Warning: 'bases' is deprecated.\nError: it is wrong\n", 'it is wrong'],
    [
      'E1122 10:26:59.5 21 run.go:72] "command failed" err="it is \\"wrong\\",\\nall of it"\n',
      'it is "wrong", all of it'
    ],
    ['W1 x\nE1122 10:26:59.5 21 run.go:72] "command failed" err=<\n\tit is wrong\n\tthere\n >\n', 'it is wrong there'],
    ['something else\n', 'something else']
  ])('that fails gives the reason alone: %j', async (said, reason) => {
    const error = await callOf({ kubectl: `process.stderr.write(${JSON.stringify(said)}); process.exitCode = 1` })
    expect(error).toMatchObject({ message: `kustomize cannot build "app": ${reason}` })
  })

  test('that ends by a signal is no empty result', async () => {
    const error = await callOf({ kubectl: "process.kill(process.pid, 'SIGKILL')" })
    expect(error).toMatchObject({ code: 'limit', message: 'kubectl kustomize of "app" was ended by a signal' })
  })

  test('is not made for what the scan refuses', async () => {
    fake = fakePath({ kubectl: show })
    const tree = new Map([['app/kustomization.yaml', 'resources: ["https://evil.example/x"]']])
    const results = await openKustomizer({ env: { PATH: fake.alone } }).build(tree, ['app'])
    expect(results.get('app')).toBeInstanceOf(ProjectError)
  })

  test('is not made for a tree with a name that leaves it', async () => {
    fake = fakePath({ kubectl: show })
    const tree = new Map([
      ['app/kustomization.yaml', 'namePrefix: a-'],
      ['../x', '']
    ])
    const results = await openKustomizer({ env: { PATH: fake.alone } }).build(tree, ['app'])
    expect(results.get('app')).toMatchObject({ code: 'outside-root' })
  })
})
