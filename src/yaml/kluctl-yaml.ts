import { goScalars } from './go-scalars.ts'
import { parseYamlDocuments, type YamlDocument, type YamlForm, yamlLimits } from './parse.ts'

/**
 * Reads a file that kluctl itself reads, as a project's configuration, variables and args: its first document, as kluctl does, with the words and
 * numbers of {@link goScalars}; undefined where that is empty. Manifests are for kustomize, which reads them differently:
 * {@link parseYamlDocuments}.
 * @throws ProjectError `yaml` or `limit`
 */
export function parseKluctlYaml(text: string, file: string, form: YamlForm = 'rendered'): YamlDocument | undefined {
  const [first] = parseYamlDocuments(text, file, yamlLimits, form, goScalars)
  return first?.value === null ? undefined : first
}

/** All documents of such a file, as `multidoc` asks for them. @throws ProjectError `yaml` or `limit` */
export function parseKluctlDocuments(text: string, file: string): readonly YamlDocument[] {
  return parseYamlDocuments(text, file, yamlLimits, 'rendered', goScalars)
}
