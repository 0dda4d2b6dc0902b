import { type ImagesError, isImagesError } from '../errors.ts'
import type { FixedImage } from '../fixed/entry.ts'
import type { ChartJob } from '../project/chart.ts'
import type { RenderedFile, RenderedItem, RenderedProject } from '../project/rendition.ts'
import type { Need } from '../project/sources.ts'
import { encodeError, failure } from './failures.ts'
import { choice, list, mapOf, optional, type Reader, record, text, truth } from './shape.ts'
import { content, encodeContent, encodeValue, place, yamlValue } from './values.ts'

/**
 * What the rendering process says, one JSON text a line: which file it begins, what a template prints for debugging, and at last the project, or
 * why there is none.
 */
export type Message =
  | { readonly kind: 'begin'; readonly file: string }
  | { readonly kind: 'debug'; readonly text: string }
  | { readonly kind: 'project'; readonly project: RenderedProject }
  /** An option cannot be right, as a target that does not exist. */
  | { readonly kind: 'failed'; readonly error: ImagesError }
  /** A bug of ours, with its stack. */
  | { readonly kind: 'bug'; readonly text: string }

export function encodeBegin(file: string): string {
  return JSON.stringify({ kind: 'begin', text: file })
}

export function encodeDebug(message: string): string {
  return JSON.stringify({ kind: 'debug', text: message })
}

/** Whatever ended the rendering. */
export function encodeEnd(error: unknown): string {
  if (isImagesError(error)) return JSON.stringify({ kind: 'failed', error: encodeError(error) })
  return JSON.stringify({ kind: 'bug', text: error instanceof Error ? (error.stack ?? error.message) : String(error) })
}

export function encodeProject(project: RenderedProject): string {
  const { targetImages, targetContext, items, tree, problems, warnings, needs, secrets } = project
  return JSON.stringify({
    kind: 'project',
    project: {
      targetImages: targetImages.map(encodeEntry),
      targetContext,
      items: items.map(encodeItem),
      tree: [...tree].map(([path, file]) => [path, encodeContent(file)]),
      problems: problems.map(encodeError),
      warnings,
      needs,
      secrets
    }
  })
}

function encodeItem({ item: name, ...rest }: RenderedItem): object {
  const { imagesVariable } = name
  return {
    ...rest,
    item: imagesVariable === undefined ? name : { ...name, imagesVariable: encodeValue(imagesVariable) }
  }
}

function encodeEntry({ extra, ...entry }: FixedImage): object {
  return extra === undefined ? entry : { ...entry, extra: [...extra].map(([key, value]) => [key, encodeValue(value)]) }
}

const encodedEntry = record({
  image: optional(text),
  imageRegex: optional(text),
  resultImage: text,
  namespace: optional(text),
  deployment: optional(text),
  container: optional(text),
  extra: optional(mapOf(yamlValue))
})

const entry: Reader<FixedImage> = (value, path) => {
  const { resultImage, ...conditions } = encodedEntry(value, path)
  // a field that is there, even if empty, is a condition: what is absent must stay absent
  return { resultImage, ...Object.fromEntries(Object.entries(conditions).filter(([, one]) => one !== undefined)) }
}

const file: Reader<RenderedFile> = record({ path: text, text })

const chart: Reader<ChartJob> = record({
  folder: text,
  file: text,
  chart: text,
  releaseName: text,
  namespace: text,
  output: text,
  skipCRDs: truth,
  values: optional(text)
})

const item: Reader<RenderedItem> = record({
  item: record({
    folder: text,
    deploymentDir: text,
    treeDir: text,
    tags: list(text),
    imagesVariable: optional(yamlValue)
  }),
  build: choice(['files', 'kustomize', 'none']),
  files: list(file),
  releases: list(record({ folder: text, output: optional(text), chart: optional(chart), values: optional(file) })),
  kustomization: optional(text),
  namespace: optional(text)
})

const encodedNeed = record({
  kind: choice(['git-file']),
  url: text,
  ref: optional(record({ branch: optional(text), tag: optional(text), commit: optional(text), name: optional(text) })),
  path: text
})

const need: Reader<Need> = (value, path) => {
  const { ref, ...rest } = encodedNeed(value, path)
  const named = Object.fromEntries(Object.entries(ref ?? {}).filter(([, name]) => name !== undefined))
  return { ...rest, ref: ref && named }
}

const encodedWarning = record({ message: text, place: optional(place) })

const warning: Reader<RenderedProject['warnings'][number]> = (value, path) => {
  const { message, place: where } = encodedWarning(value, path)
  return where === undefined ? { message } : { message, place: where }
}

const project: Reader<RenderedProject> = record({
  targetImages: list(entry),
  targetContext: optional(text),
  items: list(item),
  tree: mapOf(content),
  problems: list(failure),
  warnings: list(warning),
  needs: list(need, 1000),
  secrets: list(text)
})

const message = record({
  kind: choice(['begin', 'debug', 'project', 'failed', 'bug']),
  text: optional(text),
  error: optional(failure),
  project: optional(project)
})

/** @throws ShapeError or SyntaxError for what is no message */
export function decodeMessage(line: string): Message {
  const { kind, text: said = '', error, project: rendered } = message(JSON.parse(line), '')
  if (kind === 'begin') return { kind, file: said }
  if (kind === 'project' && rendered !== undefined) return { kind, project: rendered }
  if (kind === 'failed' && error !== undefined) return { kind, error }
  return { kind: kind === 'debug' ? 'debug' : 'bug', text: said }
}
