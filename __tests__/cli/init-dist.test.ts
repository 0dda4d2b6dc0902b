import { afterAll, beforeAll, expect, test } from 'vitest'
import { parse } from 'yaml'
import { runCli } from '../helpers/command.ts'
import { type LoopbackRegistry, startRegistry } from '../helpers/registry.ts'
import { makeRepository } from './diff-repository.ts'
import { shop, shopTags } from './init-project.ts'

let registry: LoopbackRegistry
let env: Readonly<Record<string, string>>

beforeAll(async () => {
  registry = await startRegistry({ repositories: shopTags })
  env = { KLUCTL_REGISTRY_HOST: registry.host, KLUCTL_REGISTRY_PLAIN_HTTP: 'true' }
})
afterAll(() => registry.stop())

test('what init proposes is what resolve takes', async () => {
  const { folder, read, remove } = makeRepository(shop(registry.host))
  try {
    const shown = await runCli(['init'], { cwd: folder, env, input: 'y\n' })
    expect([shown.exitCode, read('.kluctl-images.yaml')]).toEqual([0, undefined])
    expect(shown.out).toMatch(/\nNothing was written\. To write what is new: the same command with --yes\.\n$/)

    const made = await runCli(['init', '--yes', '--json'], { cwd: folder, env })
    expect(made.exitCode).toBe(0)
    const { images, written } = JSON.parse(made.out)
    expect(written).toHaveLength(4)

    const resolved = await runCli(['resolve', '--target', 'prod'], { cwd: folder, env })
    expect(resolved.exitCode).toBe(0)
    const results = parse(read('fixed-images.yaml') ?? '').images.map(
      (entry: { image: string; resultImage: string }) => entry.resultImage
    )
    const picks = images.map((one: { image: string; picks: string }) => `${one.image}:${one.picks}`)
    expect(results.toSorted()).toEqual(picks.toSorted())
  } finally {
    remove()
  }
})
