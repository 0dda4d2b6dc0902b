import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { isThere, makePrograms, type Programs } from '../docs/shell.ts'
import { type Kubernetes, kubeconfig, startKubernetes } from '../helpers/kubernetes.ts'
import { pushIndex } from '../helpers/registry/images.ts'
import {
  changesIn,
  type ExamplesStage,
  examplesMissing,
  patience,
  resultsIn,
  startExamples,
  stepsOf
} from './examples-stage.ts'

if (examplesMissing !== undefined) process.stderr.write(`${examplesMissing}\n`)
const hasKubectl = isThere('kubectl')
if (!hasKubectl) process.stderr.write('Left out: the example deployed (kubectl is not installed).\n')

const both = ['linux/amd64', 'linux/arm64']
const days = (count: number): string => new Date(Date.now() - count * 86_400_000).toISOString().replace(/\.\d+/, '')

/** kluctl as a deploy calls it: notes its arguments, and reads the file that it would deploy with. */
const kluctl = `#!/bin/sh
printf '%s\\n' "$*" >> "$KLUCTL_LOG"
echo "deployed with $(grep -c resultImage fixed-images.yaml) images"
`
const gh = `#!/bin/sh
test "$*" = 'pr list --head image-updates --json number --jq .[0].number // ""' || exit 64
test -n "$GH_TOKEN" || exit 65
echo 7
`

