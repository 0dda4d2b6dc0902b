import { isImagesError, ProjectError } from '../errors.ts'
import { quote } from '../text.ts'
import { isYamlMap } from '../yaml/parse.ts'
import type { Part } from '../yaml/shape.ts'
import { readDocuments } from './kustomize-yaml.ts'

/** A text that kustomize may still fetch where it fails to read it as YAML, whatever follows. */
const addressFirst = /^\s*(?:[a-z][a-z0-9+.-]*:\/\/|git::|(?:www\.)?github\.com[:/]|[^\s/@:{"']+@)/i

/**
 * The documents of an entry that may be YAML text or a path: kustomize tries YAML first. Undefined for a path.
 * @throws ProjectError at the entry, for text that is neither
 */
export function inlineDocuments(part: Part, text: string, file: string): readonly Part[] | undefined {
  if (addressFirst.test(text) || !/\n|:\s|\{/.test(text.trim())) return undefined
  const documents = atPart(part, () => readDocuments(text, file))
  if (documents.length > 0 && documents.every(({ value }) => isYamlMap(value))) return documents
  throw part.fail(`${quote(text, 80)} is neither a Kubernetes object nor the name of a file`)
}

/** Runs a check of inline text; what is wrong in it is reported at the entry that holds it. */
export function atPart<T>(part: Part, work: () => T): T {
  try {
    return work()
  } catch (error) {
    if (!isImagesError(error) || !(error instanceof ProjectError)) throw error
    throw part.fail(error.message, error.code, error.hint)
  }
}
