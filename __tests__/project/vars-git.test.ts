import { describe, expect, test } from 'vitest'
import { type GitFileAnswer, type Need, needKey } from '../../src/project/sources.ts'
import { asks, load, printed, shortProblem } from './loading.ts'

const url = 'https://github.com/org/vars.git'
const root = (git: string, more = ''): Record<string, string> => ({
  'deployment.yaml': `vars:\n  - values: {b: here}\n  - {git: ${git}${more}}\ndeployments: [{path: app}]\n`
})
const need = (ref: Need['ref'] = undefined, path = 'v.yaml'): Need => ({ kind: 'git-file', url, ref, path })
const answers = (answer: GitFileAnswer, to: Need = need()): { external: { gitFiles: Map<string, GitFileAnswer> } } => ({
  external: { gitFiles: new Map([[needKey(to), answer]]) }
})

describe('variables of a git file', () => {
  test.each<[string, string, Need['ref']]>([
    ['of the default branch', `{url: "${url}", path: v.yaml}`, undefined],
    ['of a branch', `{url: "${url}", ref: {branch: main}, path: v.yaml}`, { branch: 'main' }],
    ['of a tag', `{url: "${url}", ref: {tag: v1}, path: ./v.yaml}`, { tag: 'v1' }],
    ['of a commit', `{url: "${url}", ref: {commit: abc}, path: v.yaml}`, { commit: 'abc' }],
    ['of a plain reference, as older projects have it', `{url: "${url}", ref: main, path: v.yaml}`, { name: 'main' }]
  ])('%s are asked for, and loading goes on with the answer', (_, git, ref) => {
    const asked = load({ ...root(git), 'app/x.yaml': asks('a') })
    expect(asked.needs).toEqual([need(ref)])
    expect([asked.problems, asked.uses]).toEqual([[], []])
    expect(printed('a', root(git), answers({ text: 'a: {{ b }}-git' }, need(ref)))).toBe('here-git')
  })

  test('are asked for once, by all parts that could be loaded so far', () => {
    const item = (path: string): string => `{path: app, vars: [{git: {url: "${url}", path: ${path}}}]}`
    const { needs } = load({
      'deployment.yaml': `deployments: [${item('v.yaml')}, ${item('v.yaml')}, ${item('w.yaml')}]`,
      'app/x.yaml': '{}'
    })
    expect(needs).toEqual([need(), need(undefined, 'w.yaml')])
  })

  test('may name the next file', () => {
    const files = {
      'deployment.yaml': [
        'vars:',
        `  - git: {url: "${url}", path: v.yaml}`,
        `  - git: {url: "${url}", path: "{% raw %}{{ next }}{% endraw %}"}`,
        'deployments: [{path: app}]'
      ].join('\n')
    }
    expect(load(files, answers({ text: 'next: w.yaml' })).needs).toEqual([need(undefined, 'w.yaml')])
  })

  test('may be missing where they say so, and only then', () => {
    const answer = answers({ error: 'there is no such file', isMissing: true })
    expect(printed('b', root(`{url: "${url}", path: v.yaml}`, ', ignoreMissing: true'), answer)).toBe('here')
    expect(printed('b', root(`{url: "${url}", path: v.yaml}`), answer)).toBe(
      'deployment.yaml:3 missing-file vars[1].git: "v.yaml" of github.com/org/vars cannot be read: there is no such file'
    )
  })

  test('that cannot be fetched are an error, even if they may be missing', () => {
    const { problems } = load(
      { ...root(`{url: "${url}", path: v.yaml}`, ', ignoreMissing: true'), 'app/x.yaml': '{}' },
      answers({ error: 'the repository asks for a login' })
    )
    expect(problems.map(shortProblem)).toEqual([
      'deployment.yaml:3 unsupported vars[1].git: "v.yaml" of github.com/org/vars cannot be read: the repository asks for a login'
    ])
    expect(problems[0]?.hint).toBe('Give its values as a file: vars-from-file: git:github.com/org/vars/v.yaml=FILE')
  })

  test('may be given as a file', () => {
    const standIns = new Map([['git:github.com/org/vars/v.yaml', { file: 'f', text: 'a: {{ b }}' }]])
    expect(printed('a', root(`{url: "${url}", path: v.yaml}`), { external: { standIns } })).toBe('here')
  })

  test('come from a local folder, which is searched for templates as well', () => {
    const files = {
      ...root(`{url: "git@GitHub.com:org/vars", ref: {tag: v1}, path: sub/v.yaml}`),
      'git+github.com/org/vars/sub/v.yaml': "a: {% include 'part.txt' %}",
      'git+github.com/org/vars/part.txt': 'local',
      'part.txt': 'project'
    }
    const overrides = new Map([['git://github.com/org/vars', 'git+github.com/org/vars']])
    expect(printed('a', files, { external: { overrides } })).toBe('local')
  })

  test.each([
    ['{path: v.yaml}', 'vars[1].git.url: text is expected here'],
    [`{url: "${url}"}`, 'vars[1].git.path: text is expected here'],
    ['{url: ./local, path: v.yaml}', 'vars[1].git.url: this is not the url of a git repository'],
    [`{url: "${url}", path: ../v.yaml}`, '"../v.yaml" points outside'],
    [`{url: "${url}", path: v.yaml, ref: {branch: a, tag: b}}`, 'exactly one of branch, tag and commit is expected'],
    [`{url: "${url}", path: v.yaml, ref: {}}`, 'exactly one of branch, tag and commit is expected'],
    [
      `{url: "${url}", path: v.yaml, ref: {branch: --upload-pack=id}}`,
      '"--upload-pack=id" is no name of a git reference'
    ],
    [`{url: "${url}", path: v.yaml, ref: "a:b"}`, '"a:b" is no name of a git reference'],
    [`{url: "${url}", path: v.yaml, ref: {tag: a..b}}`, '"a..b" is no name of a git reference'],
    [`{url: "${url}", path: v.yaml, ref: {brnch: a}}`, 'the key "brnch" is not known here']
  ])('are refused for %s', (git, message) => {
    expect(printed('1', root(git))).toContain(message)
  })

  test('never show a password of the url', () => {
    const { problems } = load(
      root('{url: "https://me:hunter2@example.com/x", path: v.yaml}'),
      answers({ error: 'no' }, { ...need(), url: 'https://example.com/x' })
    )
    expect(problems).toHaveLength(1)
    expect(JSON.stringify([problems, problems[0]?.message])).not.toContain('hunter2')
  })
})

