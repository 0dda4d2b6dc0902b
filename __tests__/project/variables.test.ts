import { describe, expect, test } from 'vitest'
import { asks, configMap, imagesIn, type LoadingSetting, load, printed, shortProblem } from './loading.ts'

const config = (text: string): Record<string, string> => ({ '.kluctl.yaml': text })
const root = (vars: string): Record<string, string> => ({
  'deployment.yaml': `vars:\n${vars}\ndeployments: [{path: app}]\n`
})

describe('args', () => {
  const definitions = 'args: [{name: a, default: 1}, {name: m, default: {x: 1, xy: 2}}]\n'
  const targets = 'targets:\n  - name: t\n    args: {a: 2, m: {xy: 3}}\n'
  test.each<[string, string, LoadingSetting, string]>([
    ['have defaults', 'args.a ~ args.m', {}, "1{'x': 1, 'xy': 2}"],
    ['come from the target before defaults, maps merged', 'args.a ~ args.m', { target: 't' }, "2{'x': 1, 'xy': 3}"],
    [
      'come from the command line before all',
      'args.a ~ args.m',
      { target: 't', args: '{a: 4, m: {z: 5}}' },
      "4{'x': 1, 'xy': 3, 'z': 5}"
    ],
    ['of the command line may be null', 'args.a is none', { args: 'a: null' }, 'True'],
    ['that nobody defined are passed on', 'args.other', { args: 'other: x' }, 'x'],
    ['are part of the target', 'target.args.a', { target: 't' }, '2'],
    ['keep long numbers exact', 'args.a + 1', { args: 'a: 12345678901234567890' }, '12345678901234567891'],
    ['reach templates with sorted keys', 'args.m', { args: 'm: {b: 1, a: 2}' }, "{'a': 2, 'b': 1, 'x': 1, 'xy': 2}"]
  ])('%s', (_, expression, setting, expected) => {
    expect(printed(expression, config(definitions + targets), setting)).toBe(expected)
  })

  test.each([
    [
      'without a value are named, all of them',
      'args: [{name: a}, {name: b}, {name: c, default: 1}]',
      '{}',
      '.kluctl.yaml:1 config required args have no value: a, b'
    ],
    [
      'with a default of null are required',
      'args: [{name: a, default: null}]',
      '{}',
      '.kluctl.yaml:1 config required args have no value: a'
    ],
    ['with a dotted name are found below', 'args: [{name: a.b}]', 'a: {b: 1}', '1']
  ])('%s', (_, text, args, expected) => {
    expect(printed('args.a.b', config(text), { args })).toBe(expected)
  })

  test('of old projects are defined in deployment.yaml, also where that is a template', () => {
    const files = {
      'deployment.yaml':
        'args:\n# stages\n- name: stage\n  default: dev\n- name: must\n\n{% if args.must %}\ndeployments: [{path: app}]\n{% endif %}\n'
    }
    expect(printed('args.stage', files, { args: 'must: true' })).toBe('dev')
    expect(printed('args.stage', files)).toBe('deployment.yaml:5 config required args have no value: must')
  })
})

