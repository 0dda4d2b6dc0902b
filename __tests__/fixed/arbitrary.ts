import fc from 'fast-check'
import type { FixedImage } from '../../src/fixed/entry.ts'
import { entryKey, type Subject } from '../../src/fixed/match.ts'

const images = ['a', 'b', 'r.io/a']
const namespaces = ['', 'default', 'x']
const deployments = ['Job/j', 'Deployment/d']
const containers = ['', 'c']

const place = {
  namespace: fc.constantFrom(...namespaces),
  deployment: fc.constantFrom(...deployments),
  container: fc.constantFrom(...containers)
}
const result = fc.constantFrom('a:1', 'a:2', 'b:yes', 'b:1_000', 'r.io/a:012', `a@sha256:${'0'.repeat(64)}`)

const named = fc.record(
  { image: fc.constantFrom(...images), resultImage: result, ...place },
  { requiredKeys: ['image', 'resultImage'] }
)
const searched = fc.record(
  { imageRegex: fc.constantFrom('a', '^a$', '.*', 'b|c'), resultImage: result, ...place },
  { requiredKeys: ['imageRegex', 'resultImage'] }
)

/** Lists of entries that overlap in many ways; no two have the same fields. */
export const anyEntries: fc.Arbitrary<readonly FixedImage[]> = fc.uniqueArray(fc.oneof(named, named, searched), {
  maxLength: 8,
  selector: entryKey
})

/** Every use that entries of {@link anyEntries} can tell apart. */
export const subjects: readonly Subject[] = images.flatMap(image =>
  ['', 'x', 'y'].flatMap(namespace =>
    deployments.flatMap(deployment => containers.map(container => ({ image, namespace, deployment, container })))
  )
)
