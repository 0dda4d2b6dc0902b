import { FixedImagesError, type ImagesError, ProjectError } from '../../src/errors.ts'
import type { FixedImage } from '../../src/fixed/entry.ts'
import type { Inclusion } from '../../src/project/inclusion.ts'
import { renderProject } from '../../src/project/render-project.ts'
import type { ProjectWarning, RenderedFile } from '../../src/project/rendition.ts'
import { type ExternalSources, type Need, noExternalSources } from '../../src/project/sources.ts'
import { findPlaceholders } from '../../src/template/placeholder.ts'
import { isYamlMap, parseYaml } from '../../src/yaml/parse.ts'
import { tree } from '../helpers/tree.ts'

export type LoadingSetting = Partial<Inclusion> & {
  readonly target?: string
  /** YAML of the args of the command line. */
  readonly args?: string
  readonly ownFiles?: readonly string[]
  readonly external?: Partial<ExternalSources>
}

/** What a project asks for, before any program sees it. */
export type Loading = {
  readonly uses: readonly {
    readonly image: string
    readonly deploymentDir: string
    readonly tags: readonly string[]
    readonly path: string
  }[]
  readonly files: readonly RenderedFile[]
  readonly targetImages: readonly FixedImage[]
  readonly problems: readonly ImagesError[]
  readonly warnings: readonly ProjectWarning[]
  readonly needs: readonly Need[]
  readonly secrets: readonly string[]
}

/** Loads and renders a project from an object literal. */
export function load(files: Readonly<Record<string, string>>, setting: LoadingSetting = {}): Loading {
  const { target, args = '{}', ownFiles = [], external = {}, ...inclusion } = setting
  const map = parseYaml(args, 'args')?.value
  const project = renderProject(
    tree(files),
    {
      target,
      args: isYamlMap(map) ? map : new Map(),
      inclusion: {
        includeTags: [],
        excludeTags: [],
        includeDeploymentDirs: [],
        excludeDeploymentDirs: [],
        ...inclusion
      },
      external: { ...noExternalSources, ...external },
      ownFiles: new Set(ownFiles)
    },
    { begin: () => undefined, debug: () => undefined, refused: new Map() }
  )
  const uses = project.items.flatMap(({ item, files: rendered }) =>
    rendered.flatMap(({ path, text }) =>
      findPlaceholders(text).map(({ call }) => ({
        image: call.image,
        deploymentDir: item.deploymentDir,
        tags: item.tags,
        path
      }))
    )
  )
  return { ...project, uses, files: project.items.flatMap(item => item.files) }
}

/** Images that a project without problems asks for, in the order they stand. */
export function imagesIn(files: Readonly<Record<string, string>>, setting: LoadingSetting = {}): readonly string[] {
  const { uses, problems } = load(files, setting)
  if (problems.length > 0) throw new Error(problems.map(shortProblem).join('\n'))
  return uses.map(use => use.image)
}

/** What a template prints with the variables of a project, or its problems. */
export function printed(
  expression: string,
  files: Readonly<Record<string, string>>,
  setting: LoadingSetting = {}
): string {
  const loaded = load(
    { 'deployment.yaml': 'deployments: [{path: app}]', 'app/x.yaml': `a: "{{ ${expression} }}"`, ...files },
    setting
  )
  if (loaded.problems.length > 0) return loaded.problems.map(shortProblem).join('\n')
  return /a: "(.*)"/.exec(loaded.files[0]?.text ?? '')?.[1] ?? ''
}

/** `file:line code message` */
export function shortProblem(problem: ImagesError): string {
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
