import { readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { FixedImagesError, InputError } from '../../src/errors.ts'
import { parseOptions, type RawOptions } from '../../src/options.ts'
import { renderProject } from '../../src/project/render-project.ts'
import { unwatched } from '../../src/project/renderer.ts'
import { jsonText } from '../../src/report/escape.ts'
import { type RunPorts, type RunResult, run } from '../../src/run.ts'
import { unasked } from '../helpers/image-source.ts'
import { tagsIn } from '../helpers/tag-source.ts'
import { tree } from '../helpers/tree.ts'
import { apiTags, project, registry } from './shop.ts'

type Surroundings = {
  /** Requests that the look for sources costs; nobody looks if absent. */
  readonly sourceRequests?: number
  readonly files?: Readonly<Record<string, string>>
  readonly tags?: typeof registry
  readonly previous?: string
  readonly named?: Readonly<Record<string, string>>
  readonly baseline?: string
}

async function runWith(raw: RawOptions, around: Surroundings = {}): Promise<RunResult & { asked: readonly string[] }> {
  const { options, problems } = parseOptions(raw)
  expect(problems).toEqual([])
  const tags = tagsIn(around.tags ?? registry)
  const { sourceRequests } = around
  let more = 0
  const ports: RunPorts = {
    render: async request => renderProject(tree(around.files ?? project), request, unwatched),
    builders: { kustomize: async () => new Map(), helm: async () => undefined },
    tags: { ...tags, cost: () => ({ ...tags.cost(), requests: tags.cost().requests + more }) },
    findSources:
      sourceRequests === undefined
        ? undefined
        : async changes => {
            more += sourceRequests
            return changes
          },
    readFile(path, option) {
      const text = around.named?.[path]
      if (text === undefined) throw new InputError(option, `there is no file ${path}`)
      return text
    },
    readPrevious: () => around.previous,
    readBaseline: async previous => {
      const text = around.baseline ?? previous
      return text === undefined ? undefined : { text, name: 'baseline' }
    },
    ownFiles: new Set(['fixed-images.yaml']),
    images: unasked,
    now: () => Date.parse('2026-11-22T12:00:00Z'),
    log: { debug: () => undefined, info: () => undefined, warning: () => undefined }
  }
  return { ...(await run(options, ports)), asked: tags.asked }
}

const golden = (name: string): string => join(dirname(fileURLToPath(import.meta.url)), '../fixtures/run', name)
/** Compares with a file that a person can read; UPDATE_GOLDEN=1 writes it. */
function expectGolden(name: string, text: string): void {
  if (process.env['UPDATE_GOLDEN'] === '1') writeFileSync(golden(name), text)
  expect(text).toBe(readFileSync(golden(name), 'utf8'))
}

const prod: RawOptions = { target: 'prod' }
const previous = readFileSync(golden('previous.yaml'), 'utf8')

describe('a run over a shop', () => {
  test('gives the file and the report that a person has checked', async () => {
    const result = await runWith(prod, { previous })
    expect(result.report.failures).toEqual([])
    expect(result.ok && result.changed).toBe(true)
    expectGolden('fixed-images.yaml', result.text)
    expectGolden('report.json', `${jsonText(result.report, 2)}\n`)
  })

  test('has in its receipt what the sources of changes cost as well', async () => {
    const result = await runWith(prod, { previous, sourceRequests: 5 })
    const without = await runWith(prod, { previous })
    expect(result.report.changes.some(({ kind }) => kind === 'changed')).toBe(true)
    expect(result.report.cost.requests).toBe(without.report.cost.requests + 5)
  })

  test('a second time changes nothing', async () => {
    const first = await runWith(prod, { previous })
    const second = await runWith(prod, { previous: first.text })
    expect(second.text).toBe(first.text)
    expect(second.changed).toBe(false)
    expect(second.report.changes).toEqual([])
  })

  test('asks each repository once, and none that a pin decides', async () => {
    const { asked } = await runWith(prod, { previous })
    expect(asked.toSorted()).toEqual(['docker.io/library/nginx', 'r.io/shop/api', 'r.io/shop/worker'])
  })

  test('gives the same bytes whatever the order of tags and files is', async () => {
    const expected = await runWith(prod, { previous })
    const shuffled = <T>(list: readonly T[]): fc.Arbitrary<T[]> =>
      fc.shuffledSubarray([...list], { minLength: list.length })
    await fc.assert(
      fc.asyncProperty(shuffled(Object.entries(project)), shuffled(apiTags), async (files, api) => {
        const result = await runWith(prod, {
          previous,
          files: Object.fromEntries(files),
          tags: { ...registry, 'r.io/shop/api': api }
        })
        expect(result.text).toBe(expected.text)
        expect(jsonText(result.report, 2)).toBe(jsonText(expected.report, 2))
      }),
      { numRuns: 20 }
    )
  })

  test('puts an image once where an alias makes two uses of one text', async () => {
    const text = 'kind: A\nmetadata: {name: a}\nfirst: &i "{{ images.get_image(\'r.io/shop/api\') }}"\nsecond: *i\n'
    const { manifests, report } = await runWith({ 'render-output-dir': 'out' }, { files: { 'x.yaml': text } })
    expect(report.uses).toHaveLength(2)
    expect(manifests.get('x.yaml')).toBe(
      'kind: A\nmetadata: {name: a}\nfirst: &i "r.io/shop/api:2.1.0"\nsecond: *i\n'.trimEnd()
    )
  })

  test('puts the images into the manifests and changes nothing else in them', async () => {
    const { manifests } = await runWith({ ...prod, 'render-output-dir': 'out' }, { previous })
    expect([...manifests.keys()].toSorted()).toEqual(['api/api.yaml', 'jobs/worker.yaml', 'web/web.yaml'])
    expectGolden('api.yaml', manifests.get('api/api.yaml') ?? '')
  })
})

describe('a run about a part', () => {
  test('changes its own entries only', async () => {
    const whole = await runWith(prod, { previous })
    const part = await runWith(
      { ...prod, 'include-tags': 'web' },
      { previous: whole.text, tags: { ...registry, 'docker.io/library/nginx': ['1.99'] } }
    )
    expect(part.asked).toEqual(['docker.io/library/nginx'])
    expect(part.text).toBe(whole.text.replace('nginx:1.27', 'nginx:1.99'))
    expect(part.report.changes.map(({ image }) => image)).toEqual(['nginx'])
  })

  test('of selected images keeps the others, and says so', async () => {
    const whole = await runWith(prod, { previous })
    const part = await runWith({ ...prod, images: 'nginx = regex("1[.]26")' }, { previous: whole.text })
    expect(part.text).toBe(whole.text.replace('nginx:1.27', 'nginx:1.26'))
    expect(part.report.counts.kept).toBeGreaterThan(0)
  })

  test('done twice is the same as once', async () => {
    const once = await runWith({ ...prod, 'exclude-tags': 'web' }, { previous })
    const twice = await runWith({ ...prod, 'exclude-tags': 'web' }, { previous: once.text })
    expect(twice.text).toBe(once.text)
  })
})

describe('failures', () => {
  test('are reported all together, and the file must not be written then', async () => {
    const files = { ...project, 'web/broken.yaml': 'a: {{ nope }}\n', 'jobs/worse.yaml': 'a: [\n' }
    const result = await runWith(prod, { previous, files, tags: { ...registry, 'r.io/shop/api': [] } })
    expect(result.ok).toBe(false)
    expect(result.report.failures.map(({ code, place }) => `${place?.file} ${code}`)).toEqual([
      'jobs/worse.yaml yaml',
      'web/broken.yaml template',
      'api/api.yaml no-tag'
    ])
    expect(result.report.uses.filter(use => use.status === 'resolved').length).toBeGreaterThan(0)
  })

  test('in a part of the project do not make its images count as removed', async () => {
    const whole = await runWith(prod, { previous })
    const files = { ...project, 'web/web.yaml': 'a: {{ nope }}\n' }
    const { report } = await runWith(prod, { previous: whole.text, files })
    expect(report.failures).toHaveLength(1)
    expect(report.changes).toEqual([])
    expect(report.counts.removed).toBe(0)
  })

  test('of the whole project leave nothing to compare', async () => {
    const files = { ...project, '.kluctl.yaml': `${project['.kluctl.yaml']}  - name: missing\n` }
    const { report, ok } = await runWith(prod, { previous, files })
    expect(ok).toBe(false)
    expect(report.changes).toEqual([])
  })

  test('of one registry are one failure with all its places', async () => {
    const tags = { ...registry, 'r.io/shop/api': { fails: 'no login' } }
    const { report } = await runWith(prod, { previous, tags })
    expect(report.failures.map(({ image, where }) => [image, where.length])).toEqual([['r.io/shop/api', 2]])
  })

  test.each<[string, RawOptions, Surroundings, new (...args: never[]) => Error, string]>([
    ['a target that is not there', { target: 'no' }, {}, InputError, 'there is no target "no"'],
    [
      'a fixed-images file that is not there',
      { 'fixed-images-file': 'no.yaml' },
      {},
      InputError,
      'there is no file no.yaml'
    ],
    ['a broken output file', prod, { previous: 'images: [' }, FixedImagesError, 'Flow sequence'],
    [
      'a broken fixed-images file',
      { 'fixed-images-file': 'x.yaml' },
      { named: { 'x.yaml': 'images: 5' } },
      FixedImagesError,
      'a list is expected'
    ],
    ['a broken file of args', { 'args-from-file': 'x.yaml' }, { named: { 'x.yaml': 'a: [' } }, InputError, 'x.yaml:1:'],
    [
      'args that are no map',
      { 'args-from-file': 'x.yaml' },
      { named: { 'x.yaml': '[1]' } },
      InputError,
      'does not hold a map'
    ],
    [
      'a broken baseline that was asked for',
      { ...prod, baseline: 'x.yaml' },
      { baseline: 'images: 5' },
      FixedImagesError,
      'a list is expected'
    ]
  ])('stop the run at once for %s', async (_, raw, around, type, message) => {
    const failing = runWith(raw, around)
    await expect(failing).rejects.toThrow(type)
    await expect(failing).rejects.toThrow(message)
  })

  test('of the base commit do not stop the run that mends it', async () => {
    const { ok, report } = await runWith(prod, { previous, baseline: 'images: 5' })
    expect(ok).toBe(true)
    expect(report.warnings.map(({ message }) => message).join()).toContain(
      'baseline cannot be read, so that every image counts as new'
    )
  })
})

test('a change that a pin decides names no version filter, also where the registry was asked first', async () => {
  const { report } = await runWith(
    { ...prod, 'update-images': 'true', 'fixed-images': 'nginx=nginx:1.0' },
    { tags: { ...registry, 'docker.io/library/nginx': [] } }
  )
  expect(report.changes.find(({ image }) => image === 'nginx')).toMatchObject({ new: 'nginx:1.0', filter: null })
})

test('flags win over files, files over the target', async () => {
  const named = { 'pins.yaml': 'images:\n  - {image: r.io/shop/api, resultImage: "r.io/shop/api:file"}\n' }
  const result = async (raw: RawOptions): Promise<unknown> =>
    (await runWith({ ...prod, ...raw }, { named })).report.uses.find(use => use.image === 'r.io/shop/api')?.result
  expect(await result({ 'fixed-images-file': 'pins.yaml' })).toBe('r.io/shop/api:file')
  expect(await result({ 'fixed-images-file': 'pins.yaml', 'fixed-images': 'r.io/shop/api=r.io/shop/api:flag' })).toBe(
    'r.io/shop/api:flag'
  )
  expect(await result({ 'fixed-images-file': 'pins.yaml', 'update-images': 'true' })).toBe('r.io/shop/api:2.1.0')
})
