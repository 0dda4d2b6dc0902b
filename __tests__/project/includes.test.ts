import { describe, expect, test } from 'vitest'
import { asks, imagesIn, load, shortProblem } from './loading.ts'

const mount = 'git+github.com/org/repo'
const external = {
  overrides: new Map([
    ['git://github.com/org/repo', mount],
    ['oci://registry.example.com/org/app', 'oci+registry.example.com/org/app']
  ])
}
const inRepo = (files: Record<string, string>): Record<string, string> =>
  Object.fromEntries(Object.entries(files).map(([path, text]) => [`${mount}/${path}`, text]))
const including = (item: string): Record<string, string> => ({
  'deployment.yaml': `vars: [{values: {v: outer}}]\noverrideNamespace: ns\ntags: [r]\ndeployments:\n  - ${item}\n`
})

describe('a git source with a local folder', () => {
  test.each([
    ['git: https://github.com/org/repo.git'],
    ['git: git@github.com:org/repo.git'],
    ['git: {url: ssh://git@GITHUB.com/Org/Repo, ref: {tag: v1}}'],
    ['git: {url: https://me@github.com/org/repo, ref: main}']
  ])('is included, however its url is written: %s', item => {
    const files = {
      ...including(item),
      ...inRepo({ 'deployment.yaml': 'deployments: [{path: app}]', 'app/x.yaml': asks('v') })
    }
    const { uses, problems } = load(files, { external })
    expect(problems).toEqual([])
    expect(uses.map(use => [use.image, use.deploymentDir, use.tags.join()])).toEqual([['outer', 'app', 'r,app']])
  })

  test('may be a folder in it', () => {
    const files = {
      ...including('git: {url: https://github.com/org/repo, subDir: a/b}'),
      ...inRepo({ 'a/b/deployment.yaml': 'deployments: [{path: ../c}]', 'a/c/x.yaml': asks("'c'") })
    }
    expect(load(files, { external }).uses.map(use => use.deploymentDir)).toEqual(['a/c'])
  })

  test('has its own tags, and no default one', () => {
    const files = {
      ...including('{git: https://github.com/org/repo, tags: [i]}'),
      ...inRepo({ 'deployment.yaml': 'tags: [s]\ndeployments: [{path: app}]', 'app/x.yaml': asks("'x'") })
    }
    expect(load(files, { external }).uses[0]?.tags).toEqual(['s', 'i', 'r', 'app'])
  })

  test('sees no files of the project, neither templates nor variables', () => {
    const files = {
      ...including('git: https://github.com/org/repo'),
      'part.txt': 'project',
      'v.yaml': 'a: project',
      ...inRepo({
        'deployment.yaml': 'deployments: [{include: sub}, {path: b, vars: [{file: v.yaml}]}]',
        'sub/deployment.yaml': 'deployments: [{path: a}]',
        'sub/a/x.yaml': asks("'a'").replace('text:', "t: {% include 'part.txt' %}\n  text:"),
        'b/x.yaml': asks("'b'")
      })
    }
    expect(load(files, { external }).problems.map(problem => problem.code)).toEqual(['missing-file', 'missing-file'])
    expect(imagesIn({ ...files, ...inRepo({ 'part.txt': 'repo', 'v.yaml': 'a: 1' }) }, { external })).toEqual([
      'a',
      'b'
    ])
  })

  test.each([
    ['deployments: [{path: ../../../app}]', '"../../../app" points outside the project'],
    ['deployments: [{include: ../other}]', '"../other" points outside the project'],
    ['vars: [{file: ../../../deployment.yaml}]', 'points outside the source "git+github.com/org/repo"'],
    ['deployments: [{path: nowhere}]', 'there is no folder "nowhere" in the source "git+github.com/org/repo"'],
    ['deployments: [{git: https://github.com/org/repo}]', '"git+github.com/org/repo" includes itself']
  ])('cannot lead out of it: %s', (deployment, message) => {
    const files = {
      ...including('git: https://github.com/org/repo'),
      'git+github.com/org/other/deployment.yaml': '{}',
      ...inRepo({ 'deployment.yaml': deployment })
    }
    expect(load(files, { external }).problems.map(shortProblem).join()).toContain(message)
  })

  test('is not looked for where its condition is false', () => {
    expect(imagesIn(including('{git: https://example.com/a, when: "1 == 2"}'))).toEqual([])
  })

  test('is chosen by folders relative to its root, and numbered apart', () => {
    const files = {
      ...including(
        'git: https://github.com/org/repo\n  - path: app\n  - git: https://github.com/org/repo\n  - path: app'
      ),
      'app/x.yaml': asks("'project'"),
      ...inRepo({
        'deployment.yaml': 'deployments: [{path: app}, {path: b}]',
        'app/x.yaml': asks("'repo'"),
        'b/x.yaml': asks("'b'")
      })
    }
    const { uses } = load(files, { external, includeDeploymentDirs: ['app'] })
    expect(uses.map(use => `${use.deploymentDir} ${use.image}`)).toEqual([
      'app repo',
      'app project',
      'app-1 repo',
      'app-1 project'
    ])
  })

  test('has .templateignore files of its own only', () => {
    const files = {
      ...including('git: https://github.com/org/repo'),
      '.templateignore': '*.yaml',
      ...inRepo({ 'deployment.yaml': 'deployments: [{path: app}]', 'app/x.yaml': asks('v') })
    }
    expect(imagesIn(files, { external })).toEqual(['outer'])
  })
})

