import { describe, expect, test } from 'vitest'
import { asks, configMap, discoverIn, shortProblem, shortUse } from './discovery.ts'

function item(files: Record<string, string>): ReturnType<typeof discoverIn> {
  return discoverIn({
    'deployment.yaml': 'deployments: [{path: app}]',
    ...Object.fromEntries(Object.entries(files).map(([path, text]) => [`app/${path}`.replace('app/../', ''), text]))
  })
}

describe('a kustomization', () => {
  test('names the files that are read, and the namespace', () => {
    const { uses, problems } = item({
      'kustomization.yml':
        'resources: [b.yaml, sub/c.yaml]\nnamespace: {{ "ns" }}\ncommonLabels: {a: b}\npatches: []\n',
      'a.yaml': asks("'a'", 'a'),
      'b.yaml': asks("'b'", 'b'),
      'sub/c.yaml': asks("'c'", 'c')
    })
    expect(problems).toEqual([])
    expect(uses.map(shortUse)).toEqual(['b ns ConfigMap/b -', 'c ns ConfigMap/c -'])
  })

  test('may name a plain file of another folder', () => {
    const { manifests, problems } = item({
      'kustomization.yaml': 'resources: [../base.yaml]',
      '../base.yaml': 'kind: A\nmetadata: {name: a}\n'
    })
    expect(problems).toEqual([])
    expect(manifests.map(({ path }) => path)).toEqual(['base.yaml'])
  })

  test.each([
    ['patches: [{path: p.yaml}]', ':- unsupported this kustomization needs a program'],
    ['namePrefix: x-', ':- unsupported this kustomization needs a program'],
    ['images: [{name: a, newTag: b}]', ':- unsupported this kustomization needs a program'],
    ['resources: [https://example.com/x.yaml]', ':1 unsupported resources[0]: the remote resource'],
    ['resources: ["git@github.com:a/b"]', ':1 unsupported resources[0]: the remote resource'],
    ['resources: ["github.com/a/b?ref=main"]', ':1 unsupported resources[0]: the remote resource'],
    ['resources: [../base]', ':- unsupported this kustomization needs a program'],
    ['resources: [no.yaml]', ':1 missing-file resources[0]: there is no file "no.yaml"'],
    ['resources: [../../x.yaml]', ':1 outside-root resources[0]: "../../x.yaml" points outside the project'],
    ['resources: [/etc/passwd]', ':1 outside-root resources[0]: "/etc/passwd" is not a path relative to the project'],
    [
      'resources: [../base/t.yaml]',
      ':1 unsupported resources[0]: the resource "../base/t.yaml" is a template of another folder'
    ],
    ['resources: {a: b}', ':1 config resources: a list is expected']
  ])('that cannot be applied exactly is an error: %s', (text, expected) => {
    const { problems } = item({ 'kustomization.yaml': text, '../base/t.yaml': '{{ x }}', 'x.yaml': asks("'a'") })
    expect(problems.map(shortProblem).join('\n')).toContain(`app/kustomization.yaml${expected}`)
  })
})

test.each([
  ['without the program', 'resources: [x.yaml, y.yaml]'],
  ['with it', 'resources: [x.yaml, y.yaml]\nnamePrefix: a-']
])('a resource that cannot be rendered is one problem, %s', (_, kustomization) => {
  const { problems } = item({
    'kustomization.yaml': kustomization,
    'x.yaml': 'kind: A\nname: {% if x %}\n',
    'y.yaml': configMap('y', 'x')
  })
  expect(problems.map(shortProblem)).toEqual([expect.stringContaining('app/x.yaml:2 template TemplateSyntaxError')])
})

