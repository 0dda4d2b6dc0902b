import { describe, expect, test } from 'vitest'
import { asks, imagesIn, load, shortProblem } from './loading.ts'

const tagsOf = (files: Record<string, string>): readonly string[] => {
  const { uses, problems } = load(files)
  expect(problems).toEqual([])
  return uses.map(use => `${use.deploymentDir}: ${use.tags.join(', ')}`)
}

describe('a project', () => {
  test('is its deployment.yaml, items in their order', () => {
    const files = {
      'deployment.yaml': 'deployments:\n  - path: b\n  - path: a\n',
      'a/x.yaml': asks("'a'"),
      'b/x.yaml': asks("'b'"),
      'c/x.yaml': asks("'c'")
    }
    expect(imagesIn(files)).toEqual(['b', 'a'])
  })

  test('may have the ending yml everywhere', () => {
    const files = {
      '.kluctl.yml': 'targets: [{name: t}]',
      'deployment.yml': 'deployments: [{include: sub}]',
      'sub/deployment.yml': 'deployments: [{path: app}]',
      'sub/app/x.yml': asks('target.name')
    }
    expect(imagesIn(files, { target: 't' })).toEqual(['t'])
  })

  test('without deployment.yaml is the YAML files of its folder, where it has a .kluctl.yaml', () => {
    const files = { '.kluctl.yaml': 'targets: []', 'a.yaml': asks("'a'"), 'sub/b.yaml': asks("'b'") }
    expect(imagesIn(files)).toEqual(['a'])
  })

  test('without .kluctl.yaml too is all YAML files below it, but those of charts and hidden folders', () => {
    const files = {
      'b.yml': asks("'b'"),
      'a/x.YAML': asks("'a'"),
      'a/notes.txt': '{{ nothing }}',
      'chart/Chart.yaml': 'name: c',
      'chart/templates/x.yaml': '{{ .Values.image }}',
      '.github/workflows/ci.yaml': '${{ secrets.X }}',
      'node_modules/p/x.yaml': '{{ nothing }}',
      'helm-values.yaml': '{{ nothing }}'
    }
    expect(imagesIn(files)).toEqual(['a', 'b'])
  })

  test('may have a Kubernetes object in a file named deployment.yaml', () => {
    const manifest = (image: string): string =>
      `apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: d}\nspec: {template: {spec: {containers: [{name: c, image: "{{ images.get_image('${image}') }}"}]}}}\n`
    expect(imagesIn({ 'deployment.yaml': manifest('a'), 'x/deployment.yaml': manifest('b') })).toEqual(['a', 'b'])
    expect(imagesIn({ 'deployment.yaml': 'deployments: [{path: x}]', 'x/deployment.yaml': manifest('b') })).toEqual([
      'b'
    ])
  })

  test('does not take files of ours for manifests', () => {
    const files = { 'fixed-images.yaml': 'images: [{{', 'a.yaml': asks("'a'") }
    expect(imagesIn(files, { ownFiles: ['fixed-images.yaml'] })).toEqual(['a'])
  })
})

describe('tags of an item', () => {
  test('go outward from its project, its own last', () => {
    const files = {
      'deployment.yaml': 'tags: [r]\ndeployments:\n  - include: sub\n    tags: [i]\n',
      'sub/deployment.yaml': 'tags: [s]\ndeployments:\n  - path: app\n',
      'sub/app/x.yaml': asks("'a'")
    }
    expect(tagsOf(files)).toEqual(['sub/app: s, i, r, app'])
  })

  test.each([
    ['are its folder by default', 'path: a/b', 'a/b: b'],
    ['are its folder by default, also written with ./', 'path: ./a/b', 'a/b: b'],
    ['are its folder where the list is empty', 'path: a/b\n    tags: []', 'a/b: b'],
    ['replace the default', 'path: a/b\n    tags: [x, z]', 'a/b: x, z'],
    ['stand once each', 'path: a/b\n    tags: [x, x]', 'a/b: x'],
    ['may be numbers', 'path: a/b\n    tags: [1, true]', 'a/b: 1, true']
  ])('%s', (_, item, expected) => {
    expect(tagsOf({ 'deployment.yaml': `deployments:\n  - ${item}\n`, 'a/b/x.yaml': asks("'a'") })).toEqual([expected])
  })

  test('may come from templates', () => {
    const files = {
      'deployment.yaml': 'tags: ["{{ args.stage }}"]\ndeployments: [{path: app}]\n',
      'app/x.yaml': asks("'a'")
    }
    expect(load(files, { args: 'stage: prod' }).uses[0]?.tags).toEqual(['prod', 'app'])
  })
})

