import { describe, expect, test } from 'vitest'
import type { DeployedSource } from '../../src/deployed/answer.ts'
import { LockError, ProjectError } from '../../src/errors.ts'
import { parseOptions, type RawOptions } from '../../src/options.ts'
import { renderProject } from '../../src/project/render-project.ts'
import { unwatched } from '../../src/project/renderer.ts'
import { readReport } from '../../src/report/read-report.ts'
import { type RunPorts, type RunResult, run } from '../../src/run.ts'
import { type CountedImages, digestOf, imagesIn, type KnownImage } from '../helpers/image-source.ts'
import { tagsIn } from '../helpers/tag-source.ts'
import { tree } from '../helpers/tree.ts'

const project = {
  'deployment.yaml': 'deployments: [{ path: app }]',
  'app/app.yaml': `apiVersion: apps/v1
kind: Deployment
metadata: { name: api, namespace: shop }
spec:
  template:
    spec:
      containers:
        - { name: api, image: '{{ images.get_image("r.io/api") }}' }
        - { name: web, image: '{{ images.get_image("r.io/web") }}' }
`
}

const both = { 'linux/amd64': digestOf(11), 'linux/arm64': digestOf(12) }
const known: Readonly<Record<string, KnownImage>> = {
  'r.io/api:1.0': { digest: digestOf(1), platforms: both, date: '2026-11-01T00:00:00Z' },
  'r.io/api:1.1': { digest: digestOf(2), platforms: both, date: '2026-11-20T00:00:00Z', dateSource: 'registry' },
  'r.io/web:7.0': { digest: digestOf(3), platforms: { 'linux/amd64': digestOf(3) } }
}

type Around = {
  readonly previous?: string | undefined
  readonly lock?: string | undefined
  readonly policy?: string
  readonly tags?: Readonly<Record<string, readonly string[]>>
  readonly known?: Parameters<typeof imagesIn>[0]
  readonly fresh?: readonly string[]
  readonly deployed?: DeployedSource
  readonly now?: string
}

type Outcome = RunResult & {
  readonly asked: CountedImages['asked']
  readonly introduced: readonly string[]
  readonly context: string | undefined
}

async function runWith(raw: RawOptions, around: Around = {}): Promise<Outcome> {
  const { options, problems } = parseOptions(raw)
  expect(problems).toEqual([])
  const { previous, lock, policy, fresh = [], deployed } = around
  const images = imagesIn(around.known ?? known)
  const introduced: string[] = []
  let context: string | undefined
  const ports: RunPorts = {
    render: async request => renderProject(tree(project), request, unwatched),
    builders: { kustomize: async () => new Map(), helm: async () => undefined },
    tags: tagsIn(around.tags ?? { 'r.io/api': ['1.0', '1.1'], 'r.io/web': ['7.0'] }),
    images,
    deployed:
      deployed === undefined
        ? undefined
        : given => {
            context = given
            return deployed
          },
    readFile: () => '',
    readPrevious: () => previous,
    readPolicy: () => (policy === undefined ? undefined : { text: policy, name: '.kluctl-images.yaml' }),
    readLock: () => (lock === undefined ? undefined : { text: lock, name: 'images.lock.json' }),
    readBaseline: async before => (before === undefined ? undefined : { text: before, name: 'before' }),
    introduce: async registries => {
      introduced.push(...registries)
      return new Set(registries.filter(one => fresh.includes(one)))
    },
    now: () => Date.parse(around.now ?? '2026-11-22T12:00:00Z'),
    ownFiles: new Set(['fixed-images.yaml']),
    log: { debug: () => undefined, info: () => undefined, warning: () => undefined }
  }
  const result = await run(options, ports)
  // the job that comments must take what the job that resolves wrote
  readReport(JSON.stringify(result.report), () => undefined)
  return { ...result, asked: images.asked, introduced, context }
}

