import { describe, expect, test } from 'vitest'
import { ProjectError } from '../../src/errors.ts'
import { discoverIn, shortProblem } from './discovery.ts'

type Files = Readonly<Record<string, string>>

function problemsOf(files: Files): readonly ProjectError[] {
  return discoverIn(files).problems.filter(problem => problem instanceof ProjectError)
}

const object = (text: string): string => `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: x\ndata:\n${text}`
const withApp = { 'deployment.yaml': 'deployments:\n- path: app\n' }

/** Each place of an error in a project, to be read in the golden file. */
const cases: Readonly<Record<string, Files>> = {
  'a template of a manifest': { ...withApp, 'app/a.yaml': object('  a: {{ args.nme }}\n  b: c\n') },
  'YAML that is wrong after rendering': {
    ...withApp,
    'app/a.yaml': object('{% for n in [1, 2] %}  a{{ n }}: {{ "[" }}\n{% endfor %}  c: d\n')
  },
  'an image beside YAML that is wrong': {
    ...withApp,
    'app/a.yaml': object('  a: {{ images.get_image("nginx") }}: b\n  c: d\n')
  },
  'an image in a key': { ...withApp, 'app/a.yaml': object('  {{ images.get_image("nginx") }}: b\n') },
  'an unknown key of deployment.yaml': { 'deployment.yaml': 'tags: [a]\ndeployment:\n- path: app\n' },
  'an unknown key of a rendered deployment.yaml': {
    'deployment.yaml': '{% for n in ["a", "b"] %}\n{{ n }}: 1\n{% endfor %}\n'
  },
  'YAML of .kluctl.yaml': { '.kluctl.yaml': 'targets:\n- name: a\n  args: {\n', 'deployment.yaml': '' },
  'a text of .kluctl.yaml': { '.kluctl.yaml': '# ours\ndiscriminator: "{{ nope }}"\n', 'deployment.yaml': '' },
  'a path that leads out': { 'deployment.yaml': 'deployments:\n- path: ../app\n' },
  'an include of a folder of manifests': { 'deployment.yaml': 'deployments:\n- include: app\n', 'app/a.yaml': '' },
  'a resource that is missing': { ...withApp, 'app/kustomization.yaml': 'resources:\n- nope.yaml\n' },
  'a condition': { 'deployment.yaml': 'deployments:\n- path: app\n  when: args.x == 1\n', 'app/a.yaml': '' },
  'a file of variables': {
    'deployment.yaml': 'vars:\n- file: vars.yaml\ndeployments: []\n',
    'vars.yaml': 'a: 1\nb: {{ nope }}\n'
  },
  'a value of variables': {
    'deployment.yaml': 'vars:\n- values:\n    a: "{% raw %}{{ nope }}{% endraw %}"\ndeployments: []\n'
  }
}

describe('an error of a project shows the lines around its place', () => {
  test('as the golden file has them', async () => {
    const text = Object.entries(cases).map(([title, files]) => {
      const problems = problemsOf(files)
      expect(problems).not.toHaveLength(0)
      return [`# ${title}`, ...problems.flatMap(one => [shortProblem(one), ...(one.excerpt ?? ['(none)'])])].join('\n')
    })
    await expect(`${text.join('\n\n')}\n`).toMatchFileSnapshot('../fixtures/excerpts/projects.txt')
  })

  test('and never the inside of a placeholder', () => {
    for (const files of Object.values(cases))
      for (const { excerpt = [] } of problemsOf(files)) expect(excerpt.join('\n')).not.toMatch(/kluctl-images\.call/)
  })
})

describe('no lines are shown of', () => {
  test.each<[string, Files]>([
    [
      'a file of variables that is sensitive',
      {
        'deployment.yaml': 'vars:\n- file: vars.yaml\n  sensitive: true\ndeployments: []\n',
        'vars.yaml': 'a: hunter2\nb: {{ nope }}\n'
      }
    ],
    [
      'YAML of a sensitive file',
      {
        'deployment.yaml': 'vars:\n- file: vars.yaml\n  sensitive: true\ndeployments: []\n',
        'vars.yaml': 'a: hunter2\nb: [\n'
      }
    ],
    [
      'a sensitive value',
      {
        'deployment.yaml':
          'vars:\n- values: {a: "hunter2 {% raw %}{{ nope }}{% endraw %}"}\n  sensitive: true\ndeployments: []\n'
      }
    ],
    [
      'a rendered Secret',
      {
        ...withApp,
        'app/a.yaml': 'apiVersion: v1\nkind: Secret\nmetadata:\n  name: x\nstringData:\n  a: {{ "hunter2" }}\n  b: [\n'
      }
    ]
  ])('%s', (_, files) => {
    const problems = problemsOf(files)
    expect(problems).not.toHaveLength(0)
    for (const { excerpt } of problems) expect(excerpt).toBeUndefined()
  })

  test('the value of a key that says it is secret, once it is rendered', () => {
    const template = object('  dbPassword: {{ "hunter" ~ 2 }}\n  b: [\n')
    const [problem] = problemsOf({ ...withApp, 'app/a.yaml': template })
    expect(problem?.excerpt?.join('\n')).toContain('dbPassword: *******')
  })
})
