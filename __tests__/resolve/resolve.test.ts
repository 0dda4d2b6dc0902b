import { describe, expect, test } from 'vitest'
import type { FixedImage } from '../../src/fixed/entry.ts'
import type { ImageUse } from '../../src/project/uses.ts'
import type { Answer } from '../../src/resolve/answer.ts'
import type { Pin } from '../../src/resolve/pins.ts'
import { type ResolveRequest, resolveUses } from '../../src/resolve/resolve.ts'
import { parseImageRules } from '../../src/resolve/rules.ts'
import { makeRunPolicy, noPolicy } from '../../src/resolve/run-policy.ts'
import type { YamlValue } from '../../src/yaml/parse.ts'
import { unasked } from '../helpers/image-source.ts'
import { useOf } from '../helpers/image-use.ts'
import { tagsIn } from '../helpers/tag-source.ts'

const registry = {
  'r.io/app': ['1.0', '1.10', '1.9', 'main-7', 'latest'],
  'r.io/empty': [],
  'r.io/closed': { fails: 'no login' },
  'docker.io/library/nginx': ['1.25', '1.26']
}

const pin = (entry: Partial<FixedImage>, source = 'fixed.yaml'): Pin => ({
  entry: { resultImage: 'r.io/app:pinned', ...entry },
  source
})
const previous = (image: string, resultImage: string): readonly FixedImage[] => [{ image, resultImage }]

type Setting = Partial<Omit<ResolveRequest, 'rules'>> & { readonly images?: readonly string[] }

async function resolve(uses: readonly ImageUse[], { images = [], ...setting }: Setting = {}, seeks = false) {
  const tags = tagsIn(registry, seeks)
  const rules = parseImageRules(images).rules
  const policy = makeRunPolicy(noPolicy, { rules, platforms: [], allowRegistries: undefined, denyRegistries: [] })
  const options = { pins: [], previous: [], updateImages: false, offlineImages: false, now: 0 }
  const answers = await resolveUses(uses, { ...options, rules, policy, ...setting }, { tags, images: unasked })
  return { answers, asked: tags.asked }
}

function summary(answer: Answer | undefined): string {
  if (answer?.status === 'resolved') return `${answer.result} (${answer.why})`
  if (answer?.status === 'failed') return `${answer.error.code}: ${answer.error.message}`
  return `skipped: ${answer?.why}`
}

const app = useOf('r.io/app')
const pins = [pin({ image: 'r.io/app' })]
const kept = previous('r.io/app', 'r.io/app:0.9')

describe('who answers', () => {
  test.each<[string, ImageUse, Setting, string, number]>([
    ['the registry by default', app, {}, 'r.io/app:1.10 (newest of 5 tags)', 1],
    ['the registry, not the output file', app, { previous: kept }, 'r.io/app:1.10 (', 1],
    ['a pin before the registry', app, { pins }, 'r.io/app:pinned (pinned by fixed.yaml)', 0],
    ['a pin before what is selected', app, { pins, images: ['**'] }, 'r.io/app:pinned (', 0],
    ['a pin of what is not selected', app, { pins, images: ['nginx'] }, 'r.io/app:pinned (', 0],
    ['a pin offline', app, { pins, offlineImages: true }, 'r.io/app:pinned (', 0],
    ['the registry before a pin with update-images', app, { pins, updateImages: true }, 'r.io/app:1.10 (', 1],
    [
      'a pin with update-images for what is not selected',
      app,
      { pins, updateImages: true, images: ['nginx'] },
      'r.io/app:pinned (',
      0
    ],
    [
      'a pin with update-images where no tag matches',
      useOf('r.io/empty'),
      { pins: [pin({ image: 'r.io/empty' })], updateImages: true },
      'r.io/app:pinned (pinned by fixed.yaml)',
      1
    ],
    [
      'a pin with update-images offline',
      app,
      { pins, updateImages: true, offlineImages: true },
      'r.io/app:pinned (',
      0
    ],
    [
      'the output file for what is not selected',
      app,
      { previous: kept, images: ['nginx'] },
      'r.io/app:0.9 (kept, not selected by images)',
      0
    ],
    [
      'the output file for what is left out',
      app,
      { previous: kept, images: ['!r.io/app'] },
      'r.io/app:0.9 (kept, not selected',
      0
    ],
    [
      'nobody for what is not selected and has no entry',
      app,
      { images: ['nginx'] },
      'skipped: not selected by images, and there is no previous entry to keep',
      0
    ],
    ['the output file offline', app, { previous: kept, offlineImages: true }, 'r.io/app:0.9 (kept, offline)', 0],
    ['nobody offline without an entry', app, { offlineImages: true }, 'no-answer: "r.io/app" has no fixed image', 0],
    ['the filter of the call', useOf('r.io/app', { filter: "prefix('main-')" }), {}, 'r.io/app:main-7 (', 1],
    [
      'the filter of images before that of the call',
      useOf('r.io/app', { filter: "prefix('main-')" }),
      { images: ["r.io/* = regex('1\\.9')"] },
      'r.io/app:1.9 (newest of 5 tags)',
      1
    ],
    ['the repository on Docker Hub for a short name', useOf('nginx'), {}, 'nginx:1.26 (', 1]
  ])('%s', async (_, use, setting, expected, requests) => {
    const { answers, asked } = await resolve([use], setting)
    expect(summary(answers[0])).toContain(expected)
    expect(asked).toHaveLength(requests)
  })
})

