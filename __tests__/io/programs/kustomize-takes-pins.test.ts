import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { parseImageReference } from '../../../src/image/reference.ts'
import { findProgram } from '../../../src/io/program.ts'
import { withDigest } from '../../../src/resolve/digests.ts'

const kubectl = findProgram(['kubectl'], { env: process.env })
const digest = `sha256:${'a'.repeat(64)}`
const other = `sha256:${'b'.repeat(64)}`

/** What `pin-digests` makes of results. */
const pins = [
  'nginx',
  'nginx:1.25',
  'ghcr.io/team/app:1.2',
  'localhost:5000/app:1.2',
  'registry.example.com:443/a/b/c:v1'
].map(result => withDigest(parseImageReference(result), digest))

/** The images of a deployment with these images, after `kubectl kustomize`. */
function build(images: readonly string[], kustomization: object): readonly string[] {
  const folder = mkdtempSync(join(tmpdir(), 'pins-'))
  try {
    const containers = images.map((image, index) => ({ name: `c${index}`, image }))
    const spec = { selector: {}, template: { spec: { containers } } }
    const deployment = { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'web' }, spec }
    writeFileSync(join(folder, 'web.yaml'), JSON.stringify(deployment))
    writeFileSync(join(folder, 'kustomization.yaml'), JSON.stringify({ resources: ['web.yaml'], ...kustomization }))
    const { status, stdout, stderr } = spawnSync(kubectl?.path ?? '', ['kustomize', folder], { encoding: 'utf8' })
    expect(stderr).toBe('')
    expect(status).toBe(0)
    const built: { spec: { template: { spec: { containers: { image: string }[] } } } } = parse(stdout)
    return built.spec.template.spec.containers.map(({ image }) => image)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

describe.skipIf(kubectl === undefined)('kubectl kustomize (skipped without kubectl)', () => {
  test('leaves pinned images of a manifest as they are', () => {
    expect(build(pins, {})).toEqual(pins)
  })

  test('leaves them so where it changes another image, and names and namespaces', () => {
    const images = [{ name: 'other', newTag: '2' }]
    expect(build([...pins, 'other:1'], { images, namePrefix: 'x-', namespace: 'y' })).toEqual([...pins, 'other:2'])
  })

  test('knows an image that is pinned by its name, and gives it another digest', () => {
    const images = pins.map(pin => ({ name: parseImageReference(pin).name, digest: other }))
    const [, ...unique] = pins
    const found = build(unique, { images })
    expect(found.map(image => parseImageReference(image).digest)).toEqual(unique.map(() => other))
    expect(found.map(image => parseImageReference(image).name)).toEqual(
      unique.map(pin => parseImageReference(pin).name)
    )
  })

  test('writes one in place of an image, as its member newTag has tag and digest', () => {
    const images = pins.slice(1).map(pin => {
      const { name, tag } = parseImageReference(pin)
      return { name, newTag: `${tag}@${digest}` }
    })
    const plain = pins.slice(1).map(pin => `${parseImageReference(pin).name}:0`)
    expect(build(plain, { images })).toEqual(pins.slice(1))
  })

  test('and with the members newTag and digest', () => {
    const images = pins.slice(1).map(pin => {
      const { name, tag } = parseImageReference(pin)
      return { name, newTag: tag, digest }
    })
    const plain = pins.slice(1).map(pin => `${parseImageReference(pin).name}:0`)
    expect(build(plain, { images })).toEqual(pins.slice(1))
  })
})

/**
 * What a kubelet hands to containerd is read with the reference grammar of the distribution project, `name [ ":" tag ] [ "@" digest ]`. The grammar
 * here stands in for that, written from the specification.
 */
describe('the grammar of references that containers are pulled by', () => {
  const part = '[a-z0-9]+(?:(?:[._]|__|[-]*)[a-z0-9]+)*'
  const host = '(?:[a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9])'
  const name = `(?:${host}(?:\\.${host})*(?::[0-9]+)?/)?${part}(?:/${part})*`
  const grammar = new RegExp(`^${name}(?::[A-Za-z0-9_][A-Za-z0-9_.-]{0,127})?(?:@sha256:[0-9a-f]{64})?$`)

  test.each(pins)('has %s', pin => {
    expect(pin).toMatch(grammar)
    expect(parseImageReference(pin).digest).toBe(digest)
  })

  test.each([`nginx@${digest}:1.25`, `nginx:1.25@${digest}-alpine`, `nginx:1.25@${digest}@${digest}`])(
    'has no %s, as text behind a digest would make it',
    text => {
      expect(text).not.toMatch(grammar)
      expect(() => parseImageReference(text)).toThrow('is not a')
    }
  )
})
