import { describe, expect, test } from 'vitest'
import { findUses } from '../../src/project/uses.ts'
import { formatPlaceholder } from '../../src/template/placeholder.ts'
import { asks, configMap, discoverIn, shortProblem, shortUse } from './discovery.ts'

const image = (name: string, filter = ''): string => `{{ images.get_image('${name}'${filter}) }}`

function usesOf(text: string, folder = ''): readonly string[] {
  const { uses, problems } = discoverIn({ [`${folder}x.yaml`]: text })
  expect(problems.map(shortProblem)).toEqual([])
  return uses.map(use => `${use.field}: ${shortUse(use)}`)
}

const workload = `apiVersion: apps/v1
kind: StatefulSet
metadata: {name: db, namespace: shop}
spec:
  template:
    spec:
      initContainers:
        - {name: init, image: "${image('i')}"}
      containers:
        - name: main
          image: ${image('m')}
          args: ["--side=${image('s')}", plain]
          env:
            - {name: SIDE, value: "${image('e')}"}
            - {name: NUM, value: 5}
`

describe('a call is found with its place', () => {
  test('in every text of a workload', () => {
    const at = 'spec.template.spec'
    expect(usesOf(workload)).toEqual([
      `${at}.initContainers[0].image: i shop StatefulSet/db init`,
      `${at}.containers[0].image: m shop StatefulSet/db main`,
      `${at}.containers[0].args[0]: s shop StatefulSet/db -`,
      `${at}.containers[0].env[0].value: e shop StatefulSet/db SIDE`
    ])
  })

  test.each<[string, string, readonly string[]]>([
    [
      'in a CronJob',
      `kind: CronJob\nmetadata: {name: n}\nspec: {jobTemplate: {spec: {template: {spec: {containers: [{name: c, image: "${image('a')}"}]}}}}}`,
      ['spec.jobTemplate.spec.template.spec.containers[0].image: a - CronJob/n c']
    ],
    [
      'in an object of any kind, beside a name',
      `apiVersion: x/v1\nkind: Database\nmetadata: {name: d}\nspec: {name: foo, image: "${image('a')}"}`,
      ['spec.image: a - Database/d foo']
    ],
    [
      'several in one text',
      `kind: ConfigMap\nmetadata: {name: c}\ndata:\n  t: |\n    A=${image('a')}\n    B=${image('b')}${image('a')} end`,
      ['data.t: a - ConfigMap/c -', 'data.t: b - ConfigMap/c -', 'data.t: a - ConfigMap/c -']
    ],
    [
      'in a field with an odd name',
      `kind: X\nmetadata: {name: x, annotations: {"a.b/c": "${image('a')}"}}`,
      ['metadata.annotations["a.b/c"]: a - X/x -']
    ],
    [
      'in the items of a List',
      `apiVersion: v1\nkind: List\nmetadata: {name: l}\nitems:\n  - {kind: Pod, metadata: {name: p}, spec: {image: "${image('a')}"}}\n  - {kind: Job, metadata: {name: j}, spec: {image: "${image('b')}"}}`,
      ['spec.image: a - Pod/p -', 'spec.image: b - Job/j -']
    ],
    [
      'in the items of any list',
      `apiVersion: v1\nkind: PodList\nitems: [{kind: Pod, metadata: {name: p}, spec: {image: "${image('a')}"}}]`,
      ['spec.image: a - Pod/p -']
    ],
    [
      'in several documents, empty ones between',
      `kind: A\nmetadata: {name: a}\ni: "${image('a')}"\n---\n---\nkind: B\nmetadata: {name: b}\ni: "${image('b')}"`,
      ['i: a - A/a -', 'i: b - B/b -']
    ],
    [
      'behind an alias, at both places',
      `kind: A\nmetadata: {name: a}\none: &x {name: n, image: "${image('a')}"}\ntwo: *x`,
      ['one.image: a - A/a n', 'two.image: a - A/a n']
    ],
    [
      'merged into a map, with the name that map has',
      `kind: A\nmetadata: {name: a}\nbase: &x {name: n, image: "${image('a')}"}\nc: [{<<: *x, name: own}]`,
      ['base.image: a - A/a n', 'c[0].image: a - A/a own']
    ],
    [
      'under metadata that is an alias',
      `x: &m {name: a, namespace: s}\nkind: A\nmetadata: *m\ni: "${image('a')}"`,
      ['i: a s A/a -']
    ],
    ['in an object without name', `kind: Job\nmetadata: {generateName: x-}\ni: "${image('a')}"`, ['i: a - Job/ -']],
    [
      'of a kind without namespace, whatever it says',
      `kind: ClusterRole\nmetadata: {name: r, namespace: s}\ni: "${image('a')}"`,
      ['i: a - ClusterRole/r -']
    ],
    ['folded', `kind: A\nmetadata: {name: a}\ni: >-\n  one\n  ${image('a')}\n  two`, ['i: a - A/a -']],
    ['but not in a comment', `kind: A\nmetadata: {name: a} # ${image('a')}\n# ${image('b')}`, []]
  ])('%s', (_, text, expected) => {
    expect(usesOf(text)).toEqual(expected)
  })

  test('with the line and column of the template, and its filter', () => {
    const { uses } = discoverIn({ 'x.yaml': workload.replace(image('m'), image('m', ', version.semver()')) })
    expect(uses[1]?.call).toEqual({
      image: 'm',
      filter: 'semver(allow_no_nums=false)',
      place: { file: 'x.yaml', line: 11, column: 21 }
    })
  })

  test('in the included template it stands in', () => {
    const { uses } = discoverIn({
      'deployment.yaml': 'deployments: [{path: app}]',
      'app/x.yaml': configMap('x', "{% include 'lib/i.j2' %}"),
      'lib/i.j2': `${image('a')}`
    })
    expect(uses.map(use => use.call.place?.file)).toEqual(['lib/i.j2'])
  })
})

