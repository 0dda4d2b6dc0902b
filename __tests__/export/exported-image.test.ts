import fc from 'fast-check'
import { expect, test } from 'vitest'
import { exportedImages } from '../../src/export/exported-image.ts'
import type { FixedImage } from '../../src/fixed/entry.ts'
import { findFixed } from '../../src/fixed/match.ts'

const image = fc.constantFrom('app', 'web')
const place = fc.record(
  {
    namespace: fc.constantFrom('', 'default', 'shop'),
    deployment: fc.constantFrom('Deployment/a', 'Job/a'),
    container: fc.constantFrom('main', 'side')
  },
  { requiredKeys: [] }
)
const entries: fc.Arbitrary<readonly FixedImage[]> = fc.array(
  fc
    .tuple(fc.record({ image, resultImage: fc.constantFrom('r:1', 'r:2', 'r:3') }), place)
    .map(([entry, where]) => ({ ...entry, ...where })),
  { maxLength: 8 }
)
const subject = fc
  .tuple(image, place)
  .map(([name, where]) => ({ namespace: '', deployment: 'Deployment/a', container: 'main', ...where, image: name }))

test('whatever a use is answered, that is among what is exported for its image', () => {
  fc.assert(
    fc.property(entries, subject, (list, use) => {
      const answer = findFixed(list, use)?.resultImage
      const exported = exportedImages(list, 'env').filter(({ image: name }) => name === use.image)
      const results = exported.map(({ result }) => result.text)
      if (answer !== undefined) expect(results).toContain(answer)
      expect(new Set(results).size).toBe(results.length)
    })
  )
})

test('the last entry for an image is always among what is exported, with its place', () => {
  fc.assert(
    fc.property(entries, list => {
      const last = list.at(-1)
      if (last === undefined) return
      const { namespace = '', deployment = '', container = '' } = last
      const exported = exportedImages(list, 'env').find(
        ({ image: name, result }) => name === last.image && result.text === last.resultImage
      )
      expect(exported?.places).toContainEqual({ namespace, deployment, container })
    })
  )
})

test('an entry for a regular expression counts where a later one does not hide it', () => {
  const hidden = [
    { imageRegex: '^app', resultImage: 'r:1' },
    { imageRegex: '^app', resultImage: 'r:2' }
  ]
  expect(() => exportedImages(hidden, 'env')).toThrow('env cannot express entries that name no image: "^app → r:2"')
  const named = [
    { image: 'app', resultImage: 'r:1' },
    { imageRegex: '^a', resultImage: 'r:2' }
  ]
  expect(() => exportedImages(named, 'env')).toThrow('"^a → r:2"')
})
