import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { ProjectError } from '../../src/errors.ts'
import { scanKustomization } from '../../src/project/kustomize-scan.ts'
import { controls, type Files, treeOf } from '../io/programs/kustomizations.ts'

const scan = (text: string | Uint8Array, more: Files = {}): readonly ProjectError[] =>
  scanKustomization(treeOf({ 'app/kustomization.yaml': text, ...more }), 'app')

const first = (text: string | Uint8Array, more?: Files): string => {
  const [problem] = scan(text, more)
  return problem ? `${problem.code} ${problem.message}` : 'allowed'
}

test.each(controls.map(([name, text, more = {}]) => ({ name, text, more })))('allows $name', ({ text, more }) => {
  expect(scan(text, more)).toEqual([])
})

describe('an address as a resource (K-01)', () => {
  test.each([
    'https://evil.example/x.yaml',
    'http://127.0.0.1:8080/x.yaml',
    'HTTP://evil.example/x.yaml',
    'https://github.com/org/repo//base?ref=main',
    ' https://evil.example/x.yaml',
    'ftp://evil.example/x',
    'file:///etc/passwd',
    'file://app/web.yaml',
    'oci://evil.example/chart',
    's3::https://s3.amazonaws.com/bucket/x',
    'git::https://evil.example/repo.git//base',
    'git::ssh://git@evil.example/repo',
    'GIT::evil.example/repo',
    'ssh://git@evil.example/org/repo',
    'git@github.com:org/repo.git',
    'git@evil.example/org/repo',
    'user@evil.example:repo',
    'evil.example:org/repo',
    'gh:org/repo',
    'github.com/org/repo',
    'GitHub.com/org/repo//base',
    'github.com:org/repo',
    'www.github.com/org/repo',
    'github.com/org/repo?ref=main',
    'evil.example/org/repo',
    'evil.example/org/repo//base?ref=v1',
    'bitbucket.org/org/repo.git/base',
    'dev.azure.com/org/project/_git/repo',
    '_git/repo',
    'gitlab.com/org/repo',
    'repo.git//base',
    'some/path?version=1',
    'web.yaml?ref=main',
    'C:\\x.yaml',
    'hg::https://evil.example/repo'
  ])('is refused: %s', address => {
    expect(first(`resources: [${JSON.stringify(address)}]`)).toMatch(
      /^unsupported resources\[0\]: remote resource ".+" is not allowed$/
    )
  })

  test('is refused although a folder of the tree has its name', () => {
    const more = {
      'app/github.com/org/repo/kustomization.yaml': 'resources: []\n',
      'app/a@b/kustomization.yaml': 'resources: []\n',
      'app/x?ref=y/kustomization.yaml': 'resources: []\n',
      'app/x/_git/y/kustomization.yaml': 'resources: []\n'
    }
    const text = 'resources: [github.com/org/repo, a@b, "x?ref=y", x/_git/y]'
    expect(scan(text, more).map(({ code }) => code)).toEqual(Array.from({ length: 4 }, () => 'unsupported'))
  })

  test('is shown without its login, with its place', () => {
    const [problem] = scan('namespace: x\nresources:\n- web.yaml\n- https://joe:secret@evil.example/x\n')
    expect(problem?.message).toBe('resources[1]: remote resource "https://evil.example/x" is not allowed')
    expect(problem?.place).toEqual({ file: 'app/kustomization.yaml', line: 4, column: 3 })
    expect(problem?.hint).toContain('Keep a copy')
  })
})

const url = 'https://evil.example/x.yaml'
const builtin = (kind: string, fields: string): string =>
  JSON.stringify(`{"apiVersion": "builtin", "kind": "${kind}", "metadata": {"name": "x"}, ${fields}}`)

