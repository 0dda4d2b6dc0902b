import { rmSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { version } from '../../src/about.ts'
import { dockerRegistryMissing } from '../helpers/docker-registry.ts'
import { type GitLabProject, gitLabCiLocalMissing } from '../helpers/gitlab-ci-local.ts'
import { deployment, makeWorkspace, type Workspace } from '../helpers/workspace.ts'
import { type GitLabStage, openGitLabStage, pushToken } from './gitlab-stage.ts'
import { plant } from './planted.ts'

const missing = gitLabCiLocalMissing ?? dockerRegistryMissing
if (missing !== undefined) process.stdout.write(`${missing}\n`)

const schedule = { CI_PIPELINE_SOURCE: 'schedule', KLUCTL_IMAGES_PUSH_TOKEN: pushToken, CI_JOB_URL: 'https://job' }
const tag = { CI_PIPELINE_SOURCE: 'push', CI_COMMIT_TAG: 'v1' }
const branch = 'refs/heads/kluctl-images/bump'

describe.skipIf(missing !== undefined)('a component', { timeout: 120_000 }, () => {
  let stage: GitLabStage
  let outside: Workspace
  beforeAll(async () => {
    stage = await openGitLabStage()
    return () => stage.close()
  })
  beforeEach(() => {
    outside = makeWorkspace({ kept: '<!-- kluctl-images:0123456789abcdef -->\nold\n' })
    for (const ref of stage.server.git('for-each-ref', '--format=%(refname)', 'refs/heads').split('\n').filter(Boolean))
      if (ref !== 'refs/heads/main') stage.server.git('update-ref', '-d', ref)
    return () => outside.remove()
  })
  const jobs = (): readonly (readonly [job: string, variables: Readonly<Record<string, string>>])[] => [
    ['kluctl-images', stage.mergeRequest()],
    ['kluctl-images-bump', schedule],
    ['kluctl-images-release', tag]
  ]
  const link = (project: GitLabProject, name: string): void => {
    rmSync(join(project.workspace.folder, name), { force: true })
    symlinkSync(join(outside.folder, 'kept'), join(project.workspace.folder, name))
  }

  test.each([0, 1, 2])('runs no program and obeys no settings of the checkout: job %i', async index => {
    const [job, variables] = jobs()[index] ?? ['', {}]
    const project = stage.project()
    plant(project.workspace.folder, join(outside.folder, 'pwned'))
    project.git('add', '--all', '--force', 'node_modules')
    project.commit()
    const { exitCode, log } = await project.run([job], variables)
    expect(exitCode, log).toBe(0)
    expect(outside.read('pwned')).toBeUndefined()
    expect(stage.npm.requests).toContain(`/kluctl-images/-/kluctl-images-${version}.tgz`)
  })

  test.each([1, 2])('writes and reads through no link of the checkout: job %i', async index => {
    const [job, variables] = jobs()[index] ?? ['', {}]
    const project = stage.project()
    for (const name of ['kluctl-images.env', 'images-comment.md']) link(project, name)
    project.commit()
    const { exitCode, log } = await project.run([job], variables)
    expect(exitCode, log).toBe(0)
    expect(outside.read('kept')).toContain('\nold\n')
    expect(project.workspace.read('kluctl-images.env')).toMatch(/^KLUCTL_IMAGES_[A-Z_]+=\S+\n$/)
    if (index === 1) expect(stage.server.pushes().at(-1)?.join('\n')).toMatch(/description=.*1\.4\.2/)
  })

  test('keeps no comment that was committed where none was written', async () => {
    const project = stage.project({
      'images-comment.md': '<!-- kluctl-images:0123456789abcdef -->\nforged\n',
      '.kluctl-images.yaml': 'a: [\n'
    })
    const { exitCode } = await project.run(['kluctl-images-bump'], schedule)
    expect(exitCode).not.toBe(0)
    expect(project.workspace.read('images-comment.md')).toBeUndefined()
    expect(stage.server.git('for-each-ref', branch)).toBe('')
  })

  test.each([0, 1, 2])('lets no variable of the pipeline replace an input that was checked: job %i', async index => {
    const [job, variables] = jobs()[index] ?? ['', {}]
    const project = stage.project()
    const { exitCode, log } = await project.run([job], {
      ...variables,
      KLUCTL_IMAGES_VERSION: 'npm:evil@1.0.0',
      KLUCTL_IMAGES_PROJECT_DIR: 'none',
      KLUCTL_IMAGES_BRANCH: 'main',
      KLUCTL_IMAGES_BASE: 'topic',
      KLUCTL_IMAGES_OUTPUT_FILE: 'other.yaml',
      KLUCTL_IMAGES_APPROVED_FILE: 'other.yaml',
      KLUCTL_IMAGES_FAIL_ON: 'change',
      KLUCTL_IMAGES_SWITCHES: 'pin-digests=true',
      KLUCTL_IMAGES_TARGET: 'none',
      KLUCTL_IMAGES_ARGS: 'none',
      switches: 'pin-digests=true',
      target: 'none',
      args: 'none',
      push_token: 'glpat-other',
      branch: 'main'
    })
    expect(exitCode, log).toBe(0)
    expect(stage.npm.requests).not.toContain('/evil')
    expect(project.workspace.read('other.yaml')).toBeUndefined()
    if (index !== 2) expect(project.workspace.read('fixed-images.yaml')).not.toContain('@sha256')
    const refs = stage.server.git('for-each-ref', '--format=%(refname)', 'refs/heads').trim().split('\n')
    expect(refs).toEqual(index === 1 ? [branch, 'refs/heads/main'] : ['refs/heads/main'])
    if (index === 1) expect(stage.server.pushes().at(-1)).toContain('merge_request.target=main')
  })

  const reviewTemplate = `https://raw.githubusercontent.com/kluctl-images/kluctl-images/v${version}/templates/kluctl-images.yml`
  const bumpTemplate = reviewTemplate.replace('kluctl-images.yml', 'kluctl-images-bump.yml')
  const pipeline = (remote: string, inputs: Readonly<Record<string, unknown>>): Readonly<Record<string, string>> => ({
    '.gitlab-ci.yml': JSON.stringify({ include: [{ remote, inputs: { target: 'prod', ...inputs } }] })
  })

  test.each<[string, string, Readonly<Record<string, unknown>>, number]>([
    ['args', reviewTemplate, { args: ['a=1', 'message=$MESSAGE'] }, 0],
    ['comment-tag', reviewTemplate, { 'comment-tag': 'prod ${MESSAGE}' }, 0],
    ['title', bumpTemplate, { title: '$MESSAGE' }, 1]
  ])('makes no second item of a line of a variable, and names it: %s', async (input, remote, inputs, index) => {
    const [job, variables] = jobs()[index] ?? ['', {}]
    const project = stage.project(pipeline(remote, inputs))
    const MESSAGE = 'first\n\nenvironment=other\n'
    const { exitCode, log } = await project.run([job], { ...variables, MESSAGE })
    const said = `The input ${input} names the variable MESSAGE, which has several lines. Name one that has a single line.`
    expect({ exitCode, log }).toEqual({ exitCode: 1, log: expect.stringContaining(said) })
    expect(stage.server.git('for-each-ref', branch)).toBe('')
  })

  test.each<[string, string, string]>([
    ['ref=$REF', '@notes.yaml', '@notes.yaml'],
    ['ref=$NONE${REF}', '@notes.yaml\n', '@notes.yaml'],
    ['ref=@$REF', 'notes.yaml', 'read'],
    ['ref=to-$REF', '@notes.yaml', 'to-@notes.yaml']
  ])('reads no file that a variable of args names, unless the item itself has the @: %s %j', async (arg, REF, said) => {
    const name = `'{{ "as-given" if args.ref == ${JSON.stringify(said)} else "other" }}'`
    const image = { app: `'{{ images.get_image("${stage.images.host}/acme/web") }}'` }
    const files = { 'notes.yaml': 'read\n', 'shop/named.yaml': deployment(name, image) }
    const project = stage.project({ ...pipeline(reviewTemplate, { args: [arg] }), ...files })
    const { exitCode, log } = await project.run(['kluctl-images'], stage.mergeRequest({ REF }))
    expect(exitCode, log).toBe(0)
    expect(project.workspace.read('images-report.json')).toContain('as-given')
  })

  test('takes no branch for its own whose name only ends like it, and names one that git takes for it', async () => {
    const project = stage.project()
    stage.server.git('update-ref', `refs/heads/topic/${branch}`, 'main')
    const first = await project.run(['kluctl-images-bump'], schedule)
    expect(first.exitCode, first.log).toBe(0)
    expect(stage.server.git('diff', '--name-only', 'main', branch)).toBe('fixed-images.yaml\n')
    stage.server.git('update-ref', '-d', branch)
    stage.server.git('update-ref', `refs/heads/${branch}`, 'main')
    const theirs = stage.server.git('rev-parse', 'main')
    const { exitCode, log } = await stage.project().run(['kluctl-images-bump'], schedule)
    expect({ exitCode, log }).toEqual({
      exitCode: 1,
      log: expect.stringContaining(`refs/heads/${branch} is there, which git cannot tell from the branch`)
    })
    expect(stage.server.git('rev-parse', `refs/heads/${branch}`)).toBe(theirs)
  })

  test('takes no output file for a flag, and adds what lies beside it', async () => {
    const project = stage.project(pipeline(bumpTemplate, { 'output-file': '-prod/images.yaml', 'pin-digests': true }))
    const { exitCode, log } = await project.run(['kluctl-images-bump'], schedule)
    expect(exitCode, log).toBe(0)
    expect(stage.server.git('diff', '--name-only', 'main', branch)).toBe('-prod/images.lock.json\n-prod/images.yaml\n')
  })

  test.each([
    ['output-file', '$(touch pwned).yaml'],
    ['output-file', '`touch pwned`'],
    ['output-file', '"; touch pwned; "'],
    ['project-dir', '${HOME@P}'],
    ['project-dir', 'a\ntouch pwned']
  ])('refuses the input %s %j when the pipeline is made', async (input, text) => {
    const project = stage.project(pipeline(reviewTemplate, { [input]: text }))
    const { exitCode, log } = await project.list({ CI_PIPELINE_SOURCE: 'merge_request_event' })
    expect({ exitCode, log }).toEqual({ exitCode: 1, log: expect.stringMatching(/does not match/) })
    expect(project.workspace.read('pwned')).toBeUndefined()
  })
})