describe('a call that would be lost is an error', () => {
  test.each([
    [
      'in a key',
      `kind: A\nmetadata: {name: a}\n"${image('a')}": x`,
      'x.yaml:3 template get_image("a") does not end in a text value'
    ],
    [
      'in a document without kind',
      `a: "${image('a')}"`,
      'x.yaml:1 template get_image("a") does not end in a text value'
    ],
    [
      'in upper case',
      `kind: A\ni: "{{ images.get_image('a') | upper }}"`,
      'x.yaml:2 template ImageError: the result of images.get_image may only be printed: the filter "upper"'
    ],
    ['cut', `kind: A\ni: "{{ images.get_image('a')[:25] }}"`, 'may only be printed: it has no parts'],
    ['with other punctuation', `kind: A\ni: "{{ images.get_image('a') | replace('.', '-') }}"`, 'may only be printed'],
    [
      'base64-encoded',
      `kind: Secret\ni: "{{ images.get_image('a') | b64encode }}"`,
      'may only be printed: the filter "b64encode"'
    ],
    [
      'base64-encoded with more text',
      `kind: Secret\ni: "{{ ('x' ~ images.get_image('a')) | b64encode }}"`,
      'may only be printed: the filter "b64encode"'
    ],
    [
      'in an object whose name has a slash',
      `kind: A\nmetadata: {name: a/b}\ni: "${image('a')}"`,
      'config the object "A/a/b" that uses get_image("a") has a name that Kubernetes refuses'
    ],
    ['in a file that is not YAML', `kind: A\n  i: "${image('a')}`, 'x.yaml:1 yaml the rendered file is not valid YAML'],
    [
      'for an empty name',
      `kind: A\ni: "{{ images.get_image('') }}"`,
      'x.yaml:2 template ImageError: images.get_image: the image name is empty'
    ]
  ])('%s', (_, text, expected) => {
    expect(discoverIn({ 'x.yaml': text }).problems.map(shortProblem).join('\n')).toContain(expected)
  })
})

describe('a warning is given', () => {
  test.each([
    ['in a name', `kind: A\nmetadata: {name: "${image('a')}"}`, 'metadata.name'],
    ['in a label', `kind: A\nmetadata: {name: a, labels: {v: "${image('a')}"}}`, 'metadata.labels.v'],
    [
      'in a label with an odd name',
      `kind: A\nmetadata: {name: a, labels: {"x/v": "${image('a')}"}}`,
      'metadata.labels["x/v"]'
    ]
  ])('for an image %s', (_, text, field) => {
    const [warning] = discoverIn({ 'x.yaml': text }).warnings
    expect(warning?.message).toContain(`an image reference in ${field} is rarely a valid value there`)
    expect(warning?.place).toMatchObject({ file: 'x.yaml', line: 2 })
  })
})