describe('a chart', () => {
  const chart = 'repo: https://charts.example.com\nchartName: c\nchartVersion: 1.0.0\nreleaseName: r\n'

  test('is known by the calls in its values, which are for every workload', () => {
    const { uses, warnings, problems } = item({
      'helm-chart.yaml': chart,
      'helm-values.yml': 'image:\n  full: "{{ images.get_image(\'a\') }}"\nname: x\n'
    })
    expect(problems).toEqual([])
    expect(uses.map(use => `${use.field} ${shortUse(use)}`)).toEqual(['image.full a - - -'])
    expect(warnings).toEqual([
      {
        message: 'the chart is not rendered; its images are fixed for every workload',
        place: { file: 'app/helm-values.yml' }
      }
    ])
  })

  test.each([
    ['of the usual name', chart, 'helm-rendered.yaml'],
    ['of a name of its own', `${chart}output: out.yaml\n`, 'out.yaml'],
    ['as helm-chart.yaml has it', 'helmChart: {chartName: redis, output: deploy.yml}\n', 'deploy.yml']
  ])('may be named in a kustomization by its output %s', (_, text, output) => {
    const { uses, problems } = item({
      'helm-chart.yaml': text,
      'kustomization.yaml': `resources: [${output}, x.yaml]`,
      'x.yaml': asks("'a'")
    })
    expect(problems).toEqual([])
    expect(uses.map(use => use.call.image)).toEqual(['a'])
  })

  test('that was rendered before is read', () => {
    const { uses } = item({ 'helm-chart.yaml': chart, 'helm-rendered.yaml': asks("'a'") })
    expect(uses.map(shortUse)).toEqual(['a - ConfigMap/x -'])
  })
})

describe('a chart below the folder of an item', () => {
  const nested = {
    'sub/helm-chart.yaml': 'chartName: c\nreleaseName: r\n',
    'sub/helm-values.yaml': "a: {{ images.get_image('a') }}"
  }

  test('is one of its charts where its kustomization names the output', () => {
    const { uses, problems } = item({ ...nested, 'kustomization.yaml': 'resources: [sub/helm-rendered.yaml]' })
    expect(problems).toEqual([])
    expect(uses.map(shortUse)).toEqual(['a - - -'])
  })

  test('is one of its charts where the item is recursive', () => {
    const files = Object.entries(nested).map(([path, text]) => [`app/${path}`, text])
    const { uses } = discoverIn({
      'deployment.yaml': 'deployments: [{path: app, recursive: true}]',
      ...Object.fromEntries(files)
    })
    expect(uses.map(shortUse)).toEqual(['a - - -'])
  })

  test.each([
    ['no kustomization names it', { 'x.yaml': configMap('x', 'x') }],
    [
      'the kustomization names other files',
      { 'kustomization.yaml': 'resources: [x.yaml]', 'x.yaml': configMap('x', 'x') }
    ]
  ])('is not looked at where %s', (_, files) => {
    const { uses, problems } = item({ ...nested, ...files })
    expect([...uses, ...problems]).toEqual([])
  })

  test('must be named by the kustomization beside it', () => {
    const { problems } = item({ ...nested, 'sub/kustomization.yaml': 'resources: []' })
    expect(problems.map(shortProblem)).toEqual([
      "app/sub/kustomization.yaml:- config the kustomization does not name the chart's output helm-rendered.yaml"
    ])
  })
})

test('a manifest with a dot before its name is one of the item', () => {
  const { uses } = item({ '.hidden.yaml': asks("'a'") })
  expect(uses.map(shortUse)).toEqual(['a - ConfigMap/x -'])
})

test('recursive takes the files below an item, but not charts', () => {
  const { manifests } = discoverIn({
    'deployment.yaml': 'deployments: [{path: app, recursive: true}]',
    'app/a.yaml': configMap('a', 'x'),
    'app/sub/deeper/b.yaml': configMap('b', 'x'),
    'app/chart/Chart.yaml': 'name: c',
    'app/chart/x.yaml': '{{ nope }}'
  })
  expect(manifests.map(({ path }) => path)).toEqual(['app/a.yaml', 'app/sub/deeper/b.yaml'])
})
