import { describe, expect, test } from 'vitest'
import { isMovable, workflowLines } from '../../src/cli/workflow-lines.ts'
import { findWorkflowUses } from '../../src/cli/workflow-use.ts'
import { parseYamlDocuments } from '../../src/yaml/parse.ts'

const commit = '0123456789abcdef0123456789abcdef01234567'

function uses(text: string): ReturnType<typeof findWorkflowUses> {
  const [document] = parseYamlDocuments(text, 'images.yml')
  return findWorkflowUses('images.yml', document?.value ?? null)
}

/** Lines of a workflow: `warning: message; hint`. */
function said(text: string): readonly string[] {
  return uses(text)
    .flatMap(workflowLines)
    .map(({ level, message, hint }) => `${level}: ${message}${hint === null ? '' : ` | ${hint}`}`)
}

const step = (options: {
  readonly on?: string
  readonly permissions?: string
  readonly before?: string
  readonly with?: string
  readonly ref?: string
}): string => `on: ${options.on ?? 'pull_request'}
jobs:
  review:
    ${options.permissions === undefined ? '' : `permissions: ${options.permissions}`}
    steps:
      - uses: actions/checkout@v7
        with: {persist-credentials: false}
${options.before ?? ''}
      - uses: kluctl-images/kluctl-images@${options.ref ?? 'v0'}
        with: {${options.with ?? 'target: prod'}}
`
const enough = '{contents: read, pull-requests: write}'

describe('permissions of a step', () => {
  test.each<[string, Parameters<typeof step>[0], string]>([
    ['all that is needed', { permissions: enough }, 'ok: has what it needs: contents: read, pull-requests: write'],
    [
      'more than is needed',
      { permissions: 'write-all' },
      'ok: has what it needs: contents: read, pull-requests: write'
    ],
    [
      'no comment',
      { permissions: '{contents: read}' },
      'failure: lacks pull-requests: write | Add it to permissions: of the job.'
    ],
    [
      'reading only',
      { permissions: 'read-all' },
      'failure: lacks pull-requests: write | Add it to permissions: of the job.'
    ],
    [
      'none',
      { permissions: '{}' },
      'failure: lacks contents: read and pull-requests: write | Add them to permissions: of the job.'
    ],
    [
      'nothing said',
      {},
      'warning: names no permissions, so that the default of the repository counts | Write permissions: contents: read, pull-requests: write.'
    ],
    [
      'no comment wanted',
      { permissions: '{contents: read}', with: 'comment: never' },
      'ok: has what it needs: contents: read'
    ],
    ['verify', { permissions: '{contents: read}', with: 'verify: true' }, 'ok: has what it needs: contents: read'],
    ['no pull request', { on: 'push', permissions: '{contents: read}' }, 'ok: has what it needs: contents: read'],
    [
      'a pull request that is named',
      { on: '{schedule: [{cron: "1 1 * * *"}]}', permissions: '{contents: read}', with: 'pr-number: 7' },
      'failure: lacks pull-requests: write | Add it to permissions: of the job.'
    ],
    [
      'the second workflow for forks',
      { on: 'workflow_run', permissions: '{pull-requests: write}', with: 'mode: comment' },
      'failure: lacks actions: read | Add it to permissions: of the job.'
    ],
    [
      "a login with the job's token",
      {
        permissions: enough,
        before:
          '      - uses: docker/login-action@v3\n        with: {registry: ghcr.io, password: "${{ secrets.GITHUB_TOKEN }}"}'
      },
      'failure: lacks packages: read | Add it to permissions: of the job.'
    ],
    [
      'the same in variables',
      {
        permissions: enough,
        before: '      - run: "true"\n        env: {KLUCTL_REGISTRY_1_PASSWORD: "${{ github.token }}"}'
      },
      'failure: lacks packages: read | Add it to permissions: of the job.'
    ],
    [
      'a login of its own',
      {
        permissions: enough,
        before: '      - run: "true"\n        env: {KLUCTL_REGISTRY_1_PASSWORD: "${{ secrets.REGISTRY }}"}'
      },
      'ok: has what it needs: contents: read, pull-requests: write'
    ]
  ])('%s', (_, options, expected) => expect(said(step(options))).toEqual([expected]))

  test('those of the job replace those of the workflow', () => {
    const text = `permissions: write-all\n${step({ permissions: '{contents: read}' })}`
    expect(said(text)).toEqual(['failure: lacks pull-requests: write | Add it to permissions: of the job.'])
    expect(said(`permissions: ${enough}\n${step({})}`)).toEqual([
      'ok: has what it needs: contents: read, pull-requests: write'
    ])
  })
})