describe('an address in any other place (K-01)', () => {
  test.each([
    `bases: [${url}]`,
    `components: [${url}]`,
    `crds: [${url}]`,
    `configurations: [${url}]`,
    `openapi: {path: "${url}"}`,
    `patches: [${url}]`,
    `patches: [{path: "${url}"}]`,
    `patchesStrategicMerge: [${url}]`,
    `patchesStrategicMerge: ["${url}?x: {kind: A}"]`,
    `patchesStrategicMerge: ["${url}\\nkind: A"]`,
    `patchesJson6902: [{path: "${url}", target: {kind: A}}]`,
    `replacements: [{path: "${url}"}]`,
    `generators: [${url}]`,
    `transformers: [${url}]`,
    `validators: [${url}]`,
    'generators: ["github.com/org/x: {}\\nkind: PrefixTransformer\\napiVersion: builtin"]',
    'transformers: ["git@evil.example:org/x: {}"]',
    `configMapGenerator: [{name: a, files: ["${url}"]}]`,
    `configMapGenerator: [{name: a, files: ["key=${url}"]}]`,
    `configMapGenerator: [{name: a, envs: ["${url}"]}]`,
    `configMapGenerator: [{name: a, env: "${url}"}]`,
    `secretGenerator: [{name: a, files: ["key=${url}"]}]`,
    `secretGenerator: [{name: a, envs: ["${url}"]}]`,
    `generators: [${builtin('ConfigMapGenerator', `"files": ["k=${url}"]`)}]`,
    `generators: [${builtin('SecretGenerator', `"envs": ["${url}"]`)}]`,
    `generators: [${builtin('SecretGenerator', `"env": "${url}"`)}]`,
    `transformers: [${builtin('PatchTransformer', `"path": "${url}"`)}]`,
    `transformers: [${builtin('PatchJson6902Transformer', `"path": "${url}"`)}]`,
    `transformers: [${builtin('PatchStrategicMergeTransformer', `"paths": ["${url}"]`)}]`,
    `transformers: [${builtin('ReplacementTransformer', `"replacements": [{"path": "${url}"}]`)}]`,
    `transformers: [${builtin('ValueAddTransformer', `"targetFilePath": "${url}"`)}]`
  ])('is refused: %s', text => {
    expect(first(text)).toMatch(/^unsupported .*remote resource ".+" is not allowed$/)
  })
})

describe('what starts a program (K-01)', () => {
  const runs = 'metadata: {name: x, annotations: {config.kubernetes.io/function: "exec: {path: ./x}"}}'
  const table: readonly (readonly [text: string, file?: string])[] = [
    ['helmCharts: [{name: x, repo: https://evil.example}]'],
    ['helmChartInflationGenerator: [{chartName: x}]'],
    ['helmGlobals: {chartHome: charts}'],
    [`generators: [${builtin('HelmChartInflationGenerator', '"name": "x"')}]`],
    ['generators: ["apiVersion: someteam.example.com/v1\\nkind: Bash\\nmetadata: {name: x}"]'],
    ['generators: ["apiVersion: v1\\nkind: List\\nitems: []"]'],
    [`transformers: ["apiVersion: builtin\\nkind: PrefixTransformer\\n${runs.replaceAll('"', "'")}"]`],
    ['transformers: [f.yaml]', `apiVersion: builtin\nkind: PrefixTransformer\n${runs}\n`],
    ['validators: [f.yaml]', `apiVersion: v1\nkind: Thing\n${runs.replace('exec', 'container')}\n`],
    ['generators: [f.yaml]', `apiVersion: v1\nkind: Thing\n${runs.replace('exec', 'starlark')}\n`],
    ['generators: [f.yaml]', `apiVersion: v1\nkind: Thing\n${runs.replace('kubernetes', 'k8s')}\n`],
    ['generators: [f.yaml]', 'apiVersion: builtin/v1\nkind: PrefixTransformer\n'],
    ['generators: [f.yaml]', 'kind: PrefixTransformer\n'],
    ['generators: [f.yaml]', 'apiVersion: builtin\nkind: helmchartinflationgenerator\n'],
    ['generators: [prefix.yaml, f.yaml]', '---\n---\napiVersion: x/v1\nkind: Y\n'],
    ['transformers: [f.yaml]', `apiVersion: builtin\nkind: PatchTransformer\nPath: ${url}\n`]
  ]
  test.each(table.map(([text, file = '']) => [text, file]))('is refused: %s %s', (text, file) => {
    expect(first(text, { 'app/f.yaml': file })).toMatch(/^unsupported .*(?:not allowed|not known)/)
  })

  test('a folder as a generator is refused, since what it gives cannot be foretold', () => {
    expect(first('generators: [../base]')).toBe(
      'missing-file generators[0]: "../base" is a folder, and a file is expected here'
    )
  })
})