const pin = { 'pin-digests': 'true' }
const results = ({ entries }: RunResult): readonly string[] => entries.map(({ resultImage }) => resultImage)

describe('pin-digests', () => {
  test('writes tag and digest, and a lock beside them', async () => {
    const result = await runWith(pin)
    expect(results(result)).toEqual([`r.io/api:1.1@${digestOf(2)}`, `r.io/web:7.0@${digestOf(3)}`])
    const lock: unknown = JSON.parse(result.lock?.(undefined) ?? '')
    expect(lock).toMatchObject({
      version: 1,
      files: {
        'fixed-images.yaml': {
          [`r.io/api:1.1@${digestOf(2)}`]: {
            digest: digestOf(2),
            platforms: ['linux/amd64', 'linux/arm64'],
            created: { date: '2026-11-20T00:00:00Z', source: 'registry' },
            decided: '2026-11-22T12:00:00Z',
            from: { origin: 'registry', why: 'newest of 2 tags' }
          },
          [`r.io/web:7.0@${digestOf(3)}`]: { created: null, filters: ['semver()'] }
        }
      }
    })
  })

  test('a second run changes nothing, asks for the digests only, and leaves the lock as it is', async () => {
    const first = await runWith(pin)
    const lock = first.lock?.(undefined)
    const second = await runWith(pin, { previous: first.text, lock, now: '2026-12-01T00:00:00Z' })
    expect(second.changed).toBe(false)
    expect(second.lock?.(lock)).toBe(lock)
    expect(second.asked.toSorted()).toEqual(['digest r.io/api:1.1', 'digest r.io/web:7.0'])
  })

  test('a tag that moved is a change of the digest, and is decided anew', async () => {
    const first = await runWith(pin)
    const moved = { ...known, 'r.io/api:1.1': { digest: digestOf(9), platforms: both } }
    const lock = first.lock?.(undefined)
    const second = await runWith(pin, { previous: first.text, lock, known: moved, now: '2026-12-01T00:00:00Z' })
    expect(second.report.changes).toMatchObject([
      { image: 'r.io/api', bump: 'digest', new: `r.io/api:1.1@${digestOf(9)}` }
    ])
    const after = second.lock?.(lock) ?? ''
    expect(after).toContain(digestOf(9))
    expect(after).not.toContain(digestOf(2))
    expect(JSON.parse(after).files['fixed-images.yaml'][`r.io/web:7.0@${digestOf(3)}`].decided).toBe(
      '2026-11-22T12:00:00Z'
    )
  })

  test('an image whose digest cannot be had fails alone, and nothing is to be written', async () => {
    const result = await runWith(pin, { known: { ...known, 'r.io/web:7.0': { fails: 'busy' } } })
    expect(result.report.failures).toMatchObject([{ image: 'r.io/web', code: 'unavailable' }])
    expect(result.report.uses.find(({ image }) => image === 'r.io/api')?.result).toBe(`r.io/api:1.1@${digestOf(2)}`)
    expect({ complete: result.complete, lock: result.lock }).toEqual({ complete: false, lock: undefined })
  })

  test('a fixed image gets its digest too, and one that has it is not asked for', async () => {
    const fixed = `r.io/api=r.io/api:1.0\nr.io/web=r.io/web:7.0@${digestOf(3)}`
    const result = await runWith({ ...pin, 'fixed-images': fixed, 'lock-file': 'none' })
    expect(results(result)).toEqual([`r.io/api:1.0@${digestOf(1)}`, `r.io/web:7.0@${digestOf(3)}`])
    expect(result.asked).toEqual(['digest r.io/api:1.0'])
    expect(result.lock).toBeUndefined()
  })

  test('what is not selected is left as it is', async () => {
    const previous = 'images:\n  - { image: r.io/web, resultImage: "r.io/web:6.0" }\n'
    const result = await runWith({ ...pin, images: 'r.io/api', 'lock-file': 'none' }, { previous })
    expect(results(result)).toEqual([`r.io/api:1.1@${digestOf(2)}`, 'r.io/web:6.0'])
    expect(result.asked).toEqual(['digest r.io/api:1.1'])
  })

  test('offline nobody is asked, and what has no digest is a failure', async () => {
    const fixed = `r.io/api=r.io/api:1.0\nr.io/web=r.io/web:7.0@${digestOf(3)}`
    const result = await runWith({ ...pin, 'offline-images': 'true', 'fixed-images': fixed })
    expect({ asked: result.asked, introduced: result.introduced }).toEqual({ asked: [], introduced: [] })
    expect(result.report.failures).toMatchObject([
      {
        image: 'r.io/api',
        code: 'no-answer',
        message: expect.stringContaining('the digest of r.io/api:1.0 is not known')
      }
    ])
    expect(result.report.uses.find(({ image }) => image === 'r.io/web')?.status).toBe('resolved')
  })
})

