import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { version } from '../../src/about.ts'
import { dockerRegistryMissing } from '../helpers/docker-registry.ts'
import { type GitLabProject, gitLabCiLocalMissing } from '../helpers/gitlab-ci-local.ts'
import { deployment } from '../helpers/workspace.ts'
import { type GitLabStage, openGitLabStage, pushToken } from './gitlab-stage.ts'

const missing = gitLabCiLocalMissing ?? dockerRegistryMissing
if (missing !== undefined) process.stdout.write(`${missing}\n`)

const schedule = { CI_PIPELINE_SOURCE: 'schedule', KLUCTL_IMAGES_PUSH_TOKEN: pushToken, CI_JOB_URL: 'https://job' }
const branch = 'refs/heads/kluctl-images/bump'
const template = `https://raw.githubusercontent.com/kluctl-images/kluctl-images/v${version}/templates/kluctl-images-bump.yml`

describe.skipIf(missing !== undefined)('the component kluctl-images-bump', { timeout: 120_000 }, () => {
  let stage: GitLabStage
  let project: GitLabProject
  beforeAll(async () => {
    stage = await openGitLabStage()
    return () => stage.close()
  })
  beforeEach(() => {
    project = stage.project()
    for (const ref of stage.server.git('for-each-ref', '--format=%(refname)', branch).split('\n').filter(Boolean))
      stage.server.git('update-ref', '-d', ref)
  })

  /** The next pipeline of the schedule, in a fresh checkout of main. */
  const runAgain = (variables: Readonly<Record<string, string>> = schedule): ReturnType<GitLabProject['run']> => {
    project.git('checkout', '--quiet', '--force', 'main')
    project.git('reset', '--quiet', '--hard', 'refs/heads/start')
    return project.run(['kluctl-images-bump'], variables)
  }
  const start = (): void => void project.git('branch', '--force', 'start')

  test('opens a merge request with one commit and the comment, by push options', async () => {
    start()
    const { exitCode, log } = await runAgain()
    expect(exitCode, log).toBe(0)
    expect(stage.server.pushes().at(-1)).toEqual([
      'merge_request.create',
      'merge_request.target=main',
      'merge_request.title=Update container images',
      expect.stringMatching(
        /^merge_request\.description=<!-- \S+ -->\\n### 2 images change\\n[^\n]*`1\.4\.1`\s→\s`1\.4\.2`/
      ),
      'merge_request.remove_source_branch',
      'merge_request.label=dependencies'
    ])
    expect(stage.server.git('log', '--format=%an %s', `main..${branch}`)).toBe(
      'kluctl-images Update container images\n'
    )
    expect(stage.server.git('diff', '--name-only', 'main', branch)).toBe('fixed-images.yaml\n')
    expect(project.workspace.read('kluctl-images.env')).toBe('KLUCTL_IMAGES_CHANGED=true\n')
    expect(stage.server.logins.at(-1)).toBe(`kluctl-images:${pushToken}`)
    expect(log).not.toContain(pushToken)
  })

  test('hands its token to no process but git', async () => {
    start()
    const seen = join(project.workspace.folder, '.git', 'seen.txt')
    const spy = join(project.workspace.folder, '.git', 'spy.cjs')
    const program = "require('node:path').basename(process.argv[1] ?? '')"
    const line = `[${program}, Object.keys(process.env).includes('KLUCTL_IMAGES_PUSH_TOKEN')].join(' ') + '\\n'`
    writeFileSync(spy, `require('node:fs').appendFileSync(${JSON.stringify(seen)}, ${line})`)
    const { exitCode, log } = await runAgain({ ...schedule, NODE_OPTIONS: `--require=${spy}` })
    expect(exitCode, log).toBe(0)
    const started = readFileSync(seen, 'utf8').split('\n')
    expect(started).toContain('kluctl-images false')
    expect(started.filter(one => / true$/.test(one))).toEqual([])
  })

  test.each<[string, string, Readonly<Record<string, unknown>>]>([
    ['fixed-images.yaml', '1.4.3', {}],
    // a colon begins a pattern of git
    [':prod/images.yaml', '1.4.4', { 'pin-digests': true, title: 'Update "prod" \\images: all' }]
  ])(
    'pushes nothing where the branch has it already, and writes it anew where something else changed: %s',
    async (file, tag, more) => {
      const include = [{ remote: template, inputs: { target: 'prod', 'output-file': file, ...more } }]
      const approved = { [file]: project.workspace.read('fixed-images.yaml') ?? '' }
      project = stage.project({ ...approved, '.gitlab-ci.yml': JSON.stringify({ include }) })
      start()
      const once = await runAgain()
      expect(once.exitCode, once.log).toBe(0)
      const first = stage.server.git('rev-parse', branch)
      expect(stage.server.git('log', '-1', '--format=%s', branch)).toBe(
        `${more['title'] ?? 'Update container images'}\n`
      )
      const count = stage.server.pushes().length
      const again = await runAgain()
      expect(again.log).toContain('kluctl-images/bump has these images already: nothing to push.')
      expect([stage.server.git('rev-parse', branch), stage.server.pushes().length]).toEqual([first, count])
      await stage.images.pushTags('acme/web', [tag])
      const later = await runAgain()
      expect(later.exitCode, later.log).toBe(0)
      expect(stage.server.git('show', `${branch}:${file}`)).toContain(`:${tag}`)
      expect(stage.server.git('rev-list', '--count', `main..${branch}`)).toBe('1\n')
    }
  )

  test('pushes nothing where no image changes, and deletes the branch that nobody needs any more', async () => {
    start()
    await runAgain()
    const text = stage.server.git('show', `${branch}:fixed-images.yaml`)
    project.git('checkout', '--quiet', '--force', 'main')
    project.workspace.write({ 'fixed-images.yaml': text })
    project.commit()
    start()
    const { exitCode, log } = await runAgain()
    expect(exitCode, log).toBe(0)
    expect(log).toContain('No image changes: nothing to push.')
    expect(log).toContain('Deleting kluctl-images/bump, since main needs no change any more.')
    expect(stage.server.git('for-each-ref', branch)).toBe('')
    expect(project.workspace.read('kluctl-images.env')).toBe('KLUCTL_IMAGES_CHANGED=false\n')
    const count = stage.server.pushes().length
    const again = await runAgain()
    expect([again.exitCode, stage.server.pushes().length], again.log).toEqual([0, count])
  })

  test.each([
    ['without a token', { CI_PIPELINE_SOURCE: 'schedule' }, 'KLUCTL_IMAGES_PUSH_TOKEN is not set. Create a project'],
    ['for another branch', { ...schedule, CI_COMMIT_BRANCH: 'topic', CI_COMMIT_REF_NAME: 'topic' }, 'runs for topic,'],
    ['with a token that is refused', { ...schedule, KLUCTL_IMAGES_PUSH_TOKEN: 'glpat-old' }, 'fatal: Authentication']
  ])('%s is red, says why, and pushes nothing', async (_name, variables, message) => {
    start()
    const { exitCode, log } = await runAgain(variables)
    expect(exitCode).toBe(1)
    expect(log).toContain(message)
    expect(log).not.toContain('glpat-')
    expect(stage.server.git('for-each-ref', branch)).toBe('')
  })

  test('lets no text of a template become a command of GitLab, a line of its own or another option', async () => {
    project.workspace.write({
      'shop/trap.yaml': deployment('trap', {
        trap: `'{{ images.get_image("${stage.images.host}/acme/web", "regex(\\"^(1[.]4[.].+)$|\\\\n/close\\")") }}'`
      })
    })
    project.commit()
    start()
    const { exitCode, log } = await runAgain()
    expect(exitCode, log).toBe(0)
    const options = stage.server.pushes().at(-1) ?? []
    const description = options.find(option => option.startsWith('merge_request.description=')) ?? ''
    // GitLab: MergeRequests::PushOptionsHandlerService replaces each \n
    const lines = description.replaceAll('\\n', '\n').split('\n')
    expect(lines.filter(line => /^(?:\/|>>>|\$\$|::)/.test(line))).toEqual([])
    expect(description).toContain('\\ n/close')
    expect(options).toHaveLength(6)
  })
})

