import { describe, expect, test } from 'vitest'
import { dockerRegistryMissing } from '../helpers/docker-registry.ts'
import { startPublicRegistries } from '../helpers/public-registries.ts'
import { deployment, makeWorkspace } from '../helpers/workspace.ts'
import { blocksOf } from './pages.ts'
import { makePrograms, runBlock } from './shell.ts'

if (dockerRegistryMissing !== undefined) process.stdout.write(`${dockerRegistryMissing}\n`)

const names = ['web', 'orders', 'search', 'mail', 'cart', 'login', 'stock', 'ship']
const project = {
  '.kluctl.yaml': 'targets:\n  - name: prod\n',
  'deployment.yaml': 'deployments:\n  - path: shop\n',
  ...Object.fromEntries(
    names.map(name => [
      `shop/${name}.yaml`,
      deployment(name, { app: `{{ images.get_image("ghcr.io/acme/${name}") }}` })
    ])
  )
}

describe.skipIf(dockerRegistryMissing !== undefined)('the commands of the page on large estates', () => {
  const [block] = blocksOf('docs/large-estates.md').filter(({ markers }) => markers.includes('executed: large-estates'))

  test('write what one run writes', { timeout: 180_000 }, async () => {
    const registries = await startPublicRegistries()
    const programs = makePrograms()
    const [parts, whole] = [makeWorkspace(project), makeWorkspace(project)]
    try {
      for (const name of names) await registries.registry.pushTags(`acme/${name}`, ['1.0.0', '1.1.0'])
      const of = (cwd: string): Parameters<typeof runBlock>[1] => ({ cwd, programs, env: registries.env })
      const merged = await runBlock(block?.text ?? 'false', of(parts.folder))
      const once = await runBlock('kluctl-images resolve --target prod', of(whole.folder))
      expect([merged.exitCode, once.exitCode], merged.err + merged.out).toEqual([0, 0])
      expect(parts.read('fixed-images.yaml')).toContain('acme/web:1.1.0')
      expect(parts.read('fixed-images.yaml')).toBe(whole.read('fixed-images.yaml'))
    } finally {
      parts.remove()
      whole.remove()
      programs.remove()
      await registries.stop()
    }
  })
})
