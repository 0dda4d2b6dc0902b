import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { version } from '../../src/about.ts'
import { dockerLogin, dockerRegistryMissing, startDockerRegistry } from '../helpers/docker-registry.ts'
import { gitLabCiLocalMissing, makeGitLabProject } from '../helpers/gitlab-ci-local.ts'
import { deployment } from '../helpers/workspace.ts'
import { exampleFiles, type GitLabStage, openGitLabStage } from './gitlab-stage.ts'

const missing = gitLabCiLocalMissing ?? dockerRegistryMissing
if (missing !== undefined) process.stdout.write(`${missing}\n`)

const template = `https://raw.githubusercontent.com/kluctl-images/kluctl-images/v${version}/templates/kluctl-images.yml`

/** A pipeline of the review component alone, with these inputs. */
function pipeline(inputs: Readonly<Record<string, unknown>>): Readonly<Record<string, string>> {
  return { '.gitlab-ci.yml': JSON.stringify({ include: [{ remote: template, inputs }] }) }
}

describe.skipIf(missing !== undefined)('the component kluctl-images', { timeout: 120_000 }, () => {
  let stage: GitLabStage
  beforeAll(async () => {
    stage = await openGitLabStage()
    return () => stage.close()
  })
  afterAll(() => expect(stage.gitlab.problems).toEqual([]))

  test.each([
    ['.gitlab-ci.yml', 'merge_request_event', ['kluctl-images']],
    ['.gitlab-ci.yml', 'schedule', ['kluctl-images-bump']],
    ['.gitlab-ci.yml', 'web', ['kluctl-images-bump']],
    ['.gitlab-ci.yml', 'push', []],
    ['component.gitlab-ci.yml', 'merge_request_event', ['kluctl-images']]
  ])('the example %s has these jobs in a pipeline by %s: %s', async (file, source, jobs) => {
    const listed = await stage.project().list({ CI_PIPELINE_SOURCE: source }, file)
    expect(listed.jobs, listed.log).toEqual(jobs)
  })

  test('writes one note that compares with the base of the merge request, and keeps file and report', async () => {
    const project = stage.project()
    const base = project.git('rev-parse', 'HEAD').trim()
    // the branch brings the new file itself, so that only the base tells what changes
    project.workspace.write({
      'fixed-images.yaml': project.workspace.read('fixed-images.yaml')?.replace('1.4.1', '1.4.2') ?? ''
    })
    project.commit()
    const { exitCode, log } = await project.run(
      ['kluctl-images'],
      stage.mergeRequest({ CI_MERGE_REQUEST_DIFF_BASE_SHA: base })
    )
    expect(exitCode, log).toBe(0)
    expect(log).toContain('merge request note created')
    expect(stage.gitlab.notes.at(-1)?.body).toMatch(/`1\.4\.1`\s→\s`1\.4\.2`/)
    const kept = '.gitlab-ci-local/artifacts/kluctl-images'
    expect(project.workspace.read(`${kept}/fixed-images.yaml`)).toContain(':1.4.2')
    expect(project.workspace.read(`${kept}/images-report.json`)).toContain('"main-10"')
    expect(stage.npm.requests).toContain(`/kluctl-images/-/kluctl-images-${version}.tgz`)
    expect(log).not.toContain('glpat-')
  })

  test('compares with the newest of the target branch where the pipeline runs for the merged result', async () => {
    const project = stage.project({ 'README.md': 'The shop.\n' })
    const common = project.git('rev-parse', 'HEAD').trim()
    project.git('checkout', '--quiet', '-b', 'topic')
    project.workspace.write({ 'README.md': 'The shop, in short.\n' })
    project.commit()
    project.git('checkout', '--quiet', 'main')
    const newest = project.workspace.read('fixed-images.yaml')?.replace('1.4.1', '1.4.2').replace('main-9', 'main-10')
    project.workspace.write({ 'fixed-images.yaml': newest ?? '' })
    const target = project.commit()
    project.git('push', '--quiet', '--force', stage.server.folder, 'main')
    project.git('merge', '--quiet', '--message', 'merged result', 'topic')
    // the runner clones the merged result alone
    const merged = project.git('rev-parse', 'HEAD').trim()
    project.git('push', '--quiet', '--force', stage.server.folder, `${merged}:refs/merge-requests/1/merge`)
    project.git('checkout', '--quiet', '--detach')
    project.workspace.write({ '.git/shallow': `${merged}\n` })
    project.git('branch', '--quiet', '-D', 'main', 'topic')
    project.git('reflog', 'expire', '--all', '--expire=now')
    project.git('gc', '--quiet', '--prune=now')
    expect(() => project.git('cat-file', '-e', target)).toThrow()
    const { exitCode, log } = await project.run(
      ['kluctl-images'],
      stage.mergeRequest({ CI_MERGE_REQUEST_TARGET_BRANCH_SHA: target, CI_MERGE_REQUEST_DIFF_BASE_SHA: common })
    )
    expect(exitCode, log).toBe(0)
    expect(log).toContain('No image changes')
    expect(log).not.toContain('1.4.1')
  })

  test('without a token is green, with a warning in place of the note', async () => {
    const project = stage.project()
    const { KLUCTL_IMAGES_GITLAB_TOKEN: _, ...variables } = stage.mergeRequest()
    const { exitCode, log } = await project.run(['kluctl-images'], variables)
    expect(exitCode, log).toBe(0)
    expect(log).toContain('there is no token for GitLab')
  })

  test('is red where a gate fails, and keeps the report', async () => {
    const project = stage.project(pipeline({ target: 'prod', 'fail-on': 'unresolved, change' }))
    const { exitCode, log } = await project.run(['kluctl-images'], stage.mergeRequest())
    expect(exitCode, log).toBe(1)
    expect(project.workspace.read('.gitlab-ci-local/artifacts/kluctl-images/images-report.json')).toContain('"change"')
  })

  test('hands every input over', async () => {
    const inputs = {
      'job-name': 'images prod',
      target: 'prod',
      images: [`${stage.images.host}/acme/web = regex("^1\\.4\\.(\\d+)$")`, `!${stage.images.host}/acme/orders`],
      'include-tags': 'shop',
      'exclude-tags': 'none-such',
      'update-images': true,
      'pin-digests': true,
      platforms: '',
      'output-file': 'fixed/prod.yaml',
      'comment-tag': 'prod'
    }
    const project = stage.project(pipeline(inputs))
    const { exitCode, log } = await project.run(['images prod'], stage.mergeRequest())
    expect(exitCode, log).toBe(0)
    const written = project.workspace.read('fixed/prod.yaml')
    expect(written).toMatch(/acme\/web:1\.4\.2@sha256:/)
    expect(written).not.toContain('acme/orders')
  })

  test.each<[string, readonly unknown[], string]>([
    ['quotes and backslashes', ['a=1', 'b="2"', 'c={"d": "e\\\\f"}'], '1 2 e\\f'],
    ['several lines in one', ['a=1\nb=2\n', 'c={"d": 3}'], '1 2 3'],
    ['variables of the pipeline', ['a=$REGION', 'b=${REGION}', 'c={"d": $$REGION}'], 'eu eu $REGION'],
    ['signs of GitLab', ['a=$[[ inputs.target ]]', 'b=<&>', "c={d: 'x'}"], '$[[ inputs.target ]] <&> x']
  ])('takes args with %s', async (_name, args, said) => {
    const name = `'{{ "as-given" if [args.a, args.b, args.c.d] | join(" ") == ${JSON.stringify(said)} else "other" }}'`
    const image = { app: `'{{ images.get_image("${stage.images.host}/acme/web") }}'` }
    const project = stage.project({ ...pipeline({ target: 'prod', args }), 'shop/named.yaml': deployment(name, image) })
    const { exitCode, log } = await project.run(['kluctl-images'], stage.mergeRequest({ REGION: 'eu' }))
    expect(exitCode, log).toBe(0)
    expect(project.workspace.read('images-report.json')).toContain('as-given')
  })

  test('says which item of a list is no text', async () => {
    const project = stage.project(pipeline({ args: ['a=1', { environment: 'prod' }] }))
    const { exitCode, log } = await project.run(['kluctl-images'], stage.mergeRequest())
    expect({ exitCode, log }).toEqual({
      exitCode: 1,
      log: expect.stringContaining('The input args is a list of texts, and {"environment":"prod"} is none. Put quotes')
    })
  })

  test.each<[string, Readonly<Record<string, unknown>>, RegExp]>([
    ['a version that is a range', { version: '^0.1.0' }, /version.*does not match/s],
    ['a version with a command', { version: '0.1.0; id' }, /version.*does not match/s],
    ['a gate that is none', { 'fail-on': 'minor' }, /fail-on.*does not match/s],
    ['a switch that is text', { 'pin-digests': 'yes' }, /pin-digests.*not a boolean/s],
    ['rules that are text', { rules: 'always' }, /rules.*not an array/s],
    ['no output file', { 'output-file': '' }, /output-file.*does not match/s],
    ['an output file that is a pattern', { 'output-file': 'fixed/*.yaml' }, /output-file.*does not match/s],
    ['a target with a line end', { target: 'prod\nvariables: {}' }, /target.*does not match/s],
    ['a target with a line end of Unicode', { target: 'prod\u2028x' }, /target.*does not match/s],
    ['a name that ends its quotes', { 'job-name': 'a": {}\n"b' }, /job-name.*does not match/s],
    ['args in the words of the Action', { args: 'a=1\nb=2' }, /args.*not an array/s]
  ])('%s is refused when the pipeline is made', async (_name, inputs, message) => {
    const { exitCode, log } = await stage.project(pipeline(inputs)).list({ CI_PIPELINE_SOURCE: 'merge_request_event' })
    expect({ exitCode, log }).toEqual({ exitCode: 1, log: expect.stringMatching(message) })
  })

  test.each([
    '$(touch pwned)',
    '`touch pwned`',
    '"; touch pwned; "',
    "'; touch pwned; '",
    '\n touch pwned \n',
    '\nKLUCTL_IMAGES_INPUTS\ntouch pwned',
    '--check'
  ])('nothing that an input says is run by the shell or taken for a flag: %j', async text => {
    const line = text.replaceAll('\n', '')
    const lists = { 'args-from-file': [text], 'vars-from-file': [text], args: [text], images: [text] }
    const inputs = { ...lists, target: line, 'include-tags': line, 'comment-tag': line, 'source-root': line }
    const project = stage.project(pipeline(inputs))
    const { exitCode, log } = await project.run(['kluctl-images'], stage.mergeRequest())
    expect(exitCode).toBe(1)
    expect(log).toMatch(/error: /)
    expect(project.workspace.read('pwned')).toBeUndefined()
  })

  test('logs in to the registry of GitLab with what the job has, where no other login is set', async () => {
    const registry = await startDockerRegistry({ htpasswd: true, tls: 'signed' })
    await registry.pushTags('acme/web', ['1.4.2'])
    await registry.pushTags('acme/orders', ['main-10'])
    const authority = fileURLToPath(new URL('../fixtures/tls/ca.pem', import.meta.url))
    const environment = { ...stage.npm.environment, NODE_EXTRA_CA_CERTS: authority }
    const project = makeGitLabProject(exampleFiles('gitlab', registry.host), `${stage.server.url}.git`, environment)
    project.commit()
    const login = {
      CI_REGISTRY: registry.host,
      CI_REGISTRY_USER: dockerLogin.username,
      CI_REGISTRY_PASSWORD: dockerLogin.password
    }
    const { exitCode, log } = await project.run(['kluctl-images'], stage.mergeRequest(login))
    expect(exitCode, log).toBe(0)
    expect(project.workspace.read('fixed-images.yaml')).toContain(':main-10')
    // a line of a variable that looks like a login is none
    const lines = 'first\nKLUCTL_REGISTRY_HOST=elsewhere.example.com\nlast'
    project.git('checkout', '--quiet', '--', '.')
    const again = await project.run(['kluctl-images'], stage.mergeRequest({ ...login, RELEASE_NOTES: lines }))
    expect(again.exitCode, again.log).toBe(0)
    const unknown = await project.run(['kluctl-images'], stage.mergeRequest())
    expect(unknown.exitCode).toBe(1)
    project.remove()
    await registry.stop()
  })
})
