import { version } from './about.ts'
import type { RunFile } from './conclude.ts'
import type { FixedImage } from './fixed/entry.ts'
import type { Options } from './options.ts'
import type { Prepared } from './prepare.ts'
import type { ImageUse } from './project/uses.ts'
import {
  type AnswerRecord,
  type DecidingName,
  decidingNames,
  type EntryRecord,
  type LockPartRecord,
  type PartRecord
} from './report/part-record.ts'
import type { WarningRecord } from './report/record.ts'
import type { Pin } from './resolve/pins.ts'
import { sha256Hex } from './template/hash.ts'

/** What a run of one part of the images knows at its end. */
export type PartInput = {
  readonly options: Options
  readonly commit: string | undefined
  readonly prepared: Prepared
  /** What the result is compared with, and the output file at the base. */
  readonly baseline: readonly FixedImage[]
  readonly base: readonly FixedImage[] | undefined
  readonly answers: readonly AnswerRecord[]
  readonly file: RunFile
  readonly unused: readonly FixedImage[]
  readonly warnings: readonly WarningRecord[]
  readonly lock: LockPartRecord | undefined
}

/** What a run of one part leaves for the merge. */
export function partRecord(input: PartInput): PartRecord {
  const { options, commit, prepared, answers, file, unused, warnings, lock } = input
  const { uses } = prepared.project
  return {
    shard: { index: options.shard?.index ?? 1, count: options.shard?.count ?? 1 },
    commit: commit ?? null,
    project: sha256Hex(JSON.stringify(uses.map(callOf))),
    options: shortHashes(deciding(input)),
    total: uses.length,
    answers,
    file: {
      name: file.name,
      text: file.text ?? null,
      digest: file.text === undefined ? null : sha256Hex(file.text),
      untouched: file.entries.flatMap((entry, position) => (file.untouched.has(entry) ? [position] : [])),
      partial: file.partial,
      simple: file.simple
    },
    unused: unused.map(entryRecord),
    warnings,
    lock: lock ?? null
  }
}

function callOf({
  call,
  namespace,
  deployment,
  container,
  field,
  deploymentDir,
  tags,
  manifest,
  range
}: ImageUse): unknown {
  const { image, filter = null, place = null } = call
  return [image, filter, place, namespace, deployment, container, field, deploymentDir, tags, manifest.path, range]
}

/** Everything besides the calls that the answers may depend on, and that is known before a registry is asked. */
function deciding({ options, prepared, baseline, base, file }: PartInput): Readonly<Record<DecidingName, unknown>> {
  const { inclusion } = options
  return {
    'kluctl-images': version,
    target: options.target,
    images: options.images.map(({ pattern, leavesOut, text }) => [pattern, leavesOut, text]),
    'include-tags': inclusion.includeTags,
    'exclude-tags': inclusion.excludeTags,
    'include-deployment-dirs': inclusion.includeDeploymentDirs,
    'exclude-deployment-dirs': inclusion.excludeDeploymentDirs,
    'fixed-images-file': prepared.filePins.map(pinText),
    'fixed-images': prepared.optionPins.map(pinText),
    'pins-of-target': prepared.targetPins.map(pinText),
    'update-images': options.updateImages,
    'offline-images': options.offlineImages,
    'deployed-images': options.deployedImages,
    context: options.context,
    'policy-file': prepared.policyText,
    platforms: options.platforms,
    'allow-registries': options.allowRegistries,
    'deny-registries': options.denyRegistries,
    'pin-digests': options.pinDigests,
    'output-file': options.outputFile,
    'previous-file': file.text,
    'lock-file': options.lockFile,
    'previous-lock': prepared.lockText,
    simple: options.simple,
    baseline: [baseline.map(entryRecord), base?.map(entryRecord)],
    'source-links': options.sourceLinks,
    'fail-on': options.failOn
  }
}

function shortHashes(values: Readonly<Record<DecidingName, unknown>>): PartRecord['options'] {
  const short = (value: unknown): string => sha256Hex(JSON.stringify(value ?? null)).slice(0, 16)
  return Object.fromEntries(decidingNames.map(name => [name, short(values[name])]))
}

function pinText({ entry, source }: Pin): unknown {
  return [source, entryRecord(entry)]
}

function entryRecord(entry: FixedImage): EntryRecord {
  const { image = null, imageRegex = null, resultImage } = entry
  const { namespace = null, deployment = null, container = null } = entry
  return { image, imageRegex, resultImage, namespace, deployment, container }
}
