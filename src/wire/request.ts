import type { ProjectRequest } from '../project/load.ts'
import type { ExternalSources, GitFileAnswer } from '../project/sources.ts'
import { list, mapOf, optional, type Reader, record, ShapeError, text, truth } from './shape.ts'
import { encodeValue, yamlMap } from './values.ts'

/** What the process that holds the secrets asks the rendering process for. Nothing in it is a secret of the job. */
export type RenderRequest = Required<ProjectRequest> & {
  /** Real path of the project folder. */
  readonly root: string
  /** Other folders that are served below a path of the project: prefix, and real path. */
  readonly mounts: ReadonlyMap<string, string>
  readonly ownFiles: ReadonlySet<string>
  /** Files that ended the process before, with the reason: they are not rendered again. */
  readonly refused: ReadonlyMap<string, string>
}

export function encodeRequest(request: RenderRequest): string {
  const { external, ...rest } = request
  return JSON.stringify({
    ...rest,
    args: encodeValue(request.args),
    mounts: [...request.mounts],
    ownFiles: [...request.ownFiles],
    refused: [...request.refused],
    external: {
      env: [...external.env],
      allowedEnv: external.allowedEnv,
      standIns: [...external.standIns],
      gitFiles: [...external.gitFiles],
      overrides: [...external.overrides]
    }
  })
}

const encodedAnswer = record({
  text: optional(text),
  error: optional(text),
  hint: optional(text),
  isMissing: optional(truth)
})

const gitAnswer: Reader<GitFileAnswer> = (value, path) => {
  const { text: content, error, hint, isMissing } = encodedAnswer(value, path)
  if (content !== undefined) return { text: content }
  if (error === undefined) throw new ShapeError(path, 'a text or an error')
  return { error, ...(hint === undefined ? {} : { hint }), ...(isMissing === undefined ? {} : { isMissing }) }
}

const external: Reader<ExternalSources> = record({
  env: mapOf(text),
  allowedEnv: list(text),
  standIns: mapOf(record({ file: text, text })),
  gitFiles: mapOf(gitAnswer),
  overrides: mapOf(text)
})

const request = record({
  root: text,
  home: text,
  mounts: mapOf(text),
  target: optional(text),
  args: yamlMap,
  inclusion: record({
    includeTags: list(text),
    excludeTags: list(text),
    includeDeploymentDirs: list(text),
    excludeDeploymentDirs: list(text)
  }),
  ownFiles: list(text),
  refused: mapOf(text),
  external
})

/** @throws ShapeError */
export function decodeRequest(encoded: string): RenderRequest {
  const { ownFiles, ...rest } = request(JSON.parse(encoded), '')
  return { ...rest, ownFiles: new Set(ownFiles) }
}
