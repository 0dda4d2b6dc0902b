import { describe, expect, test } from 'vitest'
import { ProjectError } from '../../src/errors.ts'
import { type BuildResults, type Discovery, discover } from '../../src/project/discover.ts'
import type { RenderedTree } from '../../src/project/kustomize-tree.ts'
import { renderProject } from '../../src/project/render-project.ts'
import { unwatched } from '../../src/project/renderer.ts'
import { tree } from '../helpers/tree.ts'
import { configMap, discoverIn, shortProblem, shortUse } from './discovery.ts'

const helmChart = 'helmChart: {path: ./c, releaseName: r}\n'
const kustomization = 'resources: [helm-rendered.yaml]\nnamePrefix: p-\n'

type Programs = {
  /** What helm says for every chart; undefined where there is none. */
  readonly helm: string | undefined
  readonly kustomize?: (folder: string) => string | ProjectError
}

/** Discovers a project with stand-ins for the programs; also what kustomize was given. */
async function discoverWith(
  files: Readonly<Record<string, string>>,
  { helm, kustomize = folder => configMap(folder.replaceAll('/', '-'), 'x') }: Programs
): Promise<Discovery & { readonly given: RenderedTree }> {
  const inclusion = { includeTags: [], excludeTags: [], includeDeploymentDirs: [], excludeDeploymentDirs: [] }
  const request = { target: undefined, args: new Map(), inclusion, ownFiles: new Set<string>() }
  let given: RenderedTree = new Map()
  const found = await discover(renderProject(tree(files), request, unwatched), {
    helm: async (_, jobs) => (helm === undefined ? undefined : new Map(jobs.map(({ folder }) => [folder, helm]))),
    async kustomize(built, jobs): Promise<BuildResults> {
      given = built
      return new Map(jobs.map(({ folder }) => [folder, kustomize(folder)]))
    }
  })
  return { ...found, given }
}

const project = {
  'deployment.yaml': 'deployments: [{path: app}]',
  'app/helm-chart.yaml': helmChart,
  'app/helm-values.yaml': "a: {{ images.get_image('a') }}",
  'app/c/Chart.yaml': 'name: c',
  'app/kustomization.yaml': kustomization
}

describe('what a chart makes', () => {
  test('is a file that kustomize reads', async () => {
    const { given, uses, problems } = await discoverWith(project, { helm: configMap('made', 'x') })
    expect(problems).toEqual([])
    expect(given.get('app/helm-rendered.yaml')).toBe(configMap('made', 'x'))
    // the objects that the values end in are known
    expect(uses).toEqual([])
  })

  test('is read below the folder of the item too', async () => {
    const { given } = await discoverWith(
      {
        'deployment.yaml': 'deployments: [{path: app}]',
        'app/kustomization.yaml': 'resources: [sub]',
        'app/sub/kustomization.yaml': 'resources: [out.yaml]',
        'app/sub/helm-chart.yml': 'helmChart: {path: ./c, releaseName: r, output: out.yaml}',
        'app/sub/c/Chart.yaml': 'name: c'
      },
      { helm: configMap('made', 'x') }
    )
    expect(given.get('app/sub/out.yaml')).toBe(configMap('made', 'x'))
  })

  test('is read from a folder below, where helm-chart.yaml names one', async () => {
    const { manifests } = await discoverWith(
      {
        'deployment.yaml': 'deployments: [{path: app}]',
        'app/helm-chart.yaml': 'helmChart: {path: ./c, releaseName: r, output: made/out.yaml}',
        'app/c/Chart.yaml': 'name: c'
      },
      { helm: configMap('made', 'x') }
    )
    expect(manifests.map(({ output }) => output)).toEqual(['made/out.yaml'])
  })

  test('of an item that is only rendered is there for the kustomizations of others', async () => {
    const { given } = await discoverWith(
      {
        ...project,
        'deployment.yaml': 'deployments: [{path: app, onlyRender: true}, {path: user}]',
        'user/kustomization.yaml': 'resources: [../app]'
      },
      { helm: configMap('made', 'x') }
    )
    expect(given.get('app/helm-rendered.yaml')).toBe(configMap('made', 'x'))
  })
})

test('a remote resource beside a chart is refused at its line', () => {
  const { problems } = discoverIn({
    ...project,
    'app/kustomization.yaml': 'resources:\n- https://example.com/x.yaml\n- ./helm-rendered.yaml\n'
  })
  expect(problems.map(shortProblem).join()).toContain(
    'app/kustomization.yaml:2 unsupported resources[0]: the remote resource "https://example.com/x.yaml" is not allowed'
  )
})

describe('a chart that is not rendered', () => {
  test('leaves an empty file, so that the rest can be built, and the calls in its values', async () => {
    const { given, uses, problems } = await discoverWith(project, { helm: undefined })
    expect(problems).toEqual([])
    expect(given.get('app/helm-rendered.yaml')).toBe('')
    expect(uses.map(shortUse)).toEqual(['a - - -'])
  })

  test('is named where kustomize fails', async () => {
    const failed = new ProjectError('config', 'kustomize cannot build "app": no matches', {
      file: 'app/kustomization.yaml'
    })
    const { problems } = await discoverWith(project, { helm: undefined, kustomize: () => failed })
    expect(problems).toMatchObject([
      {
        message: failed.message,
        hint: 'It was built without app/helm-rendered.yaml, since that chart is not rendered here: vendor it, and put helm on PATH.'
      }
    ])
  })
})