describe.skipIf(missing !== undefined)('the component kluctl-images-release', { timeout: 120_000 }, () => {
  let stage: GitLabStage
  beforeAll(async () => {
    stage = await openGitLabStage()
    return () => stage.close()
  })
  const tag = { CI_PIPELINE_SOURCE: 'push', CI_COMMIT_TAG: 'v1' }

  test('pins the approved tags by digest, proves them, and hands the path on', async () => {
    const project = stage.project()
    expect((await project.list(tag)).jobs).toEqual(['kluctl-images-release'])
    const { exitCode, log } = await project.run(['kluctl-images-release'], tag)
    expect(exitCode, log).toBe(0)
    expect(log).not.toContain('are new')
    const kept = project.workspace.read('.gitlab-ci-local/artifacts/kluctl-images-release/release/fixed-images.yaml')
    expect(kept).toMatch(/acme\/orders:main-9@sha256:[0-9a-f]{64}/)
    expect(kept).toMatch(/acme\/web:1\.4\.1@sha256:[0-9a-f]{64}/)
    expect(project.workspace.read('kluctl-images.env')).toBe(
      'KLUCTL_IMAGES_FIXED_IMAGES_FILE=release/fixed-images.yaml\n'
    )
  })

  test('is red where an image was not approved, or is gone', async () => {
    const more = stage.project({
      'shop/more.yaml': `a: {{ images.get_image("${stage.images.host}/acme/search") }}\n`
    })
    const unapproved = await more.run(['kluctl-images-release'], tag)
    expect(unapproved.exitCode).toBe(1)
    expect(unapproved.log).toContain('acme/search')
    const gone = stage.project({
      'fixed-images.yaml': (stage.project().workspace.read('fixed-images.yaml') ?? '').replace('1.4.1', '1.4.0')
    })
    const { exitCode } = await gone.run(['kluctl-images-release'], tag)
    expect(exitCode).toBe(1)
    expect(gone.workspace.read('release/fixed-images.yaml')).toBeUndefined()
  })
})
