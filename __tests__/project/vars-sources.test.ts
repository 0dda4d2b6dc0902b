import { describe, expect, test } from 'vitest'
import { load, printed, shortProblem } from './loading.ts'

const root = (vars: string): Record<string, string> => ({
  'deployment.yaml': `vars:\n${vars}\ndeployments: [{path: app}]\n`
})

/** A key of `vars-from-file` with the text of its file. */
const standIns = (
  texts: Record<string, string>
): { external: { standIns: Map<string, { file: string; text: string }> } } => ({
  external: { standIns: new Map(Object.entries(texts).map(([key, text]) => [key, { file: 'given.yaml', text }])) }
})

describe('systemEnvVars', () => {
  const external = {
    env: new Map([
      ['STAGE', 'prod'],
      ['COUNT', '3'],
      ['LIST', '[a, {b: c}]'],
      ['EMPTY', ''],
      ['BROKEN', 'topsecret: [']
    ]),
    allowedEnv: ['STAGE', 'COUNT', 'LIST', 'EMPTY', 'UNSET', 'BROKEN']
  }
  const env = (definition: string, more = ''): Record<string, string> =>
    root(`  - values: {a: before}\n  - {systemEnvVars: ${definition}${more}}`)

  test.each([
    ['are text', '{a: STAGE}', 'prod'],
    ['are YAML', '{a: COUNT}', '3'],
    ['are YAML of any shape', '{a: LIST}', "['a', {'b': 'c'}]"],
    ['stand in maps and lists', '{a: {x: STAGE, z: [COUNT]}}', "{'x': 'prod', 'z': [3]}"],
    ['are nothing where they are set to nothing', '{a: EMPTY}', 'None'],
    ['have a default', '{a: "UNSET:fallback"}', 'fallback'],
    ['have a default that is YAML', '{a: "UNSET:{x: 1}"}', "{'x': 1}"],
    ['have a default with colons', '{a: "UNSET:http://x:80"}', 'http://x:80'],
    ['have a default of empty text', '{a: "UNSET:"}', ''],
    ['take no default where they are set', '{a: "STAGE:other"}', 'prod'],
    ['have a name that is rendered', "{a: \"{% raw %}{{ 'STA' ~ 'GE' }}{% endraw %}\"}", 'prod']
  ])('%s', (_, definition, expected) => {
    expect(printed('a', env(definition), { external })).toBe(expected)
  })

  test('that are not set may be missing', () => {
    expect(printed('a', env('{a: UNSET}', ', ignoreMissing: true'), { external })).toBe('before')
  })

  test.each([
    [
      'is not set',
      '{a: {b: UNSET}}',
      'deployment.yaml:3 config vars[1].systemEnvVars.a.b: the environment variable "UNSET" is not set',
      'Set it, or give a default: UNSET:default.'
    ],
    [
      'is not allowed, even with a default',
      '{a: "HOME:x"}',
      'deployment.yaml:3 unsupported vars[1].systemEnvVars.a: the environment variable "HOME" is not allowed here',
      'Allow it with allow-env: HOME.'
    ],
    [
      'is not allowed, and one that looks like it is',
      '{a: STAGES}',
      'deployment.yaml:3 unsupported vars[1].systemEnvVars.a: the environment variable "STAGES" is not allowed here',
      'Allow it with allow-env: STAGES. Allowed is STAGE.'
    ],
    [
      'is no YAML',
      '{a: BROKEN}',
      'deployment.yaml:3 yaml vars[1].systemEnvVars.a: the value of the environment variable "BROKEN" is not valid YAML',
      undefined
    ],
    [
      'is no text',
      '{a: 5}',
      'deployment.yaml:3 config vars[1].systemEnvVars.a: text is expected here, and it is a number',
      undefined
    ]
  ])('one that %s is an error that names it, and not its value', (_, definition, message, hint) => {
    const { problems } = load(env(definition), { external })
    expect(problems.map(shortProblem)).toEqual([message])
    expect(problems[0]?.hint).toBe(hint)
    expect(JSON.stringify(problems)).not.toContain('topsecret')
  })

  test('are not shown by errors of what uses them', () => {
    const files = {
      ...root('  - systemEnvVars: {name: TOKEN}'),
      'deployment.yaml': [
        'vars: [{systemEnvVars: {name: TOKEN}}]',
        'deployments: [{include: sub}, {path: app, vars: [{file: "{% raw %}{{ name }}{% endraw %}"}]}]'
      ].join('\n'),
      'sub/deployment.yaml': 'deployments: [{path: "{{ name }}"}]',
      'app/x.yaml': '{}'
    }
    const { problems, secrets } = load(files, {
      external: { env: new Map([['TOKEN', 'hunter2hunter2']]), allowedEnv: ['TOKEN'] }
    })
    expect(problems.map(shortProblem)).toEqual([
      'sub/deployment.yaml:1 missing-file deployments[0].path: there is no folder "sub/***"',
      'deployment.yaml:2 missing-file deployments[1].vars[0].file: there is no file "***"'
    ])
    expect(secrets).toEqual(['hunter2hunter2'])
  })
})

