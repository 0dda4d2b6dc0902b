import { expect } from 'vitest'
import { RegistryError } from '../../src/errors.ts'
import { formatRepository } from '../../src/image/repository.ts'
import { type Merged, mergeRecords } from '../../src/merge/merge.ts'
import { type RecordText, readRecords } from '../../src/merge/read-records.ts'
import { type Options, parseOptions, type RawOptions } from '../../src/options.ts'
import type { ImageSource } from '../../src/ports.ts'
import { renderProject } from '../../src/project/render-project.ts'
import { unwatched } from '../../src/project/renderer.ts'
import { jsonText } from '../../src/report/escape.ts'
import { type RunPorts, type RunResult, run } from '../../src/run.ts'
import { sha256Hex } from '../../src/template/hash.ts'
import { type RepositoryAnswer, tagsIn } from '../helpers/tag-source.ts'
import { tree } from '../helpers/tree.ts'

/** A project with everything around it, so that a run of it needs nothing else. */
export type Situation = {
  readonly raw: RawOptions
  readonly files: Readonly<Record<string, string>>
  readonly tags: Readonly<Record<string, RepositoryAnswer>>
  readonly previous?: string | undefined
  readonly baseline?: string | undefined
  readonly policy?: string | undefined
  readonly lock?: string | undefined
  readonly commit?: string
}

export type Outcome = RunResult & { readonly options: Options; readonly asked: readonly string[] }

/** Runs the main job, or one part of it. */
export async function runOne(situation: Situation, shard?: string): Promise<Outcome> {
  const { options, problems } = parseOptions({ ...situation.raw, ...(shard === undefined ? {} : { shard }) })
  expect(problems).toEqual([])
  const { files, previous, baseline, policy, lock, commit } = situation
  const tags = tagsIn(situation.tags)
  const ports: RunPorts = {
    render: async request => renderProject(tree(files), request, unwatched),
    builders: { kustomize: async () => new Map(), helm: async () => undefined },
    tags,
    images: imagesOf(situation.tags),
    readFile: () => '',
    readPrevious: () => previous,
    readPolicy: () => (policy === undefined ? undefined : { text: policy, name: '.kluctl-images.yaml' }),
    readLock: () => (lock === undefined ? undefined : { text: lock, name: 'images.lock.json' }),
    readBaseline: async before => {
      const text = baseline ?? before
      return text === undefined ? undefined : { text, name: 'baseline' }
    },
    introduce: async registries => new Set(registries.filter(name => name.startsWith('new'))),
    commit: async () => commit,
    now: () => Date.parse('2026-11-22T12:00:00Z'),
    ownFiles: new Set(['fixed-images.yaml']),
    log: { debug: () => undefined, info: () => undefined, warning: () => undefined }
  }
  return { ...(await run(options, ports)), options, asked: tags.asked }
}

/** Each tag that is listed has an image, whose digest follows from its name. */
function imagesOf(tags: Situation['tags']): ImageSource {
  const digestOf = async (reference: Parameters<ImageSource['readDigest']>[0]): Promise<string> => {
    const name = formatRepository(reference.repository)
    if (reference.digest !== undefined) return reference.digest
    const answer = tags[name]
    if (Array.isArray(answer) && answer.includes(reference.tag))
      return `sha256:${sha256Hex(`${name}:${reference.tag}`)}`
    throw new RegistryError('not-found', `image ${reference.text} is not there`, {
      registry: reference.repository.registry
    })
  }
  return {
    readDigest: digestOf,
    async readPlatforms(reference) {
      const digest = await digestOf(reference)
      return { digest, isIndex: false, platforms: [{ platform: 'linux/amd64', digest }] }
    },
    readDate: async reference => {
      await digestOf(reference)
      return { date: '2026-11-01T00:00:00Z', source: 'label' }
    }
  }
}

/** The report of a run as the file that it writes. */
export function recordOf(result: RunResult, name: string): RecordText {
  return { name, text: `${jsonText(result.report, 2)}\n` }
}

/** A project with one Deployment of two images, `r.io/api` and `r.io/web`. */
export const apiAndWeb: Situation['files'] = {
  'deployment.yaml': 'deployments: [{ path: app }]\n',
  'app/app.yaml': `apiVersion: apps/v1
kind: Deployment
metadata: { name: api, namespace: shop }
spec:
  template:
    spec:
      containers:
        - { name: api, image: '{{ images.get_image("r.io/api") }}' }
        - { name: web, image: '{{ images.get_image("r.io/web") }}' }
`
}

/** The records of all parts, as a merge reads them. */
export async function runParts(situation: Situation, count: number): Promise<readonly RecordText[]> {
  const records: RecordText[] = []
  for (let index = 1; index <= count; index += 1)
    records.push(recordOf(await runOne(situation, `${index}/${count}`), `part-${index}.json`))
  return records
}

export function merge(records: readonly RecordText[], outputFile = 'fixed-images.yaml'): Merged {
  return mergeRecords(readRecords(records), { outputFile })
}