describe('a target', () => {
  const files = config(
    [
      'targets:',
      '  - name: prod',
      '    context: "{{ target.name }}-cluster"',
      '    args: {host: "{{ args.app }}.{{ target.context }}", app: shop}',
      '    images: [{image: a, resultImage: "a:{{ args.app }}"}]',
      '  - name: prod',
      '    context: second',
      '  - name: broken',
      '    context: "{{ nothing }}"'
    ].join('\n')
  )

  test('is rendered until nothing changes', () => {
    expect(printed('target.context ~ " " ~ args.host', files, { target: 'prod' })).toBe(
      'prod-cluster shop.prod-cluster'
    )
  })

  test('pins images', () => {
    expect(load({ ...files, 'deployment.yaml': '{}' }, { target: 'prod' }).targetImages).toEqual([
      { image: 'a', resultImage: 'a:shop' }
    ])
  })

  test('of a name that stands twice is the first one, with a warning', () => {
    const { warnings } = load({ ...files, 'deployment.yaml': '{}' }, { target: 'prod' })
    expect(warnings[0]).toEqual({
      message: 'the target "prod" is defined before; the first one is taken',
      place: { file: '.kluctl.yaml', line: 6, column: 5 }
    })
  })

  test('that cannot be rendered is an error at its place, not text with braces in it', () => {
    expect(printed('target.context', files, { target: 'broken' })).toBe(
      '.kluctl.yaml:9 template target "broken": UndefinedError: \'nothing\' is undefined'
    )
  })

  test('that nobody chose has an empty name', () => {
    expect(printed("'<' ~ target.name ~ '>'", files)).toBe('<>')
  })

  test('that is not there is refused with the names there are', () => {
    const run = (): unknown => load(files, { target: 'stage' })
    expect(run).toThrow('there is no target "stage" in .kluctl.yaml')
    expect(() => load({}, { target: 'stage' })).toThrow('there is no target "stage"')
  })

  test.each([
    ['tragets: []', '.kluctl.yaml:1 config tragets: the key "tragets" is not known here'],
    ['targets: {name: x}', '.kluctl.yaml:1 config targets: a list is expected here, and it is a map'],
    ['targets: [{nam: x}]', '.kluctl.yaml:1 config targets[0].nam: the key "nam" is not known here'],
    ['targets: [', '.kluctl.yaml:1 yaml ']
  ])('in a wrong .kluctl.yaml is refused: %s', (text, expected) => {
    expect(printed('1', config(text))).toContain(expected)
  })
})

