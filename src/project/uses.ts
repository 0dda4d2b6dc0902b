import { isImagesError, type Place, ProjectError } from '../errors.ts'
import { type Excerpt, excerptOf } from '../excerpt.ts'
import { isDeployment } from '../fixed/entry.ts'
import { type Call, findLeftover, findPlaceholders, replacePlaceholders } from '../template/placeholder.ts'
import { quote } from '../text.ts'
import { parseYamlDocuments, type YamlDocument, yamlLimits } from '../yaml/parse.ts'
import { isSimpleYaml } from '../yaml/simple.ts'
import type { Manifest } from './manifests.ts'
import { findObjects, type KubernetesObject, type TextValue, textValues } from './objects.ts'

/**
 * A call at its place: what `images.get_image` asked for, and which container of which object wants it.
 * Source: kluctl v2.16, pkg/deployment/images.go; kluctl-semantics 2.3.
 */
export type ImageUse = {
  readonly call: Call
  /** Namespace of the object; empty where it has none. */
  readonly namespace: string
  /** `Kind/name`; empty for a call in Helm values. */
  readonly deployment: string
  /** Value of `name` beside the text; empty where there is none. */
  readonly container: string
  readonly field: string
  readonly deploymentDir: string
  readonly tags: readonly string[]
  /** The rendered file, and where in it the placeholder stands. */
  readonly manifest: Manifest
  readonly range: readonly [number, number]
}

export type FoundUses = {
  readonly uses: readonly ImageUse[]
  readonly problems: readonly ProjectError[]
  readonly warnings: readonly { readonly message: string; readonly place?: Place }[]
}

/**
 * Finds every call in a rendered file: in any text value of any object, several in one text. A file without calls must be readable all the same:
 * what kluctl would refuse is not passed over in silence.
 */
export function findUses(manifest: Manifest): FoundUses {
  try {
    const leftover = findLeftover(manifest.text)
    const isWithout = leftover === undefined && !hasPlaceholder(manifest.text)
    if (isWithout && isSimpleYaml(manifest.text)) return { uses: [], problems: [], warnings: [] }
    const documents = parseYamlDocuments(manifest.text, manifest.path, yamlLimits, 'rendered')
    if (isWithout) return { uses: [], problems: [], warnings: [] }
    const found = documents.flatMap(document => usesOf(manifest, document, false))
    const local = documents.flatMap(document => usesOf(manifest, document, true))
    return {
      uses: found.filter(use => nameProblem(use) === undefined),
      problems: [
        ...found.flatMap(use => nameProblem(use) ?? []),
        ...lost(manifest, [...found, ...local]),
        ...altered(manifest, leftover)
      ],
      warnings: labelWarnings(found)
    }
  } catch (error) {
    if (!isImagesError(error)) throw error
    return { uses: [], problems: [inRendered(manifest, error)], warnings: [] }
  }
}

function hasPlaceholder(text: string): boolean {
  return findPlaceholders(text).length > 0
}

/** A name that Kubernetes refuses could not be read back from the fixed-images file. */
function nameProblem({ deployment, namespace, call, manifest }: ImageUse): ProjectError | undefined {
  const isFine = (deployment === '' || isDeployment(deployment)) && !/[/\s]/.test(namespace)
  if (isFine) return undefined
  const name = namespace === '' ? deployment : `${deployment} in ${namespace}`
  return new ProjectError(
    'config',
    `the object ${quote(name)} that uses get_image(${quote(call.image)}) has a name that Kubernetes refuses`,
    call.place ?? { file: manifest.path }
  )
}

function inRendered(manifest: Manifest, error: Error & { readonly hint?: string | undefined }): ProjectError {
  const place = error instanceof ProjectError ? error.place : { file: manifest.path }
  const hint = error.hint ?? 'Line and column count in the rendered text.'
  return new ProjectError('yaml', `the rendered file is not valid YAML: ${error.message}`, place, {
    cause: error,
    hint,
    excerpt: place && renderedLines(manifest, place)
  })
}

/** Lines of the rendered file, with the images that were asked for in place of the placeholders. */
function renderedLines({ text }: Manifest, place: Place): Excerpt | undefined {
  return excerptOf(text, place, {
    isRendered: true,
    rewrite: part => replacePlaceholders(part, call => call.image)
  })
}

/** Where an offset of the rendered file is. */
function placeAt({ text, path }: Manifest, offset: number): Place {
  const before = text.slice(0, offset)
  return { file: path, line: before.split('\n').length, column: offset - before.lastIndexOf('\n') }
}

/** Calls in the objects of a document, or, with `isLocal`, in those that kustomize leaves out. */
function usesOf(manifest: Manifest, document: YamlDocument, isLocal: boolean): readonly ImageUse[] {
  if (manifest.kind === 'values') {
    if (isLocal) return []
    return textUses(manifest, undefined, [...textValues(document.document.contents, document)])
  }
  const objects = findObjects(document, manifest.namespace).filter(object => object.isLocal === isLocal)
  return objects.flatMap(object => textUses(manifest, object, [...textValues(object.node, document)]))
}

function textUses(
  manifest: Manifest,
  object: KubernetesObject | undefined,
  texts: readonly TextValue[]
): readonly ImageUse[] {
  return texts.flatMap(text => {
    const inSource = findPlaceholders(manifest.text.slice(...text.range))
    return findPlaceholders(text.value).flatMap((found, index) => {
      const source = inSource[index]
      if (!source) return []
      return [
        {
          call: found.call,
          namespace: object?.namespace ?? '',
          deployment: object ? `${object.kind}/${object.name}` : '',
          container: object ? text.sibling : '',
          field: text.field,
          deploymentDir: manifest.item.deploymentDir,
          tags: manifest.item.tags,
          manifest,
          range: [text.range[0] + source.start, text.range[0] + source.end] as const
        }
      ]
    })
  })
}

/** Calls that stand outside of every object's text values: in a key, in a comment, in a document without `kind`. */
function lost(manifest: Manifest, uses: readonly ImageUse[]): readonly ProjectError[] {
  const seen = new Set(uses.map(use => use.range[0]))
  const comment = /(?:^|\s)#/
  return findPlaceholders(manifest.text).flatMap(({ start, call }) => {
    if (seen.has(start)) return []
    const line = manifest.text.slice(manifest.text.lastIndexOf('\n', start) + 1, start)
    if (comment.test(line)) return []
    return [
      new ProjectError(
        'template',
        `get_image(${quote(call.image)}) does not end in a text value of a Kubernetes object`,
        call.place ?? { file: manifest.path },
        {
          hint: 'It may be in a map key, or the document has no kind.',
          excerpt: renderedLines(manifest, placeAt(manifest, start))
        }
      )
    ]
  })
}

function altered(manifest: Manifest, leftover: 'altered' | 'base64-encoded' | undefined): readonly ProjectError[] {
  if (leftover === undefined) return []
  return [
    new ProjectError(
      'template',
      `the result of get_image is ${leftover} by the template`,
      { file: manifest.path },
      {
        hint: 'get_image returns a placeholder that is replaced after rendering: print it as it is, without filters or text methods.'
      }
    )
  ]
}

function labelWarnings(uses: readonly ImageUse[]): FoundUses['warnings'] {
  return uses
    .filter(use => /^metadata\.(?:name$|labels[.[])/.test(use.field))
    .map(({ deployment, field, call: { place } }) => ({
      message: `${deployment}: an image reference in ${field} is rarely a valid value there`,
      ...(place === undefined ? {} : { place })
    }))
}