describe('paths (K-01)', () => {
  test.each([
    ['resources: [/etc/passwd]', /^outside-root resources\[0\]: "\/etc\/passwd" is not a path relative/],
    ['resources: [../../x.yaml]', /^outside-root .* points outside/],
    ['configMapGenerator: [{name: a, files: [x=/proc/self/environ]}]', /^outside-root/],
    ['configMapGenerator: [{name: a, envs: [../../../etc/passwd]}]', /^outside-root/],
    ['configMapGenerator: [{name: a, files: ["..\\\\x"]}]', /^outside-root/],
    [
      'secretGenerator: [{name: a, envs: [.env]}]',
      /^outside-root secretGenerator\[0\]\.envs\[0\]: ".env" may hold secrets/
    ],
    ['secretGenerator: [{name: a, files: [tls.key=certs/tls.key]}]', /^outside-root .*may hold secrets/],
    ['resources: [missing.yaml]', /^missing-file resources\[0\]: there is no file or folder "missing.yaml"/],
    ['resources: [WEB.yaml]', /^missing-file/],
    ['resources: ["web.yaml "]', /^missing-file/],
    ['resources: [""]', /^config .*empty/],
    ['resources: [../third/cm.yaml/]', /^allowed/],
    ['components: [../nowhere]', /^missing-file/],
    ['openapi: {path: /x.json}', /^outside-root/],
    ['patches: [{path: ../base}]', /^missing-file .*is a folder/],
    ['resources: [sub dir]', /^missing-file the folder "app\/sub dir" has no kustomization/]
  ])('%s', (text, expected) => {
    expect(first(text)).toMatch(expected)
  })
})

describe('YAML that two readers could read differently', () => {
  test.each([
    ['RESOURCES: [https://evil.example/x]', /unsupported RESOURCES: the key "RESOURCES" is not known/],
    ['reſources: [https://evil.example/x]', /^unsupported/],
    ['Resources: [web.yaml]', /^unsupported/],
    ['patches: [{Path: patch.yaml}]', /^unsupported/],
    ['configMapGenerator: [{name: a, Files: [x]}]', /^unsupported/],
    ['unknown: 1', /^unsupported/],
    ['"": 1', /^unsupported/],
    ['resources: [web.yaml]\nresources: [https://evil.example/x]', /^yaml .*twice/],
    ['resources: [web.yaml]\n---\nresources: [https://evil.example/x]', /^yaml one document/],
    ['resources: [web.yaml]\n...\n---\nresources: []', /^yaml/],
    ['# comment\u2028resources: [https://evil.example/x]', /^yaml the character/],
    ['# comment\u0085resources: [https://evil.example/x]', /^yaml the character/],
    ['# comment\rresources: [https://evil.example/x]', /^yaml the character/],
    ['\ufeffresources: [web.yaml]', /^yaml the character/],
    ['resources: [!!binary aHR0cHM6Ly9ldmlsLmV4YW1wbGU=]', /^yaml/],
    ['resources: [!custom web.yaml]', /^yaml/],
    ['x: &a [https://evil.example/x]\nresources: *a', /^unsupported/],
    ['metadata: {annotations: &a {x: y}}\n<<: {resources: [https://evil.example/x]}', /remote resource/],
    ['- web.yaml', /^config a map is expected/],
    ['just text', /^config a map is expected/],
    ['resources: web.yaml', /^config resources: a list is expected/],
    ['resources: {a: web.yaml}', /^config/],
    ['resources: [{path: web.yaml}]', /^config resources\[0\]: text is expected/],
    ['resources: [1]', /^config/],
    ['resources: [[https://evil.example/x]]', /^config/],
    ['resources: [null]', /^config/],
    ['configMapGenerator: {name: a}', /^config/],
    ['configMapGenerator: [{name: a, files: x}]', /^config/],
    ['openapi: [x]', /^config/],
    ['{{ x }}', /^yaml/],
    ['generators: ["a: [b"]', /^yaml generators\[0\]/],
    ['transformers: ["- a\\n- b"]', /^config .*neither/]
  ])('%j', (text, expected) => {
    expect(first(text)).toMatch(expected)
  })

  test('bytes are no kustomization', () => {
    expect(first(new Uint8Array([0xff, 0xfe, 0x72]))).toBe('yaml the file is not UTF-8 text')
  })
})

test('property: whatever a kustomization holds, the scan answers with problems and lets no address pass', () => {
  const scheme = fc.constantFrom('http://', 'https://', 'ssh://', 'git::https://', 'file:///', 'git@', 'oci://')
  const key = fc.constantFrom('resources', 'bases', 'components', 'crds', 'generators', 'patches', 'validators')
  const rest = fc.stringMatching(/^[a-z0-9./:@?=&#_-]{1,30}$/)
  fc.assert(
    fc.property(key, scheme, rest, (name, begin, end) => {
      const problems = scan(JSON.stringify({ [name]: ['web.yaml', begin + end].slice(1) }))
      expect(problems).toHaveLength(1)
    })
  )
  fc.assert(
    fc.property(fc.json({ maxDepth: 3 }), fc.string(), (json, text) => {
      for (const problem of [...scan(json), ...scan(text)]) expect(problem).toBeInstanceOf(ProjectError)
    })
  )
})