/** Every source that a run cannot read: its definition, and the line that gives it as a file. */
const unreadable: readonly [definition: string, key: string][] = [
  ['http: {url: "https://user:pw@example.com/v.yaml?token=x", method: POST}', 'http:https://example.com/v.yaml'],
  ['clusterConfigMap: {name: c, namespace: shop, key: v}', 'clusterConfigMap:shop/c'],
  ['clusterSecret: {name: s, namespace: shop, key: v}', 'clusterSecret:shop/s'],
  ['clusterSecret: {labels: {app: web, b: c}, namespace: shop, key: v}', 'clusterSecret:shop/app=web,b=c'],
  ['clusterObject: {kind: Pod, name: p, namespace: shop, path: status}', 'clusterObject:shop/Pod/p'],
  ['clusterObject: {kind: Node, name: node, path: status}', 'clusterObject:Node/node'],
  ['awsSecretsManager: {secretName: s, region: r, profile: p}', 'awsSecretsManager:s'],
  ['gcpSecretManager: {secretName: projects/p/secrets/s}', 'gcpSecretManager:projects/p/secrets/s'],
  ['azureKeyVault: {vaultUri: "https://v.vault.azure.net/", secretName: s}', 'azureKeyVault:v.vault.azure.net/s'],
  ['vault: {address: "https://vault", path: secret/data/shop}', 'vault:secret/data/shop'],
  ['gitFiles: {url: "git@github.com:org/repo.git", files: [{glob: x}]}', 'gitFiles:github.com/org/repo']
]

