import { isMap } from 'yaml'
import { isImagesError } from '../errors.ts'
import { isYamlMap, parseYaml, type YamlMap } from '../yaml/parse.ts'

/**
 * The text of a kustomization with `namespace` set where it has none, as kluctl sets the project's overrideNamespace (kluctl-semantics 5.8).
 * An empty one, of the kustomization or the project, changes no object's namespace. A text that is no kustomization is returned as it is, for the scan to complain about.
 * @throws ProjectError `yaml` or `limit`
 */
export function withNamespace(text: string, file: string, namespace: string | undefined): string {
  if (namespace === undefined || namespace === '') return text
  const line = `namespace: ${JSON.stringify(namespace)}\n`
  const found = parseYaml(text, file)
  if (!found) return line
  const { document, value } = found
  if (!isYamlMap(value) || !isMap(document.contents)) return text
  const own = value.get('namespace')
  if (own === undefined) {
    // at the end, every line keeps its number for messages
    const appended = `${text}${text.endsWith('\n') ? '' : '\n'}${line}`
    if (isTheSameWith(appended, file, namespace, value)) return appended
  }
  if (own !== undefined && own !== null) return text
  document.set('namespace', namespace)
  return document.toString({ lineWidth: 0 })
}

function isTheSameWith(text: string, file: string, namespace: string, before: YamlMap): boolean {
  try {
    const after = parseYaml(text, file)?.value
    return isYamlMap(after) && after.size === before.size + 1 && after.get('namespace') === namespace
  } catch (error) {
    if (!isImagesError(error)) throw error
    return false
  }
}
