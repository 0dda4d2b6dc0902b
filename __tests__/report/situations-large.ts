import type { ExplanationRecord, Report } from '../../src/report/record.ts'
import { type SampleImage, sampleFailure, sampleReport, sampleWhere } from './sample.ts'

/** A project of this many changing images: mostly patches, some of each other kind, and one failure. */
export function manyChanges(count: number, explanation: ExplanationRecord): Report {
  const images = Array.from({ length: count }, (_, index) => change(index, explanation))
  const cost = { requests: 2 * count + 12, waits: 3, repositories: count, imageRequests: 0 }
  return sampleReport(images, { target: 'prod', cost, failures: [sampleFailure()] })
}

function change(index: number, explanation: ExplanationRecord): SampleImage {
  const name = `service-${String(index).padStart(3, '0')}`
  const image = `registry.example.com/platform/${name}`
  const [old, now] = versions(index)
  return {
    image,
    ...(old === undefined ? {} : { old: `${image}:${old}` }),
    ...(now === undefined ? { why: 'no template asks for it any more' } : { new: `${image}:${now}` }),
    filter: 'semver()',
    where: [sampleWhere(`Deployment/${name}`, 'app'), sampleWhere(`Job/migrate-${name}`, 'migrate')],
    explanation: { ...explanation, repository: image, newest: now ?? null }
  }
}

function versions(index: number): readonly [old: string | undefined, now: string | undefined] {
  const patch = `1.${index % 90}.0`
  if (index % 125 === 7) return ['2.1.0', '1.9.9']
  if (index % 100 === 3) return ['1.4.0', '2.0.0']
  if (index % 100 === 41) return [undefined, '1.0.0']
  if (index % 250 === 99) return ['0.3.0', undefined]
  return index % 10 === 5 ? ['1.4.0', '1.5.0'] : [patch, patch.replace(/0$/, '1')]
}
