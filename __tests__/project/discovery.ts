import { ProjectError } from '../../src/errors.ts'
import { type Discovery, findImages } from '../../src/project/discover.ts'
import type { Inclusion } from '../../src/project/inclusion.ts'
import { renderProject } from '../../src/project/render-project.ts'
import { unwatched } from '../../src/project/renderer.ts'
import type { ImageUse } from '../../src/project/uses.ts'
import { parseYaml, type YamlMap } from '../../src/yaml/parse.ts'
import { tree } from '../helpers/tree.ts'

export { asks, configMap, shortProblem } from './loading.ts'

export type DiscoverySetting = Partial<Inclusion> & {
  readonly target?: string
  /** YAML of the args of the command line. */
  readonly args?: string
  readonly ownFiles?: readonly string[]
}

/** Loads a project from an object literal and finds its uses. */
export function discoverIn(files: Readonly<Record<string, string>>, setting: DiscoverySetting = {}): Discovery {
  const { target, args = '{}', ownFiles = [], ...inclusion } = setting
  const request = {
    target,
    args: (parseYaml(args, 'args')?.value ?? new Map()) as YamlMap,
    inclusion: {
      includeTags: [],
      excludeTags: [],
      includeDeploymentDirs: [],
      excludeDeploymentDirs: [],
      ...inclusion
    },
    ownFiles: new Set(ownFiles)
  }
  const project = renderProject(tree(files), request, unwatched)
  const built = project.items
    .filter(({ build }) => build === 'kustomize')
    .map(({ item: { treeDir }, kustomization }) => {
      const place = { file: kustomization ?? treeDir }
      return [treeDir, new ProjectError('unsupported', 'this kustomization needs a program', place)] as const
    })
  return findImages(project, new Map(), new Map(built))
}

/** `image namespace Kind/name container` of a use; `-` for what is empty. */
export function shortUse({ call, namespace, deployment, container }: ImageUse): string {
  return [call.image, namespace, deployment, container].map(part => (part === '' ? '-' : part)).join(' ')
}