describe('vars', () => {
  test.each<[string, string, string, Record<string, string>]>([
    [
      'merge maps, later ones over earlier ones',
      '  - values: {a: {x: 1, z: 1}}\n  - values: {a: {z: 2}, l: [1]}',
      "{'x': 1, 'z': 2}",
      {}
    ],
    ['give way with noOverride', '  - values: {a: 1}\n  - {values: {a: 2}, noOverride: true}', '1', {}],
    ['see what stands before them', "  - values: {b: 1}\n  - values: {a: '{% raw %}{{ b + 1 }}{% endraw %}'}", '2', {}],
    ['come from a file, which is rendered', '  - values: {b: 5}\n  - file: v.yaml', '5', { 'v.yaml': 'a: {{ b }}' }],
    [
      'come from a file whose name is rendered',
      "  - values: {f: v}\n  - file: '{% raw %}{{ f }}.yaml{% endraw %}'",
      '7',
      { 'v.yaml': 'a: 7' }
    ],
    ['may have a place', '  - {values: {x: 1}, targetPath: a.b}', "{'b': {'x': 1}}", {}],
    ['may have a place for a list', '  - {file: v.yaml, targetPath: a}', '[1, 2]', { 'v.yaml': '[1, 2]' }],
    [
      'may have a place for several documents',
      '  - {file: v.yaml, targetPath: a, multidoc: true}',
      '[1, 2]',
      { 'v.yaml': '1\n---\n2\n' }
    ],
    ['may be missing where they say so', '  - values: {a: 1}\n  - {file: no.yaml, ignoreMissing: true}', '1', {}],
    [
      'may have a condition',
      "  - values: {a: 1}\n  - {values: {a: 2}, when: 'a == 2'}\n  - {values: {a: 3}, when: 'a == 1'}",
      '3',
      {}
    ],
    ['may have a plain condition', '  - values: {a: 1}\n  - {values: {a: 2}, when: false}', '1', {}],
    ['of an empty file are none', '  - values: {a: 1}\n  - file: v.yaml', '1', { 'v.yaml': '' }]
  ])('%s', (_, vars, expected, files) => {
    expect(printed('a', { ...root(vars), ...files })).toBe(expected)
  })

  test.each<[string, string, string, Record<string, string>]>([
    [
      'a file that is not there',
      '  - file: no.yaml',
      'deployment.yaml:2 missing-file vars[0].file: there is no file "no.yaml"',
      {}
    ],
    [
      'a file out of the project',
      '  - file: ../no.yaml',
      'deployment.yaml:2 outside-root vars[0].file: "../no.yaml" points outside',
      {}
    ],
    [
      'two sources',
      '  - {file: v.yaml, values: {}}',
      'exactly one source is expected, and there are file and values',
      {}
    ],
    ['no source', '  - {when: "true"}', 'exactly one source is expected, and there is none', {}],
    [
      'a source from the cluster',
      '  - clusterSecret: {name: x}',
      'unsupported vars[0].clusterSecret: the variable source clusterSecret (x) is not supported here',
      {}
    ],
    ['the environment', '  - systemEnvVars: {a: HOME}', 'unsupported vars[0].systemEnvVars', {}],
    ['a source that nobody knows', '  - vaule: x', 'the key "vaule" is not known here', {}],
    [
      'an encrypted file',
      '  - file: v.yaml',
      'v.yaml:2 unsupported the file is encrypted with SOPS',
      { 'v.yaml': 'a: x\nsops: {mac: y}' }
    ],
    ['a list without a place', '  - file: v.yaml', 'a map is expected, or a targetPath', { 'v.yaml': '[1]' }],
    ['a place that is no path', '  - {values: {}, targetPath: "a[*]"}', '"a[*]" is not a simple path of names', {}],
    ['a broken file', '  - file: v.yaml', 'v.yaml:2 yaml', { 'v.yaml': 'a: [\n' }]
  ])('are refused for %s', (_, vars, expected, files) => {
    expect(printed('a', { ...root(vars), ...files })).toContain(expected)
  })

  test('are not seen by the deployment.yaml that holds them, but by what it includes', () => {
    const files = {
      'deployment.yaml': 'vars: [{values: {a: outer}}]\ndeployments: [{include: sub, vars: [{values: {b: item}}]}]\n',
      'sub/deployment.yaml': 'vars: [{file: v.yaml}, {file: ../up.yaml}]\ndeployments:\n  - path: "{{ a }}"\n',
      'sub/v.yaml': 'c: {{ a }}-{{ b }}',
      'up.yaml': 'd: up',
      'sub/outer/x.yaml': asks("c ~ '-' ~ d")
    }
    expect(imagesIn(files)).toEqual(['outer-item-up'])
    expect(
      load({ 'deployment.yaml': 'vars: [{values: {a: 1}}]\ntags: ["{{ a }}"]' }).problems.map(shortProblem)
    ).toEqual(["deployment.yaml:2 template UndefinedError: 'a' is undefined"])
  })

  test('of an item are searched where its deployment.yaml is, then in the projects around it, not in its own folder', () => {
    const files = {
      'deployment.yaml': 'deployments: [{include: a/b}]',
      'a/b/deployment.yaml': 'deployments: [{path: app, vars: [{file: v.yaml}, {file: w.yaml}]}]',
      'a/b/app/v.yaml': 'a: item',
      'a/b/v.yaml': 'a: project',
      'a/w.yaml': 'b: between',
      'w.yaml': 'b: root',
      'a/b/app/x.yaml': asks("a ~ '-' ~ b")
    }
    expect(imagesIn(files)).toEqual(['project-root'])
    const { 'w.yaml': _, ...without } = files
    const [problem] = load(without).problems
    expect(problem?.message).toBe('deployments[0].vars[1].file: there is no file "w.yaml"')
    expect(problem?.hint).toBe('Searched in: a/b, the project folder.')
  })

  test('of one item are not those of the next', () => {
    const { problems } = load({
      'deployment.yaml': 'deployments:\n  - {path: a, vars: [{values: {v: 1}}]}\n  - {path: b}\n',
      'a/x.yaml': configMap('a', '{{ v }}'),
      'b/x.yaml': configMap('b', '{{ v }}')
    })
    expect(problems.map(shortProblem)).toEqual(["b/x.yaml:6 template UndefinedError: 'v' is undefined"])
  })
})

test("kluctl's functions hide variables of the same name, and Jinja2's do not", () => {
  const vars = root('  - values: {images: [{image: r/b, resultImage: "r/b:1"}], version: "7", dict: text}')
  const files = { ...vars, 'app/x.yaml': configMap('x', '{{ images.get_image("r/b", version.number()) }}') }
  expect(imagesIn(files)).toEqual(['r/b'])
  expect(printed('dict', vars)).toBe('text')
})