describe('a source that a run cannot read', () => {
  test.each(unreadable)('is an error with the line that gives it as a file: %s', (definition, key) => {
    const { problems } = load(root(`  - {${definition}}`))
    const [kind] = key.split(':')
    expect(problems.map(shortProblem)).toEqual([
      `deployment.yaml:2 unsupported vars[0].${kind}: the variable source ${kind} (${key.slice(key.indexOf(':') + 1)}) is not supported here`
    ])
    expect(problems[0]?.hint).toBe(`Give its values as a file: vars-from-file: ${key}=FILE`)
  })

  test.each(unreadable)('has the values of the file that stands in for it: %s', (definition, key) => {
    expect(printed('a.b', root(`  - {${definition}}`), standIns({ [key]: 'a: {b: given}' }))).toBe('given')
    expect(printed('t.a', root(`  - {${definition}, targetPath: t}`), standIns({ [key]: 'a: given' }))).toBe('given')
  })

  test('is an error even if it may be missing: nobody knows whether it is', () => {
    expect(printed('1', root('  - {vault: {address: x, path: p}, ignoreMissing: true}'))).toContain(
      'is not supported here'
    )
  })

  test('is not asked for where its condition is false', () => {
    expect(printed('1', root('  - {vault: {address: x, path: p}, when: "1 == 2"}'))).toBe('1')
  })

  test('may be given by its key, then by its name, then by its kind', () => {
    const vars = root('  - clusterSecret: {name: s, namespace: ns, key: k}')
    const given = { 'clusterSecret:ns/s/k': 'a: key', 'clusterSecret:ns/s': 'a: name', clusterSecret: 'a: kind' }
    expect(printed('a', vars, standIns(given))).toBe('key')
    const { 'clusterSecret:ns/s/k': _, ...less } = given
    expect(printed('a', vars, standIns(less))).toBe('name')
    expect(printed('a', vars, standIns({ clusterSecret: 'a: kind' }))).toBe('kind')
  })

  test('names what was given in its place, where that looks like it', () => {
    const { problems } = load(
      root('  - vault: {address: x, path: secret/shop}'),
      standIns({ 'vault:secret/shpo': 'a: 1' })
    )
    expect(problems[0]?.hint).toBe(
      'Give its values as a file: vars-from-file: vault:secret/shop=FILE (given is "vault:secret/shpo")'
    )
  })

  test('has its definition rendered before it is looked for', () => {
    const vars = root('  - values: {p: shop}\n  - vault: {address: x, path: "{% raw %}secret/{{ p }}{% endraw %}"}')
    expect(printed('a', vars, standIns({ 'vault:secret/shop': 'a: 1' }))).toBe('1')
  })

  test('is rendered where kluctl renders what it holds', () => {
    const vars = (kind: string): Record<string, string> => root(`  - values: {p: shop}\n  - ${kind}`)
    const given = { vault: 'a: {{ p }}', http: 'a: "{{ p }}"' }
    expect(printed('a', vars('vault: {address: x, path: p}'), standIns(given))).toBe('shop')
    expect(printed('a', vars('http: {url: "https://x/y"}'), standIns(given))).toBe('{{ p }}')
  })

  test('of the cluster that is empty and may be missing replaces nothing', () => {
    const vars = (options: string): Record<string, string> =>
      root(`  - values: {a: {b: old}}\n  - {clusterSecret: {name: s, namespace: n, key: k}, targetPath: a.b${options}}`)
    expect(printed('a.b', vars(', ignoreMissing: true'), standIns({ clusterSecret: '' }))).toBe('old')
    expect(printed('a.b', vars(''), standIns({ clusterSecret: '{}' }))).toBe('{}')
  })

  test('may have several documents, and the older targetPath', () => {
    const several = root('  - {vault: {address: x, path: y}, multidoc: true, targetPath: a}')
    expect(printed('a', several, standIns({ vault: '1\n---\n---\n{b: 2}\n' }))).toBe("[1, {'b': 2}]")
    const old = root('  - clusterConfigMap: {name: s, namespace: n, key: k, targetPath: a.b}')
    expect(printed('a', old, standIns({ clusterConfigMap: 'x' }))).toBe("{'b': 'x'}")
  })

  test('refuses keys that it does not have, with the nearest', () => {
    const { problems } = load(root('  - clusterSecret: {nmae: s, namespace: n, key: k}'))
    expect(problems[0]?.message).toBe('vars[0].clusterSecret.nmae: the key "nmae" is not known here')
    expect(problems[0]?.hint).toBe('Did you mean name?')
  })

  test('that is secret shows nothing of a file that cannot be read', () => {
    const vars = root('  - vault: {address: x, path: p}')
    for (const text of ['password: hunter2hunter2: x', 'a: *hunter2hunter2', '{{ hunter2hunter2 }}']) {
      const { problems } = load(vars, standIns({ vault: text }))
      expect(problems[0]?.message).toBe('the file that stands in for vault:p cannot be rendered or is not valid YAML')
      expect(JSON.stringify(problems)).not.toContain('hunter2')
    }
  })
})

describe('what is secret', () => {
  const external = standIns({ vault: 'a: secret-of-vault', http: 'b: value-of-http' }).external
  const vars = (options: string): Record<string, string> =>
    root(`  - {vault: {address: x, path: y}${options}}\n  - {http: {url: "https://x/y"}${options}}`)
  test.each([
    ['depends on the source', '', ['secret-of-vault']],
    ['may be said', ', sensitive: true', ['secret-of-vault', 'value-of-http']],
    ['may be denied', ', sensitive: false', []]
  ])('%s', (_, options, secrets) => {
    expect(load(vars(options), { external }).secrets.toSorted()).toEqual(secrets)
  })

  test('is not shown by a manifest that fails with it', () => {
    const files = {
      ...root('  - {values: {password: hunter2hunter2}, sensitive: true}'),
      'app/x.yaml': 'kind: A\nname: {{ raise(password) }}\n',
      'app/y.yaml': 'kind: A\nname: {{ password.nothing }}\n'
    }
    const { problems } = load(files)
    expect(problems.map(({ message }) => message)).toContain('TemplateError: ***')
    expect(problems).toHaveLength(2)
    expect(problems.map(({ message, hint }) => `${message} ${hint}`).join()).not.toContain('hunter2')
  })

  test('may be any value', () => {
    const { secrets } = load(root('  - {values: {a: [long-enough, {b: also-enough}, short]}, sensitive: true}'))
    expect(secrets.toSorted()).toEqual(['also-enough', 'long-enough'])
  })
})
