import type { FileSource } from '../ports.ts'
import { parseKluctlYaml } from '../yaml/kluctl-yaml.ts'
import { Part } from '../yaml/shape.ts'
import { type ArgDefinition, readArgDefinitions } from './config.ts'
import { readEither } from './files.ts'

/** Before kluctl v2.17 the root deployment.yaml defined the args; it is read unrendered for them. @throws ProjectError */
export function oldArgDefinitions(source: FileSource, home: string): readonly ArgDefinition[] {
  const found = readEither(source, home, 'deployment', '.yml')
  if (!found || !/^args:/m.test(found.text)) return []
  const head = /^args:.*(?:\r?\n(?:[ \t#-].*)?)*/m.exec(found.text)?.[0] ?? ''
  const lead = '\n'.repeat(found.text.slice(0, found.text.indexOf(head)).split('\n').length - 1)
  const document = parseKluctlYaml(lead + head, found.path, 'file')
  return document === undefined ? [] : readArgDefinitions(new Part(document).at('args'))
}
