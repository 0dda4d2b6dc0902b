import { describe, expect, test } from 'vitest'
import { InputError } from '../../src/errors.ts'
import { asks, imagesIn, load, printed, shortProblem } from './loading.ts'

const config = (text: string): Record<string, string> => ({ '.kluctl.yaml': text })

describe('the discriminator', () => {
  const own = "discriminator: 'p-{{ target.name }}-{{ args.a }}'\nargs: [{name: a, default: x}]\n"
  test.each<[string, string, string | undefined, string]>([
    ["of the project is the target's", `${own}targets: [{name: t}]`, 't', 'p-t-x'],
    [
      "of the project gives way to the target's",
      `${own}targets: [{name: t, discriminator: "own-{{ target.name }}"}]`,
      't',
      'own-t'
    ],
    ['of the project replaces one that is empty', `${own}targets: [{name: t, discriminator: ""}]`, 't', 'p-t-x'],
    ['of the project is rendered without a target too', own, undefined, 'p--x'],
    [
      'of the project sees the args of the target',
      `${own}targets: [{name: t, args: {a: "{{ target.name }}"}}]`,
      't',
      'p-t-t'
    ]
  ])('%s', (_, text, target, expected) => {
    expect(printed('target.discriminator', config(text), target === undefined ? {} : { target })).toBe(expected)
  })

  test('that nobody defines is undefined', () => {
    expect(printed('target.discriminator is defined', config('targets: [{name: t}]'), { target: 't' })).toBe('False')
  })

  test('that cannot be rendered is an error where it stands', () => {
    expect(printed('1', config('targets: []\ndiscriminator: "{{ nope }}"'))).toBe(
      ".kluctl.yaml:2 template UndefinedError: 'nope' is undefined"
    )
  })
})

describe('a target', () => {
  const files = config(
    [
      'targets:',
      '  - name: t',
      '    context: "{{ args.where }}"',
      '    args: {where: "{{ target.context2 }}", "{{ \'key\' }}": 1, list: ["{{ target.name }}", {x: "{{ args.list[0] }}"}]}',
      '    aws: {profile: "{{ target.name }}-aws"}'
    ].join('\n')
  )

  test('has keys and lists rendered as well', () => {
    const plain = { '.kluctl.yaml': (files['.kluctl.yaml'] ?? '').replace('target.context2', 'target.name') }
    expect(
      printed('args.where ~ target.context ~ args.key ~ args.list ~ target.aws.profile', plain, { target: 't' })
    ).toBe("tt1['t', {'x': 't'}]t-aws")
  })

  test('that refers to nothing is an error, and no text with braces', () => {
    expect(printed('1', files, { target: 't' })).toContain(
      ".kluctl.yaml:3 template target \"t\": UndefinedError: 'dict object' has no attribute 'context2'"
    )
  })

  test('that changes forever is what it is after ten rounds', () => {
    const growing = config('targets: [{name: t, context: "{{ target.context ~ \'x\' }}{"}]')
    expect(printed("target.context.count('x') - 2", growing, { target: 't' })).toBe(`${2 ** 10 - 1}`)
  })

  test('keeps its own args apart from all args', () => {
    const text = 'args: [{name: d, default: 1}]\ntargets: [{name: t, args: {a: own}}]'
    const setting = { target: 't', args: '{a: given, b: 2}' }
    expect(printed('target.args ~ args', config(text), setting)).toBe("{'a': 'own'}{'a': 'given', 'b': 2, 'd': 1}")
  })

  test('without a name is skipped with a warning', () => {
    const { warnings, problems } = load(
      { ...config('targets: [{args: {}}, {name: t}]'), 'deployment.yaml': '{}' },
      { target: 't' }
    )
    expect(problems).toEqual([])
    expect(warnings).toEqual([
      { message: 'targets[0] has no name and is skipped', place: { file: '.kluctl.yaml', line: 1, column: 11 } }
    ])
  })

  test('may have keys of older projects, with one warning', () => {
    const text =
      'secretsConfig: {secretSets: []}\ntargets: [{name: t, sealingConfig: {}, dynamicArgs: [{name: x}], targetConfig: {file: f}}]'
    expect(
      load({ ...config(text), 'deployment.yaml': '{}' }, { target: 't' }).warnings.map(({ message }) => message)
    ).toEqual(['secretsConfig is ignored here, and refused by current versions of kluctl'])
  })

  test.each([
    [
      'targets: [{name: production}, {name: test}]',
      'prodution',
      'there is no target "prodution" in .kluctl.yaml',
      'Did you mean production? Targets of this project: production, test.'
    ],
    [
      'targets: [{name: b}, {name: a}]',
      'stage',
      'there is no target "stage" in .kluctl.yaml',
      'Targets of this project: a, b.'
    ],
    ['args: []', 'x', 'there is no target "x" in .kluctl.yaml', '.kluctl.yaml defines no targets.']
  ])('that is not there is refused: %s', (text, target, message, hint) => {
    expect(() => load(config(text), { target })).toThrow(expect.objectContaining({ message, hint }))
  })

  test('of a project that has no .kluctl.yaml is refused with that reason', () => {
    const run = (): unknown => load({ 'deployment.yaml': '{}' }, { target: 'prod' })
    expect(run).toThrow(InputError)
    expect(run).toThrow('there is no target "prod": the project has no .kluctl.yaml to define it')
  })
})

