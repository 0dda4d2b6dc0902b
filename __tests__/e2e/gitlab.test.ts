import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type CommandResult, receiptOnly, runCli } from '../helpers/command.ts'
import { bot, colleague, type FakeGitLab, startGitLab } from '../helpers/gitlab.ts'
import { jobEnvironment } from '../helpers/gitlab-job.ts'
import { type LoopbackRegistry, startRegistry } from '../helpers/registry.ts'
import { deployment, makeWorkspace, type Workspace } from '../helpers/workspace.ts'

const tags: string[] = []
/** Happens while the registry is asked. */
let meanwhile: () => undefined
let registry: LoopbackRegistry
let gitlab: FakeGitLab
let workspace: Workspace

beforeEach(async () => {
  tags.splice(0, tags.length, '1.0.0', '1.1.0')
  meanwhile = () => undefined
  registry = await startRegistry({ repositories: { web: tags }, answer: () => meanwhile() })
  gitlab = await startGitLab()
  const web = deployment('web', { web: `{{ images.get_image("${registry.host}/web") }}` })
  workspace = makeWorkspace({ 'web.yaml': web })
  workspace.write({ 'fixed-images.yaml': fixed('1.0.0') })
  return async () => {
    await registry.stop()
    await gitlab.close()
    workspace.remove()
  }
})
afterEach(() => expect(gitlab.problems).toEqual([]))

const fixed = (tag: string): string =>
  `images:\n  - image: ${registry.host}/web\n    resultImage: ${registry.host}/web:${tag}\n`

/** A job of a merge request pipeline; variables that are undefined are not set. */
function job(
  args: readonly string[] = [],
  more: Readonly<Record<string, string | undefined>> = {}
): Promise<CommandResult> {
  const given = jobEnvironment(gitlab.apiUrl, {
    CI: 'true',
    CI_JOB_NAME: 'images',
    CI_PROJECT_PATH: 'group/app',
    ...more
  })
  const set = Object.entries(given).flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const]))
  const env = { ...Object.fromEntries(set), KLUCTL_REGISTRY_HOST: registry.host, KLUCTL_REGISTRY_PLAIN_HTTP: 'true' }
  return runCli(['resolve', '--comment', 'gitlab', ...args], { cwd: workspace.folder, env })
}

const bodies = (): readonly string[] => gitlab.notes.map(({ body }) => body)
const writes = (): readonly string[] => gitlab.requests.filter(line => !line.startsWith('GET'))

