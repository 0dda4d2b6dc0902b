import type { YamlMap, YamlValue } from '../yaml/parse.ts'

/** A step or job of a workflow that runs kluctl-images. */
export type WorkflowUse = {
  /** Name of the file. */
  readonly file: string
  readonly jobId: string
  /** `review.yml` of a reusable workflow; undefined for the Action in a step. */
  readonly reusable: string | undefined
  /** What stands behind the `@`; empty for nothing. */
  readonly ref: string
  readonly inputs: YamlMap
  readonly secrets: YamlValue | undefined
  readonly job: YamlMap
  readonly workflow: YamlMap
}

const action = /^kluctl-images\/kluctl-images(?:@(?<ref>.*))?$/i
const reusable = /^kluctl-images\/kluctl-images\/\.github\/workflows\/(?<name>[^@]+?)(?:@(?<ref>.*))?$/i
const none: YamlMap = new Map()

/** Every use of ours in a parsed workflow; what is no workflow has none. */
export function findWorkflowUses(file: string, value: YamlValue): readonly WorkflowUse[] {
  const workflow = mapOf(value)
  return [...mapOf(workflow.get('jobs'))].flatMap(([jobId, body]): readonly WorkflowUse[] => {
    const job = mapOf(body)
    const found = { file, jobId, job, workflow }
    const called = reusable.exec(textOf(job.get('uses')))?.groups
    if (called !== undefined) {
      const name = called['name'] ?? ''
      return [
        {
          ...found,
          reusable: name,
          ref: called['ref'] ?? '',
          inputs: mapOf(job.get('with')),
          secrets: job.get('secrets')
        }
      ]
    }
    return stepsOf(job).flatMap(step => {
      const used = action.exec(textOf(step.get('uses')))
      if (used === null) return []
      const ref = used.groups?.['ref'] ?? ''
      return [{ ...found, reusable: undefined, ref, inputs: mapOf(step.get('with')), secrets: undefined }]
    })
  })
}

/** The steps of a job. */
export function stepsOf(job: YamlMap): readonly YamlMap[] {
  const steps = job.get('steps')
  return Array.isArray(steps) ? steps.map(mapOf) : []
}

/** Names of the events that start a workflow: `on: push`, `on: [push]`, `on: {push: …}`. */
export function eventsOf(workflow: YamlMap): readonly string[] {
  const on = workflow.get('on')
  if (typeof on === 'string') return [on]
  if (on instanceof Map) return [...on.keys()]
  return Array.isArray(on) ? on.filter(name => typeof name === 'string') : []
}

/** A map, or an empty one for anything else. */
export function mapOf(value: YamlValue | undefined): YamlMap {
  return value instanceof Map ? value : none
}

/** A plain value as text; empty for a map, a list or nothing. */
export function textOf(value: YamlValue | undefined): string {
  return value === undefined || value === null || typeof value === 'object' ? '' : String(value)
}