describe('what is dangerous or mistyped', () => {
  test.each<[string, Parameters<typeof step>[0], RegExp]>([
    [
      'pull_request_target',
      { on: 'pull_request_target', permissions: enough },
      /^warning: runs on pull_request_target, where pull requests from forks are refused/
    ],
    [
      'with the files of a fork',
      {
        on: '[pull_request_target]',
        permissions: enough,
        before: '      - uses: actions/checkout@v7\n        with: {ref: "${{ github.event.pull_request.head.sha }}"}'
      },
      /^failure: checks out files of forks on pull_request_target, beside the secrets/
    ],
    ['a branch', { permissions: enough, ref: 'main' }, /^warning: .* is taken from "main", which is no release/],
    [
      'an input',
      { permissions: enough, with: 'traget: prod' },
      /^warning: the input "traget" is not known \| Did you mean target\?$/
    ],
    [
      'a mode',
      { permissions: enough, with: 'mode: merg' },
      /^failure: the input mode does not take "merg" \| Did you mean merge\?$/
    ],
    [
      'a word for yes',
      { permissions: enough, with: 'simple: yes' },
      /^failure: the input simple does not take "yes" \| It takes true, false\.$/
    ],
    [
      'a gate of several',
      { permissions: enough, with: 'fail-on: "unresolved, majr"' },
      /^failure: the input fail-on does not take "majr" \| Did you mean major\?$/
    ]
  ])('%s', (_, options, expected) => expect(said(step(options)).join('\n')).toMatch(expected))

  test.each([
    'mode: merge',
    'simple: True',
    'simple: "true"',
    'fail-on: "unresolved,major"',
    'fail-on: "unresolved\\nmajor"',
    'mode: "${{ inputs.mode }}"',
    'comment: ""'
  ])('a value that is right: %s', value => {
    expect(said(step({ permissions: '{contents: read, actions: read, pull-requests: write}', with: value }))).toEqual([
      expect.stringMatching(/^ok: /)
    ])
  })

  test('an action without version does not start', () => {
    const text = step({ permissions: enough }).replace('kluctl-images@v0', 'kluctl-images')
    expect(said(text)).toEqual([expect.stringMatching(/^failure: .* has no version/)])
  })

  test.each([
    ['v0', true],
    ['v0.1.0', true],
    ['main', true],
    [commit, false],
    [commit.slice(1), true]
  ])('%s may move: %s', (ref, expected) => {
    expect(uses(step({ ref })).map(isMovable)).toEqual([expected])
  })
})

describe('what is no use of ours', () => {
  test.each([
    ['another action', 'jobs: {a: {steps: [{uses: actions/checkout@v7}]}}'],
    ['another repository of that name', 'jobs: {a: {steps: [{uses: me/kluctl-images@v0}]}}'],
    ['a local action', 'jobs: {a: {steps: [{uses: ./}]}}'],
    ['no workflow at all', '- kluctl-images/kluctl-images@v0'],
    ['jobs that are a list', 'jobs: [{uses: kluctl-images/kluctl-images@v0}]'],
    ['steps that are a map', 'jobs: {a: {steps: {uses: kluctl-images/kluctl-images@v0}}}'],
    ['nothing', '']
  ])('%s', (_, text) => expect(uses(text)).toEqual([]))
})