describe('args that are required', () => {
  const text =
    'args: [{name: stage}, {name: q.m}]\ntargets: [{name: a, args: {stage: x, q: {m: 1}}}, {name: b, args: {stage: z}}]'
  const hintOf = (args: string, target?: string): string | undefined =>
    load({ ...config(text), 'deployment.yaml': '{}' }, target === undefined ? { args } : { args, target }).problems[0]
      ?.hint

  test('and missing name the targets that would set them', () => {
    expect(hintOf('{}')).toBe(
      'The target a would set them: choose one with target. Set them with args (--args stage=… --args q.m=…), with args-from-file, or in the target.'
    )
    expect(hintOf('q: {m: 1}')).toBe(
      'Targets a, b would set it: choose one with target. Set it with args (--args stage=…), with args-from-file, or in the target.'
    )
  })

  test('and missing in the chosen target name no others', () => {
    expect(hintOf('{}', 'b')).toBe('Set it with args (--args q.m=…), with args-from-file, or in the target.')
  })

  test('and mistyped are recognised', () => {
    expect(hintOf('{stgae: x, q: {m: 1}}', undefined)).toContain('Did you mean stage by "stgae"?')
  })

  test('are given by null as well', () => {
    expect(
      load({ ...config(text), 'deployment.yaml': '{}' }, { args: '{stage: null, q: {m: null}}' }).problems
    ).toEqual([])
  })

  test('with a dotted name are not given by the dotted key itself', () => {
    expect(hintOf('{stage: x, n.m: 1}')).toContain('args (--args q.m=…)')
  })
})

test('args that nobody defined and that look mistyped get a warning; others are nobody’s business', () => {
  const files = { ...config('args: [{name: stage, default: dev}, {name: n.m, default: 1}]'), 'deployment.yaml': '{}' }
  const { warnings } = load(files, { args: '{stgae: x, other: 1, n: {m: 2}}' })
  expect(warnings.map(({ message }) => message)).toEqual([
    'the arg "stgae" is not defined in this project; did you mean stage?'
  ])
})

test('a definition of an arg needs a name', () => {
  expect(printed('1', config('args: [{default: 1}]'))).toBe('.kluctl.yaml:1 config args[0]: an arg needs a name')
})

test('of two endings of a well-known file, the one that kluctl looks for first counts', () => {
  const files = { '.kluctl.yaml': 'args: [{name: a, default: yaml}]', '.kluctl.yml': 'args: [{name: a, default: yml}]' }
  expect(printed('args.a', files)).toBe('yml')
})

describe('a project for kluctl of early 2022', () => {
  const config = 'targets:\n  - name: simple\n    cluster: kind\n    args: {environment: simple}\n'
  const files = {
    '.kluctl.yml': config,
    'clusters/kind.yml': 'cluster:\n  name: kind\n  context: kind-kind\n',
    'deployment.yml':
      'deployments:\n  - include: deployment\ncommonLabels: {a: "{{ args.environment }}"}\nargs:\n  - name: environment\n',
    'deployment/deployment.yml': 'deployments: [{path: nginx}]\n',
    'deployment/nginx/deploy.yml': asks("'nginx' ~ '/' ~ cluster.context ~ '/' ~ target.cluster")
  }

  test('names a cluster, whose file is the variable cluster', () => {
    expect(imagesIn(files, { target: 'simple' })).toEqual(['nginx/kind-kind/kind'])
  })

  test('whose deployment project is elsewhere cannot be read', () => {
    const elsewhere = { '.kluctl.yml': `deployment: {project: {url: "git@example.com:a/b"}}\n${config}` }
    expect(problemsIn(elsewhere, 'simple')).toEqual([
      '.kluctl.yml:1 unsupported deployment: a deployment project in another repository is not supported'
    ])
  })
})

test('an arg that is required is asked for before the target is rendered with it', () => {
  const files = {
    '.kluctl.yaml':
      'args: [{name: cluster_name}]\ntargets: [{name: a}]\ndiscriminator: x-{{ args.cluster_name | slugify }}\n'
  }
  expect(problemsIn(files, 'a').join()).toContain('required args have no value: cluster_name')
})

test('a run without target in a project that has some is warned: kluctl refuses it', () => {
  const { warnings, problems } = load({ '.kluctl.yaml': 'targets: [{name: b}, {name: a}]\n', 'x.yaml': asks("'a'") })
  expect(problems).toEqual([])
  expect(warnings.map(({ message }) => message)).toEqual([
    'no target is chosen, so that args and images of none count; targets: a, b'
  ])
})

test('every target has a context, as in kluctl, and be it an empty one', () => {
  const files = { '.kluctl.yaml': 'targets: [{name: a}]\n', 'x.yaml': asks("'r/' ~ target.context | default('x')") }
  expect(imagesIn(files, { target: 'a' })).toEqual(['r/'])
})

function problemsIn(files: Record<string, string>, target: string): readonly string[] {
  return load(files, { target }).problems.map(shortProblem)
}
