import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { type LoopbackRegistry, startRegistry } from '../helpers/registry.ts'
import { deployment } from '../helpers/workspace.ts'
import { makeRepository, type Repository } from './diff-repository.ts'
import { call, init } from './init-project.ts'

const made: Repository[] = []
let registry: LoopbackRegistry
let env: Readonly<Record<string, string>>

beforeAll(async () => {
  registry = await startRegistry({
    repositories: { 'acme/pg': ['15.6.0', '16.3.0'], 'acme/hashes': ['77aa001', 'f9e8d7c', 'a1b2c3d'] }
  })
  env = { KLUCTL_REGISTRY_HOST: registry.host, KLUCTL_REGISTRY_PLAIN_HTTP: 'true', HOME: '/nonexistent' }
})
afterAll(() => registry.stop())
afterEach(() => {
  for (const one of made.splice(0)) one.remove()
})

/** A project whose deployments each have one image. */
function project(images: readonly string[], files: Readonly<Record<string, string>> = {}): Repository {
  const manifests = images.map((image, index) => [`app/${index}.yaml`, deployment(`app${index}`, { app: call(image) })])
  const one = makeRepository({
    '.kluctl.yaml': 'targets: [{name: prod}]\n',
    'deployment.yaml': 'deployments:\n  - path: app\n',
    ...Object.fromEntries(manifests),
    ...files
  })
  made.push(one)
  return one
}

const steps = async (folder: string, ...flags: readonly string[]): Promise<readonly string[]> => {
  const { out } = await init([folder, '--yes', ...flags], { env })
  return out.split('\nNext:\n')[1]?.trimEnd().split('\n') ?? []
}

describe('a registry that answers with an error', () => {
  test('in a private network that nobody names comes first, once, and again in a second run', async () => {
    const { folder } = project(['10.1.2.3/acme/a', '10.1.2.3/acme/b'])
    const [first, second] = await steps(folder)
    expect(first).toMatch(
      /^1\. Mend first, or the first run fails: .*10\.1\.2\.3.* no setting names it\. .*KLUCTL_REGISTRY/
    )
    expect(second).toMatch(/^2\. Commit /)
    const again = await steps(folder)
    expect(again).toEqual([expect.stringMatching(/^1\. Mend first, or a run fails: .* no setting names it\. /)])
  })

  test('since it knows no such image is to be mended as well', async () => {
    const { folder } = project([`${registry.host}/acme/none`])
    expect((await steps(folder))[0]).toMatch(/^1\. Mend first, or the first run fails: .*acme\/none/)
  })
})

test('an image whose tags have no order is no failure, and a step', async () => {
  const { folder } = project([`${registry.host}/acme/hashes`])
  const said = await steps(folder)
  expect(said[0]).toMatch(
    /^1\. Say what counts for .*acme\/hashes: its tags have no order, .* would take 77aa001 by semver\(\); pin it in fixed-images\.yaml, /
  )
  expect(said.join('\n')).not.toContain('Mend')
  expect(await steps(folder)).toEqual([
    expect.stringMatching(
      /^1\. Say what counts for .*; pin it in fixed-images\.yaml, and give it a hold in \.kluctl-images\.yaml\.$/
    )
  ])
})

describe('a tag that is fixed for one of two deployments', () => {
  const entry = (image: string, name: string): string =>
    `images: [{image: "${image}", deployment: Deployment/${name}, resultImage: "${image}:15.6.0"}]\n`

  test('is held only with the other', async () => {
    const image = `${registry.host}/acme/pg`
    const { folder, read } = project([image, image], { 'fixed-images.yaml': entry(image, 'app0') })
    expect((await steps(folder))[0]).toMatch(
      / 15\.6\.0 → 16\.3\.0 \(major\)\. .* before it, pin \S+ for Deployment\/app1 too\.$/
    )
    expect(read('.kluctl-images.yaml')).toContain(
      'to keep it pin Deployment/app1 in the fixed-images file too, and then\n'
    )
  })

  test('is looked for in the file of each target', async () => {
    const image = `${registry.host}/acme/pg`
    const { folder } = project([image], {
      '.kluctl.yaml': 'targets: [{name: prod}, {name: stage}]\n',
      'fixed-images-prod.yaml': entry(image, 'app0')
    })
    expect((await steps(folder))[0]).toMatch(/ pin \S+ for Deployment\/app0 of stage too\.$/)
  })
})

test('a pipeline of GitLab that makes none for tags is told the rule', async () => {
  const rules = ['$CI_PIPELINE_SOURCE == "merge_request_event"', '$CI_COMMIT_BRANCH']
  const main = `workflow:\n  rules:\n${rules.map(rule => `    - if: ${rule}\n`).join('')}test: {script: "true"}\n`
  const { folder } = project([`${registry.host}/acme/pg`], { '.gitlab-ci.yml': main })
  expect((await steps(folder)).slice(0, 2)).toEqual([
    '1. Add the include above to .gitlab-ci.yml.',
    '2. Add - if: $CI_COMMIT_TAG to the workflow: rules of your pipeline, which seem to make none for tags.'
  ])
})
