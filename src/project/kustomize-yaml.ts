import { ProjectError } from '../errors.ts'
import { visible } from '../text.ts'
import { parseYaml, parseYamlDocuments } from '../yaml/parse.ts'
import { Part } from '../yaml/shape.ts'
import type { RenderedTree } from './kustomize-tree.ts'

/** Line breaks and marks that kustomize's YAML 1.1 reads differently from YAML 1.2: a comment here could be a key there (threat model Y-03). */
const differing = /[\0-\x08\x0b\x0c\x0e-\x1f\x7f\x85\u2028\u2029\ufeff]|\r(?!\n)/

/** Text of a file that kustomize reads as YAML. @throws ProjectError `yaml` for bytes that are no text, or that two readers read differently */
export function yamlText(tree: RenderedTree, file: string): string {
  const content = tree.get(file)
  if (typeof content === 'string') return checkCharacters(content, file)
  throw new ProjectError('yaml', 'the file is not UTF-8 text', { file })
}

/** @throws ProjectError `yaml` */
export function checkCharacters(text: string, file: string): string {
  const found = differing.exec(text)
  if (!found) return text
  const before = text.slice(0, found.index).split('\n')
  const place = { file, line: before.length, column: (before.at(-1) ?? '').length + 1 }
  throw new ProjectError('yaml', `the character ${visible(found[0])} is not allowed here`, place)
}

/** The one document of a kustomization; undefined for an empty file. @throws ProjectError `yaml` or `limit` */
export function readSingle(text: string, file: string): Part | undefined {
  const document = parseYaml(checkCharacters(text, file), file)
  return document && new Part(document)
}

/** All documents of a text that hold something. @throws ProjectError `yaml` or `limit` */
export function readDocuments(text: string, file: string): readonly Part[] {
  const documents = parseYamlDocuments(checkCharacters(text, file), file)
  return documents.map(document => new Part(document)).filter(part => part.value !== null)
}
