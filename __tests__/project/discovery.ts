import { FixedImagesError, ProjectError } from '../../src/errors.ts'
import { type Discovery, findImages } from '../../src/project/discover.ts'
import type { Inclusion } from '../../src/project/inclusion.ts'
import { renderProject } from '../../src/project/render-project.ts'
import { unwatched } from '../../src/project/renderer.ts'
import type { ImageUse } from '../../src/project/uses.ts'
import { parseYaml, type YamlMap } from '../../src/yaml/parse.ts'
import { tree } from '../helpers/tree.ts'

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

/** Images of a discovery that has no problems, in the order they were found. */
export function imagesIn(files: Readonly<Record<string, string>>, setting: DiscoverySetting = {}): readonly string[] {
  const { uses, problems } = discoverIn(files, setting)
  if (problems.length > 0) throw new Error(problems.map(shortProblem).join('\n'))
  return uses.map(use => use.call.image)
}

/** `file:line code message` */
export function shortProblem(problem: Discovery['problems'][number]): string {
  const { code, message } = problem
  const place = problem instanceof ProjectError || problem instanceof FixedImagesError ? problem.place : undefined
  return `${place?.file ?? '-'}:${place?.line ?? '-'} ${code} ${message}`
}

/** A ConfigMap whose one text is the template `text`. */
export function configMap(name: string, text: string): string {
  return `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: ${name}\ndata:\n  text: "${text}"\n`
}

/** A ConfigMap that asks for an image; `expression` is what stands in the call. */
export function asks(expression: string, name = 'x'): string {
  return configMap(name, `{{ images.get_image(${expression}) }}`)
}