describe('a file of SOPS', () => {
  const files = {
    'deployment.yaml': 'vars: [{file: v.yaml}]\ndeployments: [{path: app}]',
    'v.yaml': 'a: ENC[x]\nsops: {mac: y}'
  }

  test('is an error with the line that gives it decrypted', () => {
    const [problem] = load(files).problems
    expect(problem?.message).toBe('the file is encrypted with SOPS')
    expect(problem?.hint).toBe('Decrypt it in an earlier step and give the result: vars-from-file: file:v.yaml=FILE')
  })

  test('is found among several documents too', () => {
    const several = {
      'deployment.yaml': 'vars: [{file: v.yaml, multidoc: true, targetPath: a}]',
      'v.yaml': 'a: plain\n---\na: ENC[x]\nsops: {mac: y}'
    }
    expect(load(several).problems.map(shortProblem)).toEqual(['v.yaml:4 unsupported the file is encrypted with SOPS'])
  })

  test('may be given decrypted', () => {
    const standIns = new Map([['file:v.yaml', { file: 'f', text: 'a: plain-text' }]])
    expect(printed('a', files, { external: { standIns } })).toBe('plain-text')
    expect(load(files, { external: { standIns } }).secrets).toEqual(['plain-text'])
  })
})

describe('a file', () => {
  const inSub = (name: string): Record<string, string> => ({
    'deployment.yaml': 'deployments: [{include: sub}]',
    'sub/deployment.yaml': `vars: [{file: ${name}}]\ndeployments: [{path: app}]`,
    'sub/app/x.yaml': asks('a'),
    'sub/v.yaml': 'a: near',
    'v.yaml': 'a: far',
    'up.yaml': 'a: up'
  })
  test.each([
    ['v.yaml', 'near'],
    ['./v.yaml', 'near'],
    ['up.yaml', 'up'],
    ['../up.yaml', 'up'],
    ['../sub/v.yaml', 'near'],
    ['app/../v.yaml', 'near']
  ])('named %s is searched in every folder', (name, expected) => {
    expect(load(inSub(name)).uses.map(use => use.image)).toEqual([expected])
  })

  test.each(['/etc/passwd', '../../x.yaml', 'C:/x.yaml'])('named %s is refused', name => {
    expect(load(inSub(name)).problems.map(problem => problem.code)).toEqual(['outside-root'])
  })

  test('that is missing and may be leaves an empty map at its place', () => {
    const vars = (a: string): Record<string, string> => ({
      'deployment.yaml': `vars: [{values: {a: ${a}}}, {file: no.yaml, ignoreMissing: true, targetPath: a}]\ndeployments: [{path: app}]`
    })
    expect(printed('a', vars('{x: 1}'))).toBe("{'x': 1}")
    expect(printed('a', vars('text'))).toBe('{}')
  })

  test('of several documents needs a place', () => {
    expect(printed('1', { 'deployment.yaml': 'vars: [{file: v.yaml, multidoc: true}]' })).toBe(
      'deployment.yaml:1 config vars[0].multidoc: a list of documents needs a place'
    )
  })
})
