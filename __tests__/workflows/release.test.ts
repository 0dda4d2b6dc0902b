import { afterAll, afterEach, describe, expect, test } from 'vitest'
import { hasAzurite } from '../helpers/azurite.ts'
import { dockerRegistryAvailable, dockerRegistryMissing } from '../helpers/docker-registry.ts'
import { configOf, imageOf, labels } from '../helpers/registry/images.ts'
import { caller, closeStore, type Stage, type StageOptions, startStage } from './stage.ts'

if (dockerRegistryMissing !== undefined) process.stderr.write(`${dockerRegistryMissing}\n`)

const granted = { contents: 'read', packages: 'read' }
const deploy = `  deploy:
    needs: images
    runs-on: ubuntu-24.04
    steps:
      - uses: actions/download-artifact@3e5f45b2cfb9172054b4087a40e8e0b5a5461e7c # v8.0.1
        with:
          name: \${{ needs.images.outputs.fixed-images }}
          path: release
      - run: cat release/fixed-images.yaml
`

describe.runIf(dockerRegistryAvailable && hasAzurite)('the reusable workflow release', { timeout: 120_000 }, () => {
  let stage: Stage | undefined
  afterEach(async () => {
    expect(stage?.github.problems ?? []).toEqual([])
    await stage?.close()
  })
  afterAll(closeStore)

  const start = async (options: Partial<StageOptions> = {}): Promise<Stage> => {
    stage = await startStage({
      workflows: {
        release: caller('release', granted) + deploy,
        bump: caller('bump', { ...granted, contents: 'write', 'pull-requests': 'write' }, { 'pin-digests': 'true' })
      },
      fixed: { web: '1.0.0', api: '2.0.0' },
      ...options
    })
    return stage
  }
  /** Another image under a tag that is there. */
  const pushAgain = async ({ registry }: Stage, name: string, tag: string): Promise<void> => {
    const config = configOf(labels(undefined, 'other'))
    const { bytes, digest, type } = imageOf(config)
    await registry.push(`shop/${name}`, { bytes: config.bytes, digest: config.digest })
    await registry.push(`shop/${name}`, { bytes, digest, type, name: tag })
  }

  test('pins what was approved, proves it and hands it to the job that deploys', async () => {
    const { run, repository } = await start()
    const result = await run('release', repository.happens('push'))
    expect(result, result.log).toMatchObject({ conclusion: 'success', problems: [] })
    const files = result.artifacts.get('release-images') ?? {}
    expect(Object.keys(files).sort()).toEqual(['fixed-images.yaml', 'images-report.json', 'images.lock.json'])
    // the versions that were approved, not the newest
    expect(files['fixed-images.yaml']).toMatch(/shop\/web:1\.0\.0@sha256:[0-9a-f]{64}/)
    expect(files['fixed-images.yaml']).toMatch(/shop\/api:2\.0\.0@sha256:[0-9a-f]{64}/)
    expect([...result.artifacts.keys()]).toEqual(['release-images'])
    expect(result.jobs[0]?.outputs).toMatchObject({ 'fixed-images': 'release-images', verdict: '2 images verified' })
    expect(result.jobs[1]?.steps[1]?.log).toBe(files['fixed-images.yaml']?.trimEnd())
    expect(repository.pulls).toEqual([])
  })

  test('is stopped by a tag that was pushed again since it was approved', async () => {
    const scene = await start()
    const { run, repository } = scene
    await run('bump', repository.happens('schedule'))
    const approved = ['fixed-images.yaml', 'images.lock.json'].map(path => [
      path,
      repository.read(path, 'kluctl-images/bump') ?? ''
    ])
    repository.commit(Object.fromEntries(approved))
    expect((await run('release', repository.happens('push'))).conclusion).toBe('success')
    await pushAgain(scene, 'web', '1.1.0')
    const result = await run('release', repository.happens('push'))
    expect(result).toMatchObject({ conclusion: 'failure', problems: [] })
    expect(result.log).toContain('moved')
    expect([...result.artifacts.keys()]).toEqual([])
    expect(result.jobs.map(({ name, conclusion }) => `${name}: ${conclusion}`)).toEqual([
      'images / release: failure',
      'deploy: skipped'
    ])
  })

  test.each([
    ['an image that nobody approved', { 'fixed-images.yaml': 'images: []\n' }],
    ['a file that is not there', { 'fixed-images.yaml': null }]
  ])('is stopped by %s', async (_name, files) => {
    const { run, repository } = await start()
    repository.commit(files)
    const result = await run('release', repository.happens('push'))
    expect(result).toMatchObject({ conclusion: 'failure', problems: [] })
    expect([...result.artifacts.keys()]).toEqual([])
  })
})
