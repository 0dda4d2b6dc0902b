import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { isImagesError } from '../../src/errors.ts'
import { openKustomizer } from '../../src/io/kustomize.ts'
import { findProgram } from '../../src/io/program.ts'
import { commandLineArgs, parseArgLine } from '../../src/project/args.ts'
import { type Builders, discover } from '../../src/project/discover.ts'
import { withNamespace } from '../../src/project/kustomize-namespace.ts'
import type { Manifest } from '../../src/project/manifests.ts'
import { findObjects } from '../../src/project/objects.ts'
import { renderProject } from '../../src/project/render-project.ts'
import { unwatched } from '../../src/project/renderer.ts'
import { replacePlaceholders } from '../../src/template/placeholder.ts'
import {
  isYamlList,
  isYamlMap,
  parseYaml,
  parseYamlDocuments,
  type YamlMap,
  type YamlValue
} from '../../src/yaml/parse.ts'
import { tree } from '../helpers/tree.ts'

const folder = join(import.meta.dirname, '../fixtures/kluctl')
const surroundings = { env: process.env }
const hasProgram = findProgram(['kubectl', 'kustomize'], surroundings) !== undefined

const mapOf = (value: YamlValue | undefined): YamlMap => (isYamlMap(value) ? value : new Map())
const listOf = (value: YamlValue | undefined): readonly YamlValue[] => (isYamlList(value) ? value : [])
const textsOf = (value: YamlValue | undefined): readonly string[] => listOf(value).map(String)
const recordOf = (value: YamlValue | undefined): Record<string, string> =>
  Object.fromEntries([...mapOf(value)].map(([key, text]) => [key, String(text)]))

const kustomize: Builders['kustomize'] = (files, jobs) => {
  const prepared = new Map(files)
  for (const job of jobs) {
    for (const file of [`${job.folder}/kustomization.yaml`, `${job.folder}/kustomization.yml`]) {
      const text = prepared.get(file)
      if (typeof text === 'string') prepared.set(file, withNamespace(text, file, job.namespace))
    }
  }
  return openKustomizer(surroundings).build(
    prepared,
    jobs.map(job => job.folder)
  )
}

/** What we make of a project: its objects, or undefined where something is wrong with it. */
async function objectsOf(project: YamlMap): Promise<readonly string[] | undefined> {
  const files = recordOf(project.get('files'))
  const env = new Map(Object.entries(recordOf(project.get('env'))))
  const target = project.has('target') ? project.get('target') : 'prod'
  const request = {
    target: typeof target === 'string' ? target : undefined,
    args: commandLineArgs(
      textsOf(project.get('args')).map(parseArgLine),
      textsOf(project.get('argsFromFile')),
      path => files[path] ?? ''
    ),
    inclusion: {
      includeTags: textsOf(project.get('includeTags')),
      excludeTags: textsOf(project.get('excludeTags')),
      includeDeploymentDirs: textsOf(project.get('includeDeploymentDirs')),
      excludeDeploymentDirs: textsOf(project.get('excludeDeploymentDirs'))
    },
    ownFiles: new Set<string>(),
    external: {
      env,
      allowedEnv: [...env.keys(), ...textsOf(project.get('allowEnv'))],
      standIns: new Map(),
      gitFiles: new Map(),
      overrides: new Map(Object.entries(recordOf(project.get('overrides'))))
    }
  }
  try {
    const rendered = renderProject(tree(files), request, unwatched)
    const { manifests, problems } = await discover(rendered, { kustomize, helm: async () => undefined })
    const ignored = textsOf(project.get('ignore'))
    return problems.length > 0 ? undefined : manifests.flatMap(manifest => objectsIn(manifest, ignored)).toSorted()
  } catch (error) {
    if (isImagesError(error)) return undefined
    throw error
  }
}

function objectsIn({ text, path, namespace }: Manifest, ignored: readonly string[]): readonly string[] {
  const resolved = replacePlaceholders(text, call => `${call.image}:FIXED`)
  return parseYamlDocuments(resolved, path).flatMap(({ document, ...rest }) =>
    findObjects({ document, ...rest }, namespace)
      .filter(({ isLocal }) => !isLocal)
      .map(object => shown(object.node.toJS(document, { mapAsMap: true }), object.namespace, ignored))
  )
}

/** An object as text that does not depend on the order of its keys: with its namespace, without kluctl's own labels and those of `ignored`. */
function shown(object: unknown, namespace: string, ignored: readonly string[]): string {
  const fields = object instanceof Map ? object : new Map()
  const { labels, annotations, ...about } = Object.fromEntries(fields.get('metadata') ?? [])
  const rest = (map: unknown): readonly unknown[] =>
    map instanceof Map
      ? [...map].filter(([key]) => !ignored.includes(String(key)) && !String(key).startsWith('kluctl.io/')).toSorted()
      : []
  const metadata = {
    ...about,
    namespace: ['', 'default'].includes(namespace) ? '' : namespace,
    labels: rest(labels),
    annotations: rest(annotations)
  }
  return JSON.stringify({ ...Object.fromEntries(fields), metadata }, (_, value: unknown) => {
    if (typeof value === 'bigint') return Number(value)
    const map = value instanceof Map ? Object.fromEntries(value) : value
    if (typeof map !== 'object' || map === null || Array.isArray(map)) return map
    return Object.fromEntries(Object.entries(map).toSorted(([a], [b]) => (a < b ? -1 : 1)))
  })
}

/** What kluctl made of it. */
function expectedOf(project: YamlMap): readonly string[] | undefined {
  if (project.get('fails') === true) return undefined
  return listOf(project.get('objects'))
    .map(object => shown(object, recordOf(mapOf(object).get('metadata'))['namespace'] ?? '', []))
    .toSorted()
}

describe.each(readdirSync(folder))('kluctl makes the same of %s', name => {
  const projects = listOf(parseYaml(readFileSync(join(folder, name), 'utf8'), name)?.value).map(mapOf)
  test.for(projects.map(project => [String(project.get('name')), project] as const))(
    '%s',
    async ([, project], context) => {
      const needsProgram = project.get('needsProgram') === true
      if (needsProgram && !hasProgram) context.skip('neither kubectl nor kustomize is on PATH')
      expect(await objectsOf(project)).toEqual(expectedOf(project))
    }
  )
})
