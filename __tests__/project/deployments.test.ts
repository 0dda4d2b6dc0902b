import { describe, expect, test } from 'vitest'
import { loadProject } from '../../src/project/load.ts'
import { tree } from '../helpers/tree.ts'
import { asks, imagesIn, load, shortProblem } from './loading.ts'

const app = { 'app/x.yaml': asks("'app'") }
const root = (text: string): Record<string, string> => ({ 'deployment.yaml': text, ...app })

describe('an item', () => {
  test.each([
    'barrier: true',
    'message: hello',
    'waitReadiness: true',
    'waitReadinessObjects: [{kind: Pod, name: x}]',
    'skipDeleteIfTags: true',
    'alwaysDeploy: true',
    'deleteObjects: [{kind: Pod, name: x}]',
    'deleteHelmReleases: [{name: x}]'
  ])('may have %s, which changes no images', key => {
    expect(imagesIn(root(`deployments: [{path: app, ${key}}]`))).toEqual(['app'])
  })

  test.each([
    '{barrier: true}',
    '{deleteObjects: [{kind: Pod, name: x}]}',
    '{message: hello}',
    '{vars: [{values: {a: 1}}]}'
  ])('without a folder is fine: %s', item => {
    expect(imagesIn(root(`deployments: [${item}, {path: app}]`))).toEqual(['app'])
  })

  test.each([
    ['{include: app, recursive: true}', 'deployments[0].recursive: only an item with a path can have this key'],
    ['{waitReadiness: true}', 'deployments[0].waitReadiness: only an item with a path can have this key'],
    ['{path: app, args: {a: 1}}', 'deployments[0].args: only an item with include, git or oci can have this key'],
    ['{path: app, passVars: true}', 'deployments[0].passVars: only an item with include, git or oci can have this key'],
    ['{path: app, alwaysDeploi: true}', 'the key "alwaysDeploi" is not known here'],
    ['{path: app, tags: x}', 'deployments[0].tags: a list is expected here, and it is text'],
    ['{path: app, when: 5}', 'deployments[0].when: text is expected here, and it is a number'],
    ['{path: 5}', 'deployments[0].path: text is expected here, and it is a number']
  ])('refuses %s', (item, message) => {
    expect(
      load(root(`deployments: [${item}]`))
        .problems.map(shortProblem)
        .join()
    ).toContain(message)
  })

  test('that is only rendered is loaded and marked, whatever the flags say', () => {
    const files = { ...root('deployments: [{path: app, onlyRender: true}, {path: b}]'), 'b/x.yaml': asks("'b'") }
    const request = {
      target: undefined,
      args: new Map(),
      inclusion: { includeTags: [], excludeTags: ['app'], includeDeploymentDirs: [], excludeDeploymentDirs: [] }
    }
    const watch = { begin: () => undefined, debug: () => undefined, refused: new Map<string, string>() }
    const { items } = loadProject(tree(files), request, watch)
    expect(items.map(item => [item.folder, item.onlyRender])).toEqual([
      ['app', true],
      ['b', false]
    ])
    expect(imagesIn(files)).toEqual(['b'])
  })
})

describe('templates are searched', () => {
  const files = {
    'deployment.yaml': 'deployments: [{include: a/b}]',
    'a/b/deployment.yaml': 'deployments: [{path: c/d}]',
    'a/b/c/d/x.yaml': asks("'x'").replace('text:', "t: {% include 'part.txt' %}\n  text:")
  }
  const partIn = (folder: string): readonly string[] =>
    load({ ...files, [`${folder}part.txt`]: 'here' }).problems.map(problem => problem.code)

  test.each(['a/b/c/d/', 'a/b/', ''])('in %j: the item, its project, the projects around it', folder => {
    expect(partIn(folder)).toEqual([])
  })

  test.each(['a/', 'a/b/c/'])('and not in %j, where no project is', folder => {
    expect(partIn(folder)).toEqual(['missing-file'])
  })
})

describe('a condition of an included deployment.yaml', () => {
  test('sees the variables of that file', () => {
    const files = {
      ...root('deployments: [{include: sub}]'),
      'sub/deployment.yaml': 'vars: [{values: {active: false}}]\nwhen: active\ndeployments: [{path: nowhere}]'
    }
    expect(load(files).problems).toEqual([])
  })

  test('is refused in the root', () => {
    expect(load(root('when: "true"\ndeployments: []')).problems.map(shortProblem)).toEqual([
      'deployment.yaml:1 config when: the root deployment.yaml cannot have a condition'
    ])
  })
})

describe('keys of older projects', () => {
  test('are read, with one warning each', () => {
    const { warnings, problems } = load({
      ...root(
        'args: [{name: a, default: 1}]\nsealedSecrets: {outputPattern: x}\ntemplateExcludes: ["raw.*"]\ndeployments: [{path: app}, {include: sub}]'
      ),
      'sub/deployment.yaml': 'templateExcludes: [y]'
    })
    expect(problems).toEqual([])
    expect(warnings.map(({ message, place }) => `${place?.line} ${message}`)).toEqual([
      '1 "args" is a key of older projects; current versions of kluctl refuse it',
      '2 "sealedSecrets" is a key of older projects; current versions of kluctl refuse it',
      '3 "templateExcludes" is a key of older projects; current versions of kluctl refuse it'
    ])
  })
})

test('the nearest overrideNamespace counts, also across sources', () => {
  const files = {
    'deployment.yaml': 'overrideNamespace: outer\ndeployments: [{include: a}, {git: https://h/r}]',
    'a/deployment.yaml': 'overrideNamespace: inner\ndeployments: [{path: x}]',
    'a/x/x.yaml': '{}',
    'git+h/r/deployment.yaml': 'deployments: [{path: z}]',
    'git+h/r/z/z.yaml': '{}'
  }
  const inclusion = { includeTags: [], excludeTags: [], includeDeploymentDirs: [], excludeDeploymentDirs: [] }
  const { items } = loadProject(
    tree(files),
    {
      target: undefined,
      args: new Map(),
      inclusion,
      external: {
        env: new Map(),
        allowedEnv: [],
        standIns: new Map(),
        gitFiles: new Map(),
        overrides: new Map([['git://h/r', 'git+h/r']])
      }
    },
    { begin: () => undefined, debug: () => undefined, refused: new Map() }
  )
  expect(items.map(item => [item.sourceRoot, item.deploymentDir, item.overrideNamespace])).toEqual([
    ['', 'a/x', 'inner'],
    ['git+h/r', 'z', 'outer']
  ])
})

test('an include of a folder with a kustomization only says how to name it', () => {
  const { problems } = load({ ...root('deployments: [{include: app}]'), 'app/kustomization.yaml': '{}' })
  expect(problems[0]?.hint).toBe('It has a kustomization: name it with path instead of include.')
})

test.each(['.', ''])('the project folder itself is the folder %j of the flags', dir => {
  const files = { '.kluctl.yaml': '{}', 'x.yaml': asks("'x'") }
  expect(imagesIn(files, { includeDeploymentDirs: [dir] })).toEqual(['x'])
  expect(imagesIn(files, { excludeDeploymentDirs: [dir] })).toEqual([])
})
