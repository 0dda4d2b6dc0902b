import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { rolldown } from 'rolldown'
import config from '../../rolldown.config.mjs'

const root = fileURLToPath(new URL('../../', import.meta.url))

/**
 * The command line from the source as it stands, in chunks as dist/ has them, and the floor, bundled as well.
 * @param {string} folder @param {string | undefined} built A dist/ to take instead of the source.
 * @returns {Promise<{ cli: string, floor: string }>}
 */
export async function buildPrograms(folder, built) {
  const { output, plugins: _licences, ...input } = config
  const dist = built ?? join(folder, 'dist')
  if (built === undefined) {
    await write({ ...input, cwd: root }, { ...output, dir: dist })
    writeFileSync(join(dist, 'package.json'), '{ "type": "module" }\n')
  }
  const floor = fileURLToPath(new URL('floor.mjs', import.meta.url))
  const format = { format: 'esm', entryFileNames: '[name].mjs' }
  await write({ input: { floor }, platform: 'node' }, { dir: join(folder, 'floor'), ...format })
  return { cli: join(dist, 'cli.js'), floor: join(folder, 'floor', 'floor.mjs') }
}

async function write(input, output) {
  const bundle = await rolldown({ ...input, logLevel: 'silent' })
  await bundle.write(output)
  await bundle.close()
}

/**
 * A kluctl project that asks for the newest tag of each image, one manifest each.
 * @param {string} folder @param {readonly string[]} images
 */
export function writeProject(folder, images) {
  mkdirSync(join(folder, 'apps'), { recursive: true })
  writeFileSync(join(folder, '.kluctl.yaml'), 'discriminator: bench\ntargets:\n  - name: prod\n')
  writeFileSync(join(folder, 'deployment.yaml'), 'deployments:\n  - path: apps\n')
  for (const [index, image] of images.entries())
    writeFileSync(join(folder, 'apps', `app-${index}.yaml`), manifest(`app-${index}`, image))
}

function manifest(name, image) {
  return `apiVersion: apps/v1
kind: Deployment
metadata:
  name: ${name}
  namespace: bench
spec:
  template:
    spec:
      containers:
        - name: ${name}
          image: {{ images.get_image("${image}") }}
`
}