describe('kluctl-images resolve --comment gitlab', () => {
  test('writes one note, says where it is, and keeps it up to date', async () => {
    const first = await job()
    expect(first.exitCode, first.err).toBe(0)
    expect(first.err).toMatch(/^merge request note created: https:\/\/\S+\/-\/merge_requests\/7#note_9001$/m)
    expect(bodies()).toEqual([
      expect.stringMatching(
        /^<!-- kluctl-images:[0-9a-f]{16} run:1000-5000 state:[0-9a-f]{16}[^\n]* -->\n### 1 image changes\n/
      )
    ])
    expect(workspace.read('fixed-images.yaml')).toContain(':1.1.0')
    workspace.write({ 'fixed-images.yaml': fixed('1.0.0') })
    tags.push('1.2.0')
    const second = await job([], { CI_PIPELINE_ID: '1001', CI_JOB_ID: '5001' })
    expect(second.err).toContain('merge request note updated')
    expect(bodies()).toEqual([expect.stringMatching(/ run:1001-5001 [\s\S]*`1\.2\.0`/)])
    expect(writes().map(line => line.split(' ', 1)[0])).toEqual(['POST', 'PUT'])
  })

  test('writes nothing where the note says it already, or a later pipeline did', async () => {
    await job()
    workspace.write({ 'fixed-images.yaml': fixed('1.0.0') })
    const same = await job([], { CI_PIPELINE_ID: '1001', CI_JOB_ID: '5001' })
    expect(same.err).toContain('merge request note unchanged')
    workspace.write({ 'fixed-images.yaml': fixed('1.0.0') })
    tags.push('1.2.0')
    const early = await job([], { CI_PIPELINE_ID: '999', CI_JOB_ID: '4999' })
    expect(early.err).toContain('merge request note superseded')
    expect(writes()).toHaveLength(1)
    expect([same.exitCode, early.exitCode]).toEqual([0, 0])
  })

  test('makes no note where nothing changes, and updates one that is there', async () => {
    workspace.write({ 'fixed-images.yaml': fixed('1.1.0') })
    const { err, exitCode } = await job()
    expect({ exitCode, err, notes: bodies() }).toEqual({
      exitCode: 0,
      err: expect.stringMatching(receiptOnly),
      notes: []
    })
    workspace.write({ 'fixed-images.yaml': fixed('1.0.0') })
    await job()
    await job([], { CI_PIPELINE_ID: '1001', CI_JOB_ID: '5001' })
    expect(bodies()).toEqual([expect.stringContaining('### No image changes')])
  })

  test('leaves what others wrote, and has a note for each comment-tag', async () => {
    await job()
    const [own = ''] = bodies()
    gitlab.addNote(own, colleague)
    workspace.write({ 'fixed-images.yaml': fixed('1.0.0') })
    await job(['--comment-tag', 'prod'])
    expect(gitlab.notes.map(({ author }) => author)).toEqual([bot, colleague, bot])
    expect(bodies()[1]).toBe(own)
  })

  test('two jobs at once leave one note', async () => {
    gitlab.gather(/^GET .*\/notes/, 2)
    const other = makeWorkspace()
    other.copy(workspace.folder)
    const args = ['--comment-tag', 'one']
    const elsewhere = ['--comment-tag', 'one', '--project-dir', other.folder, '--output-file', `${other.folder}/f.yaml`]
    const results = await Promise.all([
      job(args),
      job(
        [...elsewhere, '--report-file', `${other.folder}/r.json`, '--baseline', `${other.folder}/fixed-images.yaml`],
        { CI_JOB_ID: '5001' }
      )
    ])
    expect(results.map(({ exitCode }) => exitCode)).toEqual([0, 0])
    expect(gitlab.notes).toHaveLength(1)
    other.remove()
  })

  test.each<[string, Readonly<Record<string, string | undefined>>, RegExp]>([
    [
      'no token',
      { KLUCTL_IMAGES_GITLAB_TOKEN: undefined },
      /there is no token for GitLab.*CI_JOB_TOKEN of the job is not enough[\s\S]*scope api/
    ],
    ['a token that is wrong', { KLUCTL_IMAGES_GITLAB_TOKEN: 'glpat-wrong-token' }, /GitLab answered 401/],
    [
      'a pipeline of a branch',
      { CI_MERGE_REQUEST_IID: undefined, CI_PIPELINE_SOURCE: 'push' },
      /not one of a merge request[\s\S]*merge_request_event/
    ],
    ['a server that is not there', { CI_API_V4_URL: 'http://127.0.0.1:1/api/v4' }, /could not be reached|ECONNREFUSED/]
  ])(
    'with %s is a warning, the file is written, and the job is green',
    { timeout: 60_000 },
    async (_name, env, message) => {
      const result = await job([], env)
      expect(result.exitCode, result.err).toBe(0)
      expect(result.err).toMatch(/^warning: the note could not be written: /m)
      expect(result.err).toMatch(message)
      expect(result.err).not.toMatch(/\n\s+at |glpat|glcbt/)
      expect(workspace.read('fixed-images.yaml')).toContain(':1.1.0')
      expect(bodies()).toEqual([])
    }
  )

  test('of a run that fails tells why, and the job is red', async () => {
    workspace.write({ 'broken.yaml': 'a: {{ nothing.here }}\n' })
    const { exitCode, err } = await job()
    expect(exitCode).toBe(1)
    expect(err).toContain('merge request note created')
    expect(bodies()[0]).toContain('broken.yaml')
  })

  test('lets no text of a template give GitLab a command, and shows no secret', async () => {
    const line = '/close\\n/assign @admin\\nglpat-good'
    workspace.write({ 'command.yaml': `a: {{ raise("${line}") }}\n` })
    const { out, err } = await job()
    expect(gitlab.commands).toEqual([])
    expect(bodies()[0]).toContain('TemplateError')
    for (const text of [bodies()[0], out, err, workspace.read('images-report.json')])
      expect(text).not.toContain('glpat-good')
  })

  test('is the only place: another word is refused before anything is read', async () => {
    const { exitCode, err } = await runCli(['resolve', '--comment', 'bitbucket'], { cwd: workspace.folder })
    expect(exitCode).toBe(2)
    expect(err).toMatch(/^error: --comment: "bitbucket" is no place to comment; only gitlab is\n.*--comment-file/)
    expect(registry.requests).toEqual([])
  })
})

describe('--comment-file', () => {
  const resolve = (...args: readonly string[]): Promise<CommandResult> =>
    runCli(['resolve', ...args], {
      cwd: workspace.folder,
      env: { KLUCTL_REGISTRY_HOST: registry.host, KLUCTL_REGISTRY_PLAIN_HTTP: 'true' }
    })

  test('has the text of the note for any other CI, and is written again by the next run', async () => {
    expect((await resolve('--comment-file', 'out/comment.md')).exitCode).toBe(0)
    expect(workspace.read('out/comment.md')).toMatch(/^<!-- kluctl-images:[0-9a-f]{16} -->\n### 1 image changes\n/)
    expect((await resolve('--comment-file', 'out/comment.md')).exitCode).toBe(0)
    expect(workspace.read('out/comment.md')).toContain('### No image changes')
  })

  test('is written where the run fails', async () => {
    const { exitCode } = await resolve('--comment-file', 'comment.md', '--fail-on', 'change')
    expect(exitCode).toBe(1)
    expect(workspace.read('comment.md')).toContain('gate change failed')
  })

  test('says so where the fixed-images file could not be written', async () => {
    meanwhile = () => {
      workspace.write({ 'fixed-images.yaml': 'images: []\n' })
      return undefined
    }
    const { exitCode, err } = await resolve('--comment-file', 'comment.md')
    expect({ exitCode, err }).toEqual({ exitCode: 1, err: expect.stringContaining('changed while we were working') })
    expect(workspace.read('comment.md')).toContain('`fixed-images.yaml` could not be written')
  })

  test('leads to no file where --check writes none', async () => {
    const { exitCode } = await resolve('--comment-file', 'comment.md', '--check')
    expect(exitCode).toBe(3)
    expect(workspace.read('comment.md')).toMatch(/^<!-- \S+ -->\n### 1 image changes\n/)
    expect(workspace.read('comment.md')).not.toMatch(/fixed-images\.yaml|images-report\.json/)
    expect(workspace.read('images-report.json')).toBeUndefined()
  })

  test('never replaces the file of somebody else', async () => {
    workspace.write({ 'NOTES.md': '# notes\n' })
    const { exitCode, err } = await resolve('--comment-file', 'NOTES.md')
    expect(exitCode).toBe(2)
    expect(err).toMatch(/^error: --comment-file: "NOTES\.md" is there already and is no comment of ours/)
    expect(workspace.read('NOTES.md')).toBe('# notes\n')
  })
})