describe.runIf(examplesMissing === undefined)('the examples of releases', patience, () => {
  let stage: ExamplesStage
  let programs: Programs
  let machine: Readonly<Record<string, string>>
  beforeAll(async () => {
    stage = await startExamples()
    programs = makePrograms({ kluctl, gh })
    machine = {
      PATH: `${programs.folder}:${process.env['PATH']}`,
      KLUCTL_LOG: join(programs.folder, 'kluctl.log')
    }
    const { registry } = stage.registries
    const push = (repository: string, tag: string, created: string, platforms = both): Promise<unknown> =>
      pushIndex(registry, repository, tag, platforms, { created, content: tag })
    await push('acme/web', '1.4.1', days(30))
    await push('acme/web', '1.4.2', days(20))
    await push('acme/web', '1.4.3', days(15))
    await push('acme/web', '1.4.4', days(10), ['linux/amd64'])
    await push('acme/web', '1.4.5', days(1))
    await push('acme/orders', '2.0.9', days(30))
    await push('acme/orders', '2.1.0', days(20))
    await push('library/nginx', '1.27.4-alpine', days(60))
    await push('library/nginx', '1.28.0-alpine', days(20))
    await push('library/nginx', '1.28.0', days(20))
    await push('library/nginx', '2.0.0-alpine', days(20))
  })
  afterAll(async () => {
    programs.remove()
    await stage.close()
  })

  test('policy: what is too young, skipped, held or for one platform only is passed over, and the comment says so', async () => {
    const policy = await stage.open('policy')
    const run = await policy.run('images.yml', policy.propose())
    expect(run, run.log).toMatchObject({ conclusion: 'success', problems: [] })
    const [comment = ''] = policy.comments()
    expect(comment).toMatch(/^### 2 images change, 1 is held\n/)
    const shown = changesIn(comment).map(line => line.replace(/\d{4}-\d\d-\d\d/g, 'DATE'))
    expect(shown).toEqual([
      "nginx · 1.27.4-alpine → 1.28.0-alpine · minor · newest of 4 tags semver(range='>=1.27 <2', variant='alpine') created DATE, says its configuration",
      'ghcr.io/acme/web · 1.4.1 → 1.4.2 · patch · newest of 5 tags that the policy lets pass semver() passed over 1.4.5 (minimum-age) and 2 more created DATE, says its configuration'
    ])
    expect(comment).toMatch(/Held by the policy[\s\S]*`ghcr\.io\/acme\/orders`[\s\S]*no change during the sale/)
    expect(resultsIn(run.artifacts.get('fixed-images')?.['fixed-images.yaml'])).toEqual([
      'ghcr.io/acme/orders:2.0.9',
      'ghcr.io/acme/web:1.4.2',
      'nginx:1.28.0-alpine'
    ])
  })

  const deploys = (): readonly string[] => readFileSync(join(programs.folder, 'kluctl.log'), 'utf8').trim().split('\n')

  test('deploy: what was pinned and reviewed is deployed, and not after a tag was pushed again', async () => {
    const deploy = await stage.open('deploy')
    const images = await deploy.run('images.yml', deploy.repository.happens('workflow_dispatch'), { machine })
    expect(images, images.log).toMatchObject({ conclusion: 'success', problems: [] })
    const written = images.artifacts.get('fixed-images') ?? {}
    expect(resultsIn(written['fixed-images.yaml'])).toEqual([
      expect.stringMatching(/^ghcr\.io\/acme\/orders:2\.1\.0@sha256:[0-9a-f]{64}$/),
      expect.stringMatching(/^ghcr\.io\/acme\/web:1\.4\.5@sha256:[0-9a-f]{64}$/)
    ])
    deploy.repository.commit({ 'fixed-images.yaml': written['fixed-images.yaml'] ?? '' })
    const push = deploy.repository.happens('push')
    const run = await deploy.run('deploy.yml', push, { machine })
    expect(run, run.log).toMatchObject({ conclusion: 'success', problems: [] })
    expect(run.log).toContain('deployed with 2 images')
    expect(deploys()).toEqual(['deploy --target prod --fixed-images-file fixed-images.yaml --yes'])

    const { registry } = stage.registries
    const before = await pushIndex(registry, 'acme/orders', '2.1.0', both, { content: 'pushed again' })
    const red = await deploy.run('deploy.yml', push, { machine })
    expect(red, red.log).toMatchObject({ conclusion: 'failure', problems: [] })
    expect(red.log).toMatch(new RegExp(`moved: .*the tag "2\\.1\\.0" names\\s+${before.digest}`))
    expect(stepsOf(red, 'deploy').at(-1)).toMatch(/^Run kluctl deploy .*: skipped$/)
    expect(deploys()).toHaveLength(1)
  })

  test.runIf(hasKubectl)('deployed: what the cluster runs stays, and what it does not run is new', async () => {
    const object = {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'web', namespace: 'shop' },
      spec: { template: { spec: { containers: [{ name: 'web', image: 'ghcr.io/acme/web:1.4.1' }] } } }
    }
    const cluster: Kubernetes = await startKubernetes({ objects: [object], token: 'reader' })
    try {
      const deployed = await stage.open('deployed')
      const secret = kubeconfig(cluster.server, 'reader').replace('{name: shop,', '{name: prod.example.com,')
      const event = deployed.repository.happens('schedule')
      const run = await deployed.run('images.yml', event, { secrets: { KUBECONFIG_IMAGES: secret } })
      expect(run, run.log).toMatchObject({ conclusion: 'success', problems: [] })
      expect(run.jobs[0]?.summary).toMatch(/^### 1 image is new, 1 is held\n/)
      expect(run.jobs[0]?.summary).toContain('deployed in')
      expect(resultsIn(run.artifacts.get('fixed-images')?.['fixed-images.yaml'])).toEqual([
        'ghcr.io/acme/orders:2.1.0',
        'ghcr.io/acme/web:1.4.1'
      ])
      expect(cluster.requests.every(({ method }) => method === 'GET')).toBe(true)
    } finally {
      await cluster.stop()
    }
  })

  test('schedule: the comment goes to the pull request that stands open', async () => {
    const schedule = await stage.open('schedule')
    schedule.propose(undefined, { branch: 'image-updates' })
    const run = await schedule.run('images.yml', schedule.repository.happens('schedule'), { machine })
    expect(run, run.log).toMatchObject({ conclusion: 'success', problems: [] })
    expect(schedule.github.comments.map(({ issue }) => issue)).toEqual([7])
    expect(changesIn(schedule.comments()[0])).toHaveLength(2)
  })
})