test('an OCI source with a local folder is included', () => {
  const files = {
    ...including('oci: {url: "oci://Registry.example.com/org/app", ref: {tag: v1}, subDir: x}'),
    'oci+registry.example.com/org/app/x/deployment.yaml': 'deployments: [{path: app}]',
    'oci+registry.example.com/org/app/x/app/x.yaml': asks('v')
  }
  expect(imagesIn(files, { external })).toEqual(['outer'])
})

test.each([
  [
    'git: https://me:pw@example.com/org/repo.git',
    'deployments[0].git: the git source "example.com/org/repo" is not supported here',
    'Check it out in an earlier step and give its folder: local-git-override: example.com/org/repo=FOLDER'
  ],
  [
    'oci: {url: oci://example.com/app}',
    'deployments[0].oci: the OCI source "oci://example.com/app" is not supported here',
    'Check it out in an earlier step and give its folder: local-oci-override: oci://example.com/app=FOLDER'
  ],
  [
    'git: ./sub',
    'deployments[0].git: this is not the url of a git repository',
    'As https://github.com/org/repo.git or git@github.com:org/repo.'
  ],
  ['git: {ref: main}', 'deployments[0].git: a git source needs an url', undefined],
  [
    'git: {url: https://x/y, subdir: a}',
    'deployments[0].git.subdir: the key "subdir" is not known here',
    'Did you mean subDir?'
  ],
  [
    'oci: {url: oci://x/y, ref: {branch: a}}',
    'deployments[0].oci.ref.branch: the key "branch" is not known here',
    'Known keys: tag, digest.'
  ]
])('%s without a local folder is an error that says what to do', (item, message, hint) => {
  const { problems } = load(including(item))
  expect(problems.map(problem => [problem.message, problem.hint])).toEqual([[message, hint]])
})

describe('a library', () => {
  const library = (item: string, lib: string, template: string): Record<string, string> => ({
    ...including(item),
    'lib/.kluctl-library.yaml': lib,
    'lib/deployment.yaml': 'deployments: [{path: app}]',
    'lib/app/x.yaml': asks(template)
  })
  const args = 'args: [{name: a}, {name: b, default: {x: 1, z: 2}}]'

  test.each<[string, string, string, string, string]>([
    [
      'sees its args only',
      '{include: lib, args: {a: 1}}',
      args,
      "args.a ~ ' ' ~ (v is defined) ~ (target is defined)",
      '1 FalseFalse'
    ],
    ['merges args into defaults', '{include: lib, args: {a: 1, b: {z: 3}}}', args, 'args.b.x ~ args.b.z', '13'],
    ['takes args that it does not define', '{include: lib, args: {a: 1, c: 2}}', args, "args.c ~ ''", '2'],
    [
      'gets variables with passVars, but args',
      '{include: lib, args: {a: 1}, passVars: true}',
      args,
      "v ~ args.a ~ (args.z is defined) ~ '<' ~ target.name ~ '>'",
      'outer1False<>'
    ],
    ['gets the variables of its item', '{include: lib, args: {a: 1}, vars: [{values: {w: item}}]}', args, 'w', 'item'],
    ['may define nothing', '{include: lib}', '', "args | length ~ ''", '0']
  ])('%s', (_, item, lib, template, expected) => {
    expect(imagesIn(library(item, lib, template), { args: 'z: 1' })).toEqual([expected])
  })

  test('that needs an arg says so at its include', () => {
    const { problems } = load(library('{include: lib, args: {c: 1}}', args, "'x'"))
    expect(problems.map(shortProblem)).toEqual([
      'deployment.yaml:5 config deployments[0]: the library lib/.kluctl-library.yaml needs args that have no value: a'
    ])
    expect(problems[0]?.hint).toBe('Add them to args of this item: a: ….')
  })

  test('refuses other keys', () => {
    expect(load(library('include: lib', 'targets: []', "'x'")).problems.map(shortProblem)).toEqual([
      'lib/.kluctl-library.yaml:1 config targets: the key "targets" is not known here'
    ])
  })

  test('may be a git source', () => {
    const files = {
      ...including('{git: https://github.com/org/repo, args: {a: x}}'),
      ...inRepo({
        '.kluctl-library.yml': args,
        'deployment.yaml': 'deployments: [{path: app}]',
        'app/x.yaml': asks('args.a')
      })
    }
    expect(imagesIn(files, { external })).toEqual(['x'])
  })
})
