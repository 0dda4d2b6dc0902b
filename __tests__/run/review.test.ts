import { describe, expect, test } from 'vitest'
import { parseOptions } from '../../src/options.ts'
import { renderProject } from '../../src/project/render-project.ts'
import { unwatched } from '../../src/project/renderer.ts'
import { type RunPorts, type RunResult, run } from '../../src/run.ts'
import { imagesIn } from '../helpers/image-source.ts'
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
      initContainers:
        - { name: first, image: '{{ images.get_image("r.io/api") }}' }
      containers:
        - { name: api, image: '{{ images.get_image("r.io/api") }}' }
`
}

type Files = { readonly base: string | undefined; readonly head: string | undefined; readonly isOnBase?: boolean }

const file = (tag: string | undefined): string =>
  tag === undefined ? 'images: []\n' : `images: [{ image: r.io/api, resultImage: "r.io/api:${tag}" }]\n`

/** A run in which the registry has 1.0 to 1.2, for a change under review that is known, or not. */
async function runFor(
  { base, head, isOnBase = true }: Files,
  untouched: boolean | undefined,
  raw = {}
): Promise<RunResult> {
  const ports: RunPorts = {
    render: async request => renderProject(tree(project), request, unwatched),
    builders: { kustomize: async () => new Map(), helm: async () => undefined },
    tags: tagsIn({ 'r.io/api': ['1.0', '1.1', '1.2'] }),
    images: imagesIn({}),
    readFile: () => '',
    readPrevious: () => file(head),
    readBaseline: async () => ({ text: file(base), name: 'base', base: file(base) }),
    reviewed: untouched === undefined ? undefined : { isOnBase, isProjectUntouched: async () => untouched },
    now: () => 0,
    ownFiles: new Set(),
    log: { debug: () => undefined, info: () => undefined, warning: () => undefined }
  }
  return run(parseOptions(raw).options, ports)
}

const committed = ({ report }: RunResult): readonly string[] =>
  report.warnings.flatMap(({ kind, image, message }) => (kind === 'committed' ? [`${image}: ${message}`] : []))

describe('an entry that the pull request itself changes', () => {
  const next = 'the next bump makes it 1.2, unless a pin or a hold keeps it'

  test.each<[string, Files, string]>([
    ['to an older tag', { base: '1.2', head: '1.0' }, 'changes its entry in fixed-images.yaml from 1.2 to 1.0'],
    [
      'to one that is not the newest',
      { base: '1.0', head: '1.1' },
      'changes its entry in fixed-images.yaml from 1.0 to 1.1'
    ],
    ['and that is new', { base: undefined, head: '1.1' }, 'adds its entry to fixed-images.yaml, with 1.1'],
    [
      'by taking it out',
      { base: '1.2', head: undefined },
      'takes its entry out of fixed-images.yaml, where the base has 1.2'
    ]
  ])('%s is told, once for all its uses', async (_, files, what) => {
    expect(committed(await runFor(files, false))).toEqual([`r.io/api: this pull request ${what}; ${next}`])
  })

  test.each<[string, Files, boolean | undefined]>([
    ['to what the run finds', { base: '1.0', head: '1.2' }, false],
    ['in nothing', { base: '1.0', head: '1.0' }, false],
    ['as far as nobody knows', { base: '1.2', head: '1.0' }, undefined]
  ])('%s is not told', async (_, files, untouched) => {
    expect(committed(await runFor(files, untouched))).toEqual([])
  })

  test('is the result where a pin has it too', async () => {
    const result = await runFor({ base: '1.2', head: '1.0' }, false, { 'fixed-images': 'r.io/api=r.io/api:1.0' })
    expect(committed(result)).toEqual([])
    expect(result.report.changes).toMatchObject([{ bump: 'downgrade' }])
  })

  test.each<[string, Files, readonly unknown[]]>([
    [
      'that differs',
      { base: '1.2', head: '1.0', isOnBase: false },
      [
        {
          kind: 'warning',
          image: null,
          message: expect.stringMatching(
            /^nobody can tell .* the entry of r\.io\/api in fixed-images\.yaml: .*fetch-depth: 0 /
          )
        }
      ]
    ],
    ['that is what the run finds', { base: '1.0', head: '1.2', isOnBase: false }, []],
    ['that is the same', { base: '1.0', head: '1.0', isOnBase: false }, []]
  ])('is a warning about one %s, where the files are not on the base', async (_, files, warnings) => {
    expect((await runFor(files, false)).report.warnings).toMatchObject(warnings)
    expect((await runFor(files, false)).report.warnings).toHaveLength(warnings.length)
  })

  test('is told where the run finds nothing as well', async () => {
    const result = await runFor({ base: '1.2', head: '1.0' }, false, { images: 'r.io/api = prefix("x-")' })
    expect(committed(result)).toEqual([
      'r.io/api: this pull request changes its entry in fixed-images.yaml from 1.2 to 1.0; what the next bump makes of it is not known'
    ])
  })
})

test.each<[string, Files, boolean | undefined, RegExp]>([
  [
    'that the registry alone brings says so',
    { base: '1.0', head: '1.0' },
    true,
    /^newest of 3 tags; brought by the registry, not by this pull request$/
  ],
  ['of a pull request that touches the project does not', { base: '1.0', head: '1.0' }, false, /^newest of 3 tags$/],
  ['that the pull request writes does not', { base: '1.0', head: '1.2' }, true, /^newest of 3 tags$/],
  ['of an image that is new does not', { base: undefined, head: undefined }, true, /^newest of 3 tags$/],
  ['of no pull request does not', { base: '1.0', head: '1.0' }, undefined, /^newest of 3 tags$/]
])('a change %s', async (_, files, untouched, why) => {
  const { report } = await runFor(files, untouched)
  expect(report.changes).toMatchObject([{ new: 'r.io/api:1.2', why: expect.stringMatching(why) }])
})
