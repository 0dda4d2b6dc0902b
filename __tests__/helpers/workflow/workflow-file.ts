import { convertWorkflowTemplate, NoOperationTraceWriter, parseWorkflow } from '@actions/workflow-parser'
import { parse } from 'yaml'
import { at, type Json, type JsonObject, listed, mapping, text } from './json.ts'

/** A workflow that GitHub would start. */
export type Workflow = {
  readonly path: string
  readonly name: string
  /** Each event that starts it, with its filters. */
  readonly on: Readonly<Record<string, JsonObject>>
  readonly permissions: Json | undefined
  readonly env: JsonObject
  readonly defaults: JsonObject
  readonly concurrency: Json | undefined
  readonly jobs: readonly Job[]
}

export type Job = {
  readonly id: string
  readonly needs: readonly string[]
  /** The job as it is written. */
  readonly written: JsonObject
  readonly steps: readonly JsonObject[]
  /** The reusable workflow that it calls. */
  readonly uses: string | undefined
}

/** Finds the text of a workflow that a job calls; undefined where there is none. */
export type FindWorkflow = (uses: string) => { readonly path: string; readonly content: string } | undefined

/** What GitHub says instead of starting a workflow. */
export class WorkflowRefused extends Error {
  override readonly name = 'WorkflowRefused'
  readonly reasons: readonly string[]

  constructor(path: string, reasons: readonly string[]) {
    super(`Invalid workflow file: ${path}\n${reasons.join('\n')}`)
    this.reasons = reasons
  }
}

/**
 * Reads a workflow with GitHub's own parser: keys and types, contexts that an expression may use at its place, `needs`, and inputs and
 * secrets of the workflows that it calls.
 * @throws WorkflowRefused
 */
export async function readWorkflow(path: string, content: string, find: FindWorkflow): Promise<Workflow> {
  const { context, value } = parseWorkflow({ name: path, content }, new NoOperationTraceWriter())
  const errors = (): readonly string[] => context.errors.getErrors().map(({ message }) => message)
  if (value === undefined || errors().length > 0) throw new WorkflowRefused(path, errors())
  const files = {
    getFileContent: async (reference: object) => {
      const found = find(usesOf(reference))
      if (found === undefined) throw new Error(`there is no ${usesOf(reference)}`)
      return { name: found.path, content: found.content }
    }
  }
  await convertWorkflowTemplate(context, value, files, { fetchReusableWorkflowDepth: 1 })
  if (errors().length > 0) throw new WorkflowRefused(path, [...new Set(errors())])
  return workflowOf(path, parse(content))
}

/** A reference as it is written behind `uses:`. */
function usesOf(reference: object): string {
  const { owner, repository, path, version }: Readonly<Record<string, string>> = { ...reference }
  return owner === undefined ? `./${path}` : `${owner}/${repository}/${path}@${version}`
}

function workflowOf(path: string, document: Json): Workflow {
  const whole = mapping(document)
  const jobs = Object.entries(mapping(whole['jobs'])).map(([id, job]) => {
    const written = mapping(job)
    const uses = written['uses']
    return {
      id,
      needs: listed(written['needs']).map(text),
      written,
      steps: listed(written['steps']).map(mapping),
      uses: typeof uses === 'string' ? uses : undefined
    }
  })
  return {
    path,
    name: text(whole['name'] ?? path),
    on: eventsOf(whole['on']),
    permissions: whole['permissions'],
    env: mapping(whole['env']),
    defaults: mapping(at(whole, 'defaults', 'run')),
    concurrency: whole['concurrency'],
    jobs
  }
}

function eventsOf(on: Json | undefined): Readonly<Record<string, JsonObject>> {
  if (typeof on === 'string' || Array.isArray(on)) return Object.fromEntries(listed(on).map(name => [text(name), {}]))
  return Object.fromEntries(Object.entries(mapping(on)).map(([name, filters]) => [name, mapping(filters)]))
}