describe('what cannot be answered is a failure that says why', () => {
  test.each<[string, ImageUse, Setting, string, number]>([
    ['a registry that refuses', useOf('r.io/closed'), {}, 'unauthorized: r.io/closed: no login', 1],
    ['a repository that is not there', useOf('r.io/none'), {}, 'not-found: r.io/none', 1],
    ['a repository without tags', useOf('r.io/empty'), {}, 'no-tag: r.io/empty has no tags', 1],
    [
      'no tag that matches',
      useOf('r.io/app', { filter: 'number()' }),
      {},
      'no-tag: none of the 5 tags of r.io/app matches number()',
      1
    ],
    ['a tag in the name', useOf('r.io/app:1.0'), {}, 'image-name: get_image asks for a repository', 0],
    ['a digest in the name', useOf(`r.io/app@sha256:${'0'.repeat(64)}`), {}, 'has a digest', 0],
    ['a name that is no reference', useOf('R.io/App'), {}, 'image-name: "R.io/App" is not an image reference', 0],
    ['an empty name', useOf(''), {}, 'image-empty: images.get_image: the image name is empty', 0],
    ['a wrong filter', useOf('r.io/app', { filter: 'semver(' }), {}, 'filter: ', 0],
    ['a wrong filter, also of what is pinned', useOf('r.io/app', { filter: 'semver(' }), { pins }, 'filter: ', 0],
    [
      'a wrong filter, also where images names another',
      useOf('r.io/app', { filter: 'x' }),
      { images: ['** = semver()'] },
      'filter: ',
      0
    ],
    [
      'a registry that refuses, also with update-images and a pin',
      useOf('r.io/closed'),
      {
        pins: [pin({ image: 'r.io/closed' })],
        updateImages: true
      },
      'unauthorized: ',
      1
    ]
  ])('%s', async (_, use, setting, expected, requests) => {
    const { answers, asked } = await resolve([use], setting)
    expect(answers[0]?.status).toBe('failed')
    expect(summary(answers[0])).toContain(expected)
    expect(asked).toHaveLength(requests)
  })

  test('and does not hide the others', async () => {
    const { answers } = await resolve([useOf('r.io/closed'), app, useOf(''), useOf('nginx')])
    expect(answers.map(answer => answer.status)).toEqual(['failed', 'resolved', 'failed', 'resolved'])
  })

  test('a missing tag shows what tags look like there, and who proposes a filter', async () => {
    const { answers } = await resolve([useOf('r.io/app', { filter: 'number()' })])
    const [answer] = answers
    expect(answer?.status === 'failed' && answer.error.hint).toBe(
      'Tags there look like 1.0, 1.10, 1.9. kluctl-images suggest r.io/app proposes a version filter for them; or pin the image.'
    )
  })

  test('a pin that stands in for the registry is warned about', async () => {
    const use = useOf('r.io/empty')
    const { answers } = await resolve([use], { pins: [pin({ image: 'r.io/empty' })], updateImages: true })
    expect(answers[0]).toMatchObject({ warning: 'r.io/empty has no tags; the pin of fixed.yaml is used' })
  })
})

