import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { evaluateGates } from '../../src/report/gates.ts'
import { type GateName, gateNames, type Report, type WarningRecord } from '../../src/report/record.ts'
import { type SampleImage, sampleFailure, sampleReport } from './sample.ts'

const downgrade: SampleImage = { image: 'api', old: 'api:2.0.0', new: 'api:1.9.0' }
const major: SampleImage = { image: 'web', old: 'web:1.0.0', new: 'web:2.0.0' }
const minor: SampleImage = { image: 'job', old: 'job:1.0.0', new: 'job:1.1.0' }
const added: SampleImage = { image: 'new', new: 'new:1.0.0' }
const removed: SampleImage = { image: 'gone', old: 'gone:1.0.0' }
const same: SampleImage = { image: 'same', old: 'same:1.0.0', new: 'same:1.0.0' }
const pinned: SampleImage = { ...same, image: 'pin', origin: 'fixed' }
const kept: SampleImage = { ...same, image: 'kept', origin: 'previous' }
const skipped: SampleImage = { image: 'skipped', status: 'skipped' }
const project = sampleFailure({ image: null, where: [] })
const note = (kind: WarningRecord['kind'], image: string | null): WarningRecord => ({
  kind,
  image,
  message: 'look here',
  place: null
})
const all: SampleImage[] = [downgrade, major, minor, added, removed, same, pinned, kept, skipped]

describe('a gate', () => {
  test.each<[GateName, string, Report, readonly string[]]>([
    ['unresolved', 'no image without answer', sampleReport(all), []],
    [
      'unresolved',
      'images without answer, each once',
      sampleReport([same], {
        failures: [sampleFailure({ image: 'b' }), sampleFailure({ image: 'a' }), sampleFailure({ image: 'b' })]
      }),
      ['a', 'b']
    ],
    [
      'unresolved',
      'an error of the project, which fails the run by itself',
      sampleReport([], { failures: [project] }),
      []
    ],
    ['downgrade', 'every other change', sampleReport([major, minor, added, removed, same]), []],
    ['downgrade', 'an older version', sampleReport(all), ['api']],
    ['major', 'every other change', sampleReport([downgrade, minor, added, removed, same]), []],
    ['major', 'a major version', sampleReport(all), ['web']],
    ['unpinned', 'pins only', sampleReport([pinned, removed]), []],
    ['unpinned', 'pins of a new version', sampleReport([{ ...major, origin: 'fixed' }]), []],
    ['unpinned', 'what a registry answered', sampleReport([same, pinned]), ['same']],
    ['unpinned', 'what the previous file answered', sampleReport([kept, pinned]), ['kept']],
    [
      'unpinned',
      'what nobody answered',
      sampleReport([skipped], { failures: [sampleFailure({ image: 'a' })] }),
      ['a', 'skipped']
    ],
    ['trap', 'other warnings', sampleReport([same], { warnings: [note('warning', 'same')] }), []],
    ['trap', 'a trap', sampleReport([same], { warnings: [note('trap', 'same'), note('trap', 'same')] }), ['same']],
    ['change', 'nothing that differs', sampleReport([same, pinned, kept, skipped]), []],
    ['change', 'whatever differs', sampleReport(all), ['api', 'gone', 'job', 'new', 'web']]
  ])('%s finds in %s: %#', (gate, _, report, images) => {
    const [record] = evaluateGates([gate], report)
    expect(record).toMatchObject({ gate, images, passed: images.length === 0 })
  })

  test('fails for a trap that is about no single image', () => {
    const report = sampleReport([], { warnings: [note('trap', null)] })
    expect(evaluateGates(['trap'], report)).toMatchObject([{ passed: false, images: [] }])
  })

  test.each(gateNames)('%s that fails says in few words what would satisfy it', gate => {
    const everything = sampleReport(all, { failures: [sampleFailure()], warnings: [note('trap', 'api')] })
    const [failed] = evaluateGates([gate], everything)
    const [passed] = evaluateGates([gate], sampleReport([]))
    expect(failed?.remedy).toMatch(/^[a-z][^.!]*$/)
    expect((failed?.remedy ?? '').length).toBeLessThan(90)
    const wayOut = gate === 'change' ? 'without this gate' : `, or take ${gate} out of fail-on`
    if (gate !== 'unresolved') expect(failed?.remedy).toContain(wayOut)
    expect(passed?.remedy).toBeNull()
  })
})

describe('the gates', () => {
  test('are those that were asked for, each once, in one order', () => {
    const names = fc.array(fc.constantFrom(...gateNames))
    fc.assert(
      fc.property(names, asked => {
        const found = evaluateGates(asked, sampleReport(all)).map(({ gate }) => gate)
        expect(found).toEqual(gateNames.filter(gate => asked.includes(gate)))
      })
    )
  })

  test('depend on no other gate', () => {
    const report = sampleReport(all, { failures: [sampleFailure()], warnings: [note('trap', 'api')] })
    const together = evaluateGates(gateNames, report)
    expect(gateNames.flatMap(gate => evaluateGates([gate], report))).toEqual(together)
  })
})