describe('a folder that is used again', () => {
  const files = {
    'deployment.yaml': [
      'deployments:',
      '  - {path: app, vars: [{values: {image: first}}], tags: [one]}',
      '  - {path: app, vars: [{values: {image: second}}], tags: [two]}',
      "  - {path: app, when: 'false'}",
      '  - {path: app, vars: [{values: {image: third}}], tags: [three]}'
    ].join('\n'),
    'app/x.yaml': asks('image')
  }
  const dirs = (found: ReturnType<typeof load>): readonly string[] =>
    found.uses.map(use => `${use.deploymentDir} ${use.image}`)

  test('has a number from its second use on, with variables of its own', () => {
    expect(dirs(load(files))).toEqual(['app first', 'app-1 second', 'app-2 third'])
  })

  test('has the same number in a run about a part', () => {
    expect(dirs(load(files, { includeTags: ['three'] }))).toEqual(['app-2 third'])
  })
})

describe('when', () => {
  const items = (when: string): Record<string, string> => ({
    'deployment.yaml': `deployments:\n  - path: a\n    when: ${when}\n  - path: b\n`,
    'a/x.yaml': asks("'a'"),
    'b/x.yaml': asks("'b'")
  })
  test.each([
    ["args.stage == 'prod'", ['a', 'b']],
    ["args.stage == 'dev'", ['b']],
    ['""', ['a', 'b']],
    ['true', ['a', 'b']],
    ['false', ['b']],
    ['args.stage is defined and not args.off', ['a', 'b']]
  ])('%s', (when, expected) => {
    expect(imagesIn(items(when), { args: '{stage: prod, off: false}' })).toEqual(expected)
  })

  test('that is false skips an item before its folder is looked for', () => {
    const { 'a/x.yaml': _, ...files } = items("args.stage == 'dev'")
    expect(imagesIn(files, { args: 'stage: prod' })).toEqual(['b'])
  })

  test('that is false leaves an include out, also from inside of it', () => {
    const files = {
      'deployment.yaml': 'deployments:\n  - {include: a, when: "false"}\n  - {include: b}\n  - {include: c}\n',
      'a/deployment.yaml': 'deployments: [{path: nowhere}]\n',
      'b/deployment.yaml': 'when: "1 == 2"\ndeployments: [{path: nowhere}]\n',
      'c/deployment.yaml': 'when: "1 == 1"\ndeployments: [{path: x}]\n',
      'c/x/x.yaml': asks("'c'")
    }
    expect(imagesIn(files)).toEqual(['c'])
  })

  test('with a mistake is reported where it stands', () => {
    const { problems, uses } = load(items('nothing.x'))
    expect(problems.map(shortProblem)).toEqual(["deployment.yaml:3 template UndefinedError: 'nothing' is undefined"])
    expect(uses.map(use => use.image)).toEqual(['b'])
  })
})