test('a tag or digest in the name is fine where a pin decides', async () => {
  const { answers, asked } = await resolve([useOf('r.io/app:1.0')], { pins: [pin({ image: 'r.io/app:1.0' })] })
  expect(summary(answers[0])).toContain('r.io/app:pinned')
  expect(asked).toEqual([])
})

test('each repository is listed once, however it is spelled and filtered', async () => {
  const { asked } = await resolve([
    useOf('nginx'),
    useOf('docker.io/library/nginx'),
    useOf('nginx', { filter: 'number()' }),
    app,
    useOf('r.io/app', { container: 'other' }),
    useOf('r.io/closed'),
    useOf('r.io/closed', { container: 'other' })
  ])
  expect(asked).toEqual(['docker.io/library/nginx', 'r.io/app', 'r.io/closed'])
})

describe('a registry that lists only what begins with a text', () => {
  const main = (suffix: string): ImageUse => useOf('r.io/app', { filter: `prefix('main-', suffix=${suffix})` })

  test.each<[string, readonly ImageUse[], readonly string[], string]>([
    [
      'is asked for it',
      [main('number()')],
      ['r.io/app main-'],
      'r.io/app:main-7 (newest of 1 tag that begins with main-)'
    ],
    [
      'is asked for what all filters have in common',
      [main('number()'), useOf('r.io/app', { filter: "regex('ma.*')" })],
      ['r.io/app ma'],
      'r.io/app:main-7 (newest of 1 tag that begins with ma)'
    ],
    [
      'is asked for all tags where one filter needs them',
      [main('number()'), useOf('r.io/app')],
      ['r.io/app'],
      'r.io/app:main-7 (newest of 5 tags)'
    ],
    [
      'is asked for all tags before it is said that none matches',
      [main("regex('[a-z]+')")],
      ['r.io/app main-', 'r.io/app'],
      'no-tag: none of the 5 tags of r.io/app matches prefix('
    ],
    [
      'is asked for all tags where none begins with it',
      [useOf('r.io/app', { filter: "prefix('dev-')" })],
      ['r.io/app dev-'],
      'no-tag: none of the 5 tags of r.io/app matches prefix('
    ]
  ])('%s', async (_, uses, expected, text) => {
    const { answers, asked } = await resolve(uses, {}, true)
    expect(asked).toEqual(expected)
    expect(summary(answers[0])).toContain(text)
  })

  test('is not asked for the filter of a use that a pin decides', async () => {
    const uses = [main('number()'), useOf('r.io/app', { container: 'pinned' })]
    const { asked } = await resolve(uses, { pins: [pin({ image: 'r.io/app', container: 'pinned' })] }, true)
    expect(asked).toEqual(['r.io/app main-'])
  })
})

describe('pins', () => {
  test('the last that matches wins: flags after files after the target', async () => {
    const { answers } = await resolve([app], {
      pins: [
        pin({ image: 'r.io/app', resultImage: 'r.io/app:target' }, 'target prod'),
        pin({ image: 'r.io/app', resultImage: 'r.io/app:file' }, 'fixed.yaml'),
        pin({ image: 'r.io/app', resultImage: 'r.io/app:flag', container: 'other' }, 'the option fixed-images')
      ]
    })
    expect(summary(answers[0])).toBe('r.io/app:file (pinned by fixed.yaml)')
  })

  const entry = (fields: Record<string, string>): YamlValue => new Map(Object.entries(fields))

  test('the variable images pins where nothing else does', async () => {
    const use = useOf('r.io/app', { imagesVariable: [entry({ image: 'r.io/app', resultImage: 'r.io/app:var' })] })
    expect(summary((await resolve([use])).answers[0])).toBe('r.io/app:var (pinned by the variable images)')
    expect(summary((await resolve([use], { pins })).answers[0])).toContain('r.io/app:pinned')
  })

  test('a wrong variable images is a failure of its call', async () => {
    const use = useOf('r.io/app', { imagesVariable: [entry({ image: 'r.io/app' })] })
    const [answer] = (await resolve([use])).answers
    expect(summary(answer)).toBe('fixed-images: the variable images: images[0]: resultImage is missing')
    expect(answer?.status === 'failed' && 'place' in answer.error && answer.error.place).toEqual(use.call.place)
  })
})
