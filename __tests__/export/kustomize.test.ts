import { execFileSync } from 'node:child_process'
import fc from 'fast-check'
import { afterAll, describe, expect, test } from 'vitest'
import { parse, stringify } from 'yaml'
import { formatArgocd } from '../../src/export/argocd.ts'
import { formatFlux } from '../../src/export/flux.ts'
import { formatKustomize } from '../../src/export/kustomize.ts'
import type { FixedImage } from '../../src/fixed/entry.ts'
import { parseImageReference } from '../../src/image/reference.ts'
import { findProgram } from '../../src/io/program.ts'
import { makeWorkspace } from '../helpers/workspace.ts'
import { digest, generalEntries, release } from './results.ts'

const kubectl = findProgram(['kubectl'], { env: process.env })?.path
const workspace = makeWorkspace()
afterAll(() => workspace.remove())

/** A Pod with one container for each image, as a neighbour's manifests have them. */
function pod(images: readonly string[]): string {
  const containers = images.map((image, index) => ({ name: `c${index}`, image }))
  return stringify({ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'all' }, spec: { containers } })
}

/** The images of a kustomization that the real kustomize builds from these files. */
function build(files: Readonly<Record<string, string>>): readonly string[] {
  workspace.write(files)
  const built: { spec: { containers: { image: string }[] } } = parse(
    execFileSync(kubectl ?? 'kubectl', ['kustomize', workspace.folder], { encoding: 'utf8' })
  )
  return built.spec.containers.map(({ image }) => image)
}

function buildComponent(entries: readonly FixedImage[]): readonly string[] {
  return build({
    'pod.yaml': pod(entries.map(({ image = '' }) => image)),
    'kustomization.yaml': 'resources: [pod.yaml]\ncomponents: [images]\n',
    'images/kustomization.yaml': formatKustomize(entries)
  })
}

/** A result without tag and digest is the tag `latest`. */
function expected({ resultImage }: FixedImage): string {
  const { tag, digest: pinned } = parseImageReference(resultImage)
  return tag === undefined && pinned === undefined ? `${resultImage}:latest` : resultImage
}

test('writes a component, pinned results with tag and digest', () => {
  expect(formatKustomize(release.slice(0, 2))).toBe(`# Written by kluctl-images export.
apiVersion: kustomize.config.k8s.io/v1alpha1
kind: Component
images:
  - name: "ghcr.io/team/order-api"
    newName: "ghcr.io/team/order-api"
    newTag: "1.4.2"
    digest: "${digest('a1')}"
  - name: "nginx"
    newName: "mirror.example.com/library/nginx"
    newTag: "1.28.0"
    digest: "${digest('b2')}"
`)
})

test('writes the images of an Argo CD Application and of a Flux Kustomization', () => {
  const [, nginx] = release
  expect(formatArgocd(nginx ? [nginx] : [])).toBe(`# Written by kluctl-images export.
spec:
  source:
    kustomize:
      images:
        - "nginx=mirror.example.com/library/nginx:1.28.0@${digest('b2')}"
`)
  expect(formatFlux(nginx ? [nginx] : [])).toBe(`# Written by kluctl-images export.
spec:
  images:
    - name: "nginx"
      newName: "mirror.example.com/library/nginx"
      newTag: "1.28.0"
      digest: "${digest('b2')}"
`)
})

test('sets images in an order in which none undoes another', () => {
  const chain = [
    { image: 'app', resultImage: 'mirror/app:1' },
    { image: 'mirror/app', resultImage: 'mirror/app:2' }
  ]
  const document: { images: { name: string }[] } = parse(formatKustomize(chain))
  expect(document.images.map(({ name }) => name)).toEqual(['mirror/app', 'app'])
})

describe.each([
  ['two images that change places', ['a', 'b:2'], ['b', 'a:1']],
  ['names that a point makes the same', ['x.y/app', 'x.y/app:1'], ['xzy/app', 'xzy/app:2']]
] as const)('%s', (_, [image, resultImage], [other, otherResult]) => {
  test.each([
    ['kustomize', formatKustomize],
    ['flux', formatFlux],
    ['argocd', formatArgocd]
  ])('are an error of %s, which names them', (name, format) => {
    const write = (): string =>
      format([
        { image, resultImage },
        { image: other, resultImage: otherResult }
      ])
    expect(write).toThrow(`${name} cannot express images that kustomize cannot tell apart: "`)
  })
})

test('a chain is an error of argocd, whose list is sorted by name', () => {
  const chain = [
    { image: 'app', resultImage: 'mirror/app:1' },
    { image: 'mirror/app', resultImage: 'mirror/app:2' }
  ]
  expect(() => formatArgocd(chain)).toThrow('argocd cannot express images that kustomize cannot tell apart: "app"')
})

describe.skipIf(kubectl === undefined)('the real kustomize (skipped without kubectl)', () => {
  test('takes the component, and every image has its tag and digest', () => {
    expect(buildComponent(release)).toEqual(release.map(expected))
  })

  test('takes what Flux is told', () => {
    const { spec }: { spec: object } = parse(formatFlux(release))
    const kustomization = stringify({ resources: ['pod.yaml'], ...spec })
    expect(
      build({ 'pod.yaml': pod(release.map(({ image = '' }) => image)), 'kustomization.yaml': kustomization })
    ).toEqual(release.map(expected))
  })

  test('takes what Argo CD is told, read as its `kustomize edit set image` reads it', () => {
    const { spec }: { spec: { source: { kustomize: { images: string[] } } } } = parse(formatArgocd(release))
    const images = spec.source.kustomize.images.map(text => {
      const [name = '', made = ''] = text.split('=')
      const { name: newName, tag: newTag, digest: pinned } = parseImageReference(made)
      return { name, newName, newTag, digest: pinned }
    })
    const kustomization = stringify({ resources: ['pod.yaml'], images })
    expect(
      build({ 'pod.yaml': pod(release.map(({ image = '' }) => image)), 'kustomization.yaml': kustomization })
    ).toEqual(release.map(expected))
  })

  test('replaces the tag and the digest that a manifest has', () => {
    const entries = [{ image: `app:0.9@${digest('ff')}`, resultImage: 'app:1.0' }]
    expect(buildComponent(entries)).toEqual(['app:1.0'])
  })

  test('makes of any images what the file says, where we write a component at all', () => {
    const near = fc.constantFrom('a', 'b', 'a/b', 'x.y/a', 'xzy/a', 'a:1', 'docker.io/a')
    const inChains = fc
      .uniqueArray(fc.tuple(near, near, fc.constantFrom('1', '2')), { selector: ([image]) => image, maxLength: 4 })
      .map(list => list.map(([image, made, tag]) => ({ image, resultImage: `${made.replace(/:.*/, '')}:${tag}` })))
    let written = 0
    const isMade = (entries: readonly FixedImage[]): void => {
      fc.pre(entries.length > 0 && isWritable(entries))
      written += 1
      expect(buildComponent(entries)).toEqual(entries.map(expected))
    }
    const property = fc.property(fc.oneof(generalEntries(), inChains), isMade)
    fc.assert(property, { numRuns: 15 })
    expect(written).toBeGreaterThan(9)
  })
})

function isWritable(entries: readonly FixedImage[]): boolean {
  try {
    formatKustomize(entries)
    return true
  } catch {
    return false
  }
}