describe('a tag that was pushed again', () => {
  const soak = 'rules: [{ image: r.io/api, minimum-age: 3d }]'
  const young = { digest: digestOf(9), platforms: both, date: '2026-11-22T11:45:00Z' }

  test.each<[string, RawOptions]>([
    ['that is pinned keeps its digest until the new one is old enough', pin],
    ['that is locked stays as it was decided', { 'lock-file': 'images.lock.json' }]
  ])('%s', async (_, raw) => {
    const before = { ...known, 'r.io/api:1.1': { digest: digestOf(2), platforms: both, date: '2026-11-10T00:00:00Z' } }
    const first = await runWith(raw, { policy: soak, known: before })
    const lock = first.lock?.(undefined)
    const moved = { ...before, 'r.io/api:1.1': young }
    const second = await runWith(raw, { policy: soak, known: moved, previous: first.text, lock })
    expect(second.changed).toBe(false)
    expect(second.report.warnings).toMatchObject([
      { image: 'r.io/api', message: expect.stringContaining('1.1 was pushed again') }
    ])
    const later = await runWith(raw, {
      policy: soak,
      known: moved,
      previous: first.text,
      lock,
      now: '2026-11-26T00:00:00Z'
    })
    expect(later.report.uses[0]?.why).toBe('newest of 2 tags; the tag was pushed again')
    expect(later.lock?.(lock)).toContain(digestOf(9))
  })
})

describe('the lock', () => {
  test('is not there unless it is wanted', async () => {
    const result = await runWith({})
    expect({ lock: result.lock, asked: result.asked }).toEqual({ lock: undefined, asked: [] })
  })

  test('is kept up to date where there is one, without pins', async () => {
    const lock = '{ "version": 1, "files": { "other.yaml": {} } }\n'
    const result = await runWith({}, { lock })
    expect(Object.keys(JSON.parse(result.lock?.(lock) ?? '').files)).toContain('fixed-images.yaml')
    expect(results(result)).toEqual(['r.io/api:1.1', 'r.io/web:7.0'])
  })

  test('is kept up to date where there is one without any file in it', async () => {
    const lock = '{"version":1,"files":{}}'
    const result = await runWith({}, { lock })
    expect(Object.keys(JSON.parse(result.lock?.(lock) ?? '').files)).toEqual(['fixed-images.yaml'])
  })

  test('follows a tag that was pushed again, and says so', async () => {
    const fixed = { 'fixed-images': 'r.io/web=r.io/web:7.0', 'lock-file': 'images.lock.json' }
    const first = await runWith(fixed)
    const lock = first.lock?.(undefined)
    const digest = `sha256:${'9'.repeat(64)}`
    const moved = { ...known, 'r.io/web:7.0': { digest, platforms: both } }
    const second = await runWith(fixed, { previous: first.text, lock, known: moved, now: '2026-12-01T00:00:00Z' })
    const locked = JSON.parse(second.lock?.(lock) ?? '').files['fixed-images.yaml']
    expect(second.changed).toBe(false)
    expect(locked['r.io/web:7.0']).toMatchObject({ digest, decided: '2026-12-01T00:00:00Z' })
    expect(locked['r.io/api:1.1']).toMatchObject({ digest: digestOf(2), decided: '2026-11-22T12:00:00Z' })
    expect(second.report.warnings.map(({ message }) => message)).toEqual([
      'r.io/web:7.0 was pushed again since it was locked (sha256:000000000000… → sha256:999999999999…)'
    ])
  })

  test('that is broken ends the run before anything is asked', async () => {
    await expect(runWith({}, { lock: '<<<<<<< ours\n' })).rejects.toThrow(LockError)
  })

  test('says nothing that could not be read, and the run goes on', async () => {
    const images: RunPorts['images'] = imagesIn(known)
    expect(images).toBeDefined()
    const noDates = { ...known, 'r.io/web:7.0': { digest: digestOf(3) } }
    const result = await runWith(pin, { known: noDates })
    expect(result.complete).toBe(true)
  })
})

