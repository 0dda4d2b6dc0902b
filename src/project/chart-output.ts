import { isScalar, parseAllDocuments, visit } from 'yaml'
import { isImagesError } from '../errors.ts'
import { parseYamlDocuments } from '../yaml/parse.ts'

/**
 * Text that helm made, without keys that stand twice in one map: charts do that by mistake, Helm lets them, and kluctl keeps the last one
 * (kluctl v2.28, lib/yaml, RemoveDuplicateFields). Any other text is returned as it is.
 */
export function withoutDuplicateKeys(text: string, file: string): string {
  try {
    parseYamlDocuments(text, file)
    return text
  } catch (error) {
    // beyond the limits no second try is made
    if (!isImagesError(error) || error.code !== 'yaml') return text
  }
  try {
    const documents = parseAllDocuments(text, { uniqueKeys: false, intAsBigInt: true })
    if (!Array.isArray(documents) || documents.some(({ errors }) => errors.length > 0)) return text
    for (const document of documents) {
      visit(document, {
        Map: (_, map) => {
          const last = new Map(map.items.map((pair, index) => [nameOf(pair.key), index]))
          map.items = map.items.filter((pair, index) => last.get(nameOf(pair.key)) === index)
        }
      })
    }
    return documents.map(document => document.toString({ lineWidth: 0, directives: true })).join('')
  } catch {
    return text
  }
}

/** Keys with equal text are one key in JSON, in which Kubernetes reads them; a key that is no scalar is equal to none. */
function nameOf(key: unknown): unknown {
  return isScalar(key) ? String(key.value) : key
}