test('the namespace is that of the nearest overrideNamespace', () => {
  const object = `kind: Pod\nmetadata: {name: p, namespace: own}\ni: "${image('a')}"`
  const { uses } = discoverIn({
    'deployment.yaml': 'overrideNamespace: outer\ndeployments: [{path: a}, {include: sub}]',
    'a/x.yaml': object,
    'sub/deployment.yaml': 'overrideNamespace: inner\ndeployments: [{path: b}, {path: c}]',
    'sub/b/x.yaml': object,
    'sub/c/x.yaml': object,
    'sub/c/kustomization.yaml': 'resources: [x.yaml]\nnamespace: kustomized'
  })
  expect(uses.map(use => use.namespace)).toEqual(['outer', 'inner', 'kustomized'])
})

describe('files that are not rendered', () => {
  test.each<[string, Record<string, string>, readonly string[]]>([
    ['by a .templateignore beside them', { '.templateignore': 'x.yaml' }, ['b']],
    ['by one in the folder above', { '../.templateignore': '# these\napp/x.*' }, ['b']],
    ['but for those that are named again', { '.templateignore': '*\n!x.yaml\n!b.yaml' }, ['b', 'x']],
    ['by their ending, decided nearest', { '../.templateignore': '*.yaml', '.templateignore': '!b.yaml' }, ['b']]
  ])('%s', (_, files, expected) => {
    const { uses } = discoverIn({
      'deployment.yaml': 'deployments: [{path: app}]',
      'app/b.yaml': asks("'b'", 'b'),
      'app/x.yaml': asks("'x'", 'x'),
      ...Object.fromEntries(Object.entries(files).map(([path, text]) => [`app/${path}`.replace('app/../', ''), text]))
    })
    expect(uses.map(use => use.call.image)).toEqual(expected)
  })

  test('are read as they are', () => {
    const { manifests } = discoverIn({ '.templateignore': 'x.yaml', 'x.yaml': 'a: "{{ raw }}"' })
    expect(manifests.map(({ text }) => text)).toEqual(['a: "{{ raw }}"'])
  })
})

describe('what a program or a chart makes of a placeholder is looked at as well', () => {
  const placeholder = formatPlaceholder({ image: 'a', filter: undefined, place: undefined })
  const problemsOf = (text: string): string => {
    const item = { folder: 'a', deploymentDir: 'a', treeDir: 'a', tags: [], imagesVariable: undefined }
    const manifest = { item, path: 'a/x.yaml', text, kind: 'objects', namespace: undefined, output: 'x.yaml' } as const
    return findUses(manifest).problems.map(shortProblem).join('\n')
  }

  test.each([
    ['as it is', placeholder, ''],
    ['in upper case', placeholder.toUpperCase(), 'a/x.yaml:- template the result of get_image is altered'],
    ['cut', placeholder.slice(0, 25), 'the result of get_image is altered'],
    ['in base64', btoa(placeholder), 'the result of get_image is base64-encoded'],
    ['in base64 at an odd place', btoa(`x${placeholder}`), 'the result of get_image is base64-encoded'],
    ['in base64 at another', btoa(`xy${placeholder}`), 'the result of get_image is base64-encoded']
  ])('%s', (_, value, expected) => {
    const problems = problemsOf(`kind: Secret\nmetadata: {name: a}\nvalue: "${value}"\n`)
    if (expected === '') expect(problems).toBe('')
    else expect(problems).toContain(expected)
  })
})

test('a project without any call says so', () => {
  const { warnings } = discoverIn({ 'x.yaml': 'kind: A\nmetadata: {name: a}\n' })
  expect(warnings).toEqual([{ message: 'no call of images.get_image was found in the rendered manifests' }])
})

test.each([
  [
    'of the kustomization',
    { 'deployment.yaml': 'overrideNamespace: outer\ndeployments: [{path: a}]' },
    'namespace: ""\n'
  ],
  ['of the project', { 'deployment.yaml': 'overrideNamespace: ""\ndeployments: [{path: a}]' }, '']
])('an empty namespace %s leaves each object its own', (_, files, namespace) => {
  const { uses } = discoverIn({
    ...files,
    'a/kustomization.yaml': `${namespace}resources: [x.yaml]\n`,
    'a/x.yaml': asks("'a'").replace('  name: x', '  name: x\n  namespace: own')
  })
  expect(uses.map(shortUse)).toEqual(['a own ConfigMap/x -'])
})

test('a call in a text of deployment.yaml is at its line there', () => {
  const { uses } = discoverIn({
    'deployment.yaml': `deployments: [{path: a}]\nvars:\n- values:\n    image: "{% raw %}${image('a')}{% endraw %}"\n`,
    'a/x.yaml': configMap('x', '{{ image }}')
  })
  expect(uses.map(use => use.call.place)).toEqual([{ file: 'deployment.yaml', line: 4, column: 12 }])
})