describe('around the answers', () => {
  test('a policy that cannot be read decides nothing', async () => {
    await expect(runWith({}, { policy: 'rulez: []' })).rejects.toThrow(ProjectError)
  })

  test('a new registry is introduced before it is asked, and marked', async () => {
    const result = await runWith({}, { fresh: ['r.io'] })
    expect(result.introduced).toEqual(['r.io'])
    expect(result.report.warnings.filter(({ kind }) => kind === 'new-registry')).toMatchObject([
      { image: 'r.io/api', message: 'registry r.io is new in this pull request, and no login is sent to it' },
      { image: 'r.io/web' }
    ])
  })

  test('the registry of a pin is introduced as well', async () => {
    const fixed = 'r.io/api=x.io/api:1\nr.io/web=r.io/web:7.0'
    const result = await runWith({ 'fixed-images': fixed }, { fresh: ['x.io'] })
    expect(result.report.warnings).toMatchObject([{ kind: 'new-registry', image: 'r.io/api' }])
  })

  test('an expired hold is a warning with its owner, once for an image', async () => {
    const policy = 'rules: [{ image: r.io/api, hold: { reason: slow, owner: team-a, expiry: 2026-11-21 } }]'
    const result = await runWith({}, { policy })
    expect(result.report.warnings).toMatchObject([
      {
        kind: 'hold',
        image: 'r.io/api',
        message: expect.stringMatching(/^the hold of team-a ended with 2026-11-21: slow/)
      }
    ])
    expect(results(result)).toEqual(['r.io/api:1.1', 'r.io/web:7.0'])
  })

  test('platforms of the workflow leave a tag out that has not all of them', async () => {
    const one = { ...known, 'r.io/api:1.1': { digest: digestOf(2), platforms: { 'linux/amd64': digestOf(11) } } }
    const result = await runWith({ platforms: 'linux/arm64', images: 'r.io/api' }, { known: one })
    expect(results(result)).toEqual(['r.io/api:1.0'])
    expect(result.report.uses[0]?.policy?.passedOver).toMatchObject([{ tag: '1.1', rule: 'platforms' }])
  })

  test('what is deployed is the answer of the record, and counts as held', async () => {
    const deployed: DeployedSource = {
      find: async uses => uses.map(({ call }) => ({ status: 'found', image: `${call.image}:0.1`, source: 'prod.yaml' }))
    }
    const result = await runWith(
      { 'deployed-images': 'prod.yaml' },
      { deployed, previous: 'images:\n  - { image: r.io/api, resultImage: "r.io/api:0.1" }\n' }
    )
    expect(results(result)).toEqual(['r.io/api:0.1', 'r.io/web:0.1'])
    expect(result.report.counts).toMatchObject({ addedImages: 1, heldImages: 1 })
    expect(result.report.uses.map(({ origin }) => origin)).toEqual(['deployed', 'deployed'])
  })
})