describe('a mistake in one part hides no other', () => {
  const good = { 'good/x.yaml': asks("'good'") }
  test.each<[string, string, Record<string, string>, string]>([
    [
      'a folder that is not there',
      '- path: bad',
      {},
      'deployment.yaml:2 missing-file deployments[0].path: there is no folder "bad"'
    ],
    [
      'a path out of the project',
      '- path: ../bad',
      {},
      'deployment.yaml:2 outside-root deployments[0].path: "../bad" points outside the project'
    ],
    [
      'an absolute path',
      '- path: /etc',
      {},
      'deployment.yaml:2 outside-root deployments[0].path: "/etc" is not a path relative to the project'
    ],
    [
      'an include without deployment.yaml',
      '- include: good',
      {},
      'deployment.yaml:2 missing-file deployments[0].include: there is no deployment.yaml in "good"'
    ],
    ['an include of itself', '- include: .', {}, 'includes itself'],
    [
      'git',
      '- git: https://x/y',
      {},
      'deployment.yaml:2 unsupported deployments[0].git: the git source "x/y" is not supported here'
    ],
    [
      'oci',
      '- oci: {url: oci://x/y}',
      {},
      'deployment.yaml:2 unsupported deployments[0].oci: the OCI source "oci://x/y" is not supported here'
    ],
    [
      'two kinds',
      '- {path: good, include: good}',
      {},
      'deployment.yaml:2 config deployments[0]: only one of path and include'
    ],
    ['an unknown key', '- pth: x', {}, 'deployment.yaml:2 config deployments[0].pth: the key "pth" is not known here'],
    [
      'a broken include',
      '- include: sub',
      { 'sub/deployment.yaml': '{% if %}' },
      'sub/deployment.yaml:1 template TemplateSyntaxError'
    ],
    [
      'args below the root',
      '- include: sub',
      { 'sub/deployment.yaml': 'args: [{name: x}]' },
      'sub/deployment.yaml:1 config args: only the root'
    ],
    [
      'a broken template',
      '- path: bad',
      { 'bad/x.yaml': 'a: 1\nb: {{ nope }}\n' },
      "bad/x.yaml:2 template UndefinedError: 'nope' is undefined"
    ],
    [
      'a kustomization with both',
      '- {path: bad, recursive: true}',
      { 'bad/kustomization.yaml': '{}' },
      'bad/kustomization.yaml:- config "recursive" and a kustomization'
    ]
  ])('%s', (_, item, files, expected) => {
    const isReadAtAll = !/pth|path: good/.test(item)
    const { problems, uses } = load({
      'deployment.yaml': `deployments:\n  ${item}\n  - path: good\n`,
      ...good,
      ...files
    })
    expect(problems.map(shortProblem).join('\n')).toContain(expected)
    if (isReadAtAll) expect(uses.map(use => use.image)).toContain('good')
  })

  test('and all of them are reported', () => {
    const { problems } = load({
      'deployment.yaml': 'deployments: [{path: a}, {path: b}, {path: good}]',
      ...good,
      'a/1.yaml': '{{ nope }}',
      'a/2.yaml': '{{ nope2 }}'
    })
    expect(problems).toHaveLength(3)
  })

  test('circles of includes end', () => {
    const { problems } = load({
      'deployment.yaml': 'deployments: [{include: a}]',
      'a/deployment.yaml': 'deployments: [{include: ../b}]',
      'b/deployment.yaml': 'deployments: [{include: ../a}]'
    })
    expect(problems.map(shortProblem)).toEqual([
      'b/deployment.yaml:1 config deployments[0].include: "a" includes itself'
    ])
  })
})

test.each<[string, Record<string, string>]>([
  ['nothing at all', {}],
  ['files that are no YAML', { 'README.md': '# shop' }]
])('a folder with %s is a wrong folder, not a project without images', (_name, files) => {
  expect(() => load(files)).toThrow(/no \.kluctl\.yaml, no deployment\.yaml and no other YAML file/)
})

test('items without end are one problem, not one each', () => {
  const items = '{path: app}, '.repeat(10_050)
  const { problems, files } = load({
    'deployment.yaml': `deployments: [${items}]\n`,
    'app/x.yaml': 'kind: A\nmetadata: {name: a}\n'
  })
  expect(problems.map(({ code, message }) => `${code} ${message.replace(/^\S+ /, '')}`)).toEqual([
    'limit more than 10000 items and includes in the project'
  ])
  expect(files).toHaveLength(10_000)
})
