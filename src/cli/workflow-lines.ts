import { optionTable } from '../option-table.ts'
import { nearest, plural, quote } from '../text.ts'
import type { YamlValue } from '../yaml/parse.ts'
import { type CheckLine, failure, ok, warning } from './check-line.ts'
import { reusableWorkflows } from './reusable-workflows.ts'
import { formatNeeds, missingGrants, type Needs, readGrants } from './workflow-grants.ts'
import { eventsOf, mapOf, stepsOf, textOf, type WorkflowUse } from './workflow-use.ts'

/** What `doctor` says of one use in a workflow: permissions, event, version, inputs. One line where all is right. */
export function workflowLines(use: WorkflowUse): readonly CheckLine[] {
  const name = `${use.file}, job ${use.jobId}`
  const wrong = [
    ...unknownWorkflow(name, use),
    ...permissionLines(name, use),
    ...eventLines(name, use),
    ...refLines(name, use),
    ...inputLines(name, use)
  ]
  const needs = needsOf(use)
  return wrong.length > 0 ? wrong : [ok(name, `has what it needs: ${formatNeeds(needs)}`)]
}

/** True for a version that may move: a tag or branch, which a commit is not. */
export function isMovable({ ref }: WorkflowUse): boolean {
  return !/^[0-9a-f]{40}(?:[0-9a-f]{24})?$/.test(ref)
}

function unknownWorkflow(name: string, { reusable }: WorkflowUse): readonly CheckLine[] {
  if (reusable === undefined || reusableWorkflows.has(reusable)) return []
  const known = [...reusableWorkflows.keys()]
  return [failure(name, `${quote(reusable)} is none of our reusable workflows`, `They are ${known.join(', ')}.`)]
}

/** A called workflow that asks for more than its caller grants does not start at all; a step only misses what it then does. */
function permissionLines(name: string, use: WorkflowUse): readonly CheckLine[] {
  const needs = needsOf(use)
  const grants = readGrants(use.job.get('permissions'), use.workflow.get('permissions'))
  if (grants === undefined) {
    const what = 'names no permissions, so that the default of the repository counts'
    return [warning(name, what, `Write permissions: ${formatNeeds(needs)}.`)]
  }
  const missing = missingGrants(needs, grants)
  if (missing.length === 0) return []
  const why = use.reusable === undefined ? '' : ', and GitHub does not start it without'
  return [
    failure(
      name,
      `lacks ${missing.join(' and ')}${why}`,
      `Add ${missing.length === 1 ? 'it' : 'them'} to permissions: of the job.`
    )
  ]
}

function needsOf(use: WorkflowUse): Needs {
  if (use.reusable !== undefined) return reusableWorkflows.get(use.reusable)?.permissions ?? {}
  const { inputs, job } = use
  if (textOf(inputs.get('mode')) === 'comment') return { actions: 'read', 'pull-requests': 'write' }
  const comments =
    textOf(inputs.get('comment')) !== 'never' && textOf(inputs.get('verify')) !== 'true' && isAboutPullRequests(use)
  const checksOut = stepsOf(job).some(step => /^actions\/checkout@/i.test(textOf(step.get('uses'))))
  return {
    ...(checksOut ? { contents: 'read' as const } : {}),
    ...(comments ? { 'pull-requests': 'write' as const } : {}),
    ...(logsInWithToken(use) ? { packages: 'read' as const } : {})
  }
}

/** On other events there is nothing to comment on, unless the workflow says what. */
function isAboutPullRequests({ workflow, inputs }: WorkflowUse): boolean {
  return eventsOf(workflow).some(event => /^pull_request/.test(event)) || inputs.has('pr-number')
}

/** ghcr.io takes the job's own token, which then has to be allowed to read packages. */
function logsInWithToken({ job, workflow }: WorkflowUse): boolean {
  const values = [workflow, job, ...stepsOf(job)].flatMap(part => [
    ...[...mapOf(part.get('env'))].filter(([name]) => /^KLUCTL_REGISTRY_.*(?:PASSWORD|TOKEN)$/.test(name)),
    ...(/^docker\/login-action@/i.test(textOf(part.get('uses'))) ? [...mapOf(part.get('with'))] : [])
  ])
  return values.some(([, value]: readonly [string, YamlValue]) =>
    /\$\{\{\s*(?:github\.token|secrets\.GITHUB_TOKEN)\s*\}\}/i.test(textOf(value))
  )
}

/** Threat model W-01: files of a fork beside secrets. */
function eventLines(name: string, { workflow, job }: WorkflowUse): readonly CheckLine[] {
  const event = eventsOf(workflow).find(one => one === 'pull_request_target')
  if (event === undefined) return []
  const foreign = stepsOf(job).some(step =>
    /\bhead\b|refs\/pull|head_ref/.test(textOf(mapOf(step.get('with')).get('ref')))
  )
  const hint = 'Use pull_request, and for forks a second workflow on workflow_run with mode: comment.'
  if (foreign)
    return [failure(name, `checks out files of forks on ${event}, beside the secrets of this repository`, hint)]
  return [warning(name, `runs on ${event}, where pull requests from forks are refused`, hint)]
}

function refLines(name: string, use: WorkflowUse): readonly CheckLine[] {
  const { ref } = use
  const what = use.reusable ?? 'kluctl-images/kluctl-images'
  const hint = 'Write a release as @v0, or better the commit of one.'
  if (ref === '') return [failure(name, `${what} has no version`, hint)]
  if (!isMovable(use) || /^v\d+(?:\.\d+){0,2}$/.test(ref)) return []
  return [warning(name, `${what} is taken from ${quote(ref)}, which is no release`, hint)]
}

/** A workflow that is called with an unknown input does not start; the Action runs without it. */
function inputLines(name: string, { reusable, inputs, secrets }: WorkflowUse): readonly CheckLine[] {
  const called = reusable === undefined ? undefined : reusableWorkflows.get(reusable)
  if (reusable !== undefined && called === undefined) return []
  const known: readonly string[] = called?.inputs ?? optionTable.map(option => option.name)
  const unknown = [...inputs.keys()].filter(input => !known.includes(input.toLowerCase()))
  const unknownSecrets =
    called === undefined ? [] : [...mapOf(secrets).keys()].filter(secret => !called.secrets.includes(secret))
  const say = called === undefined ? warning : failure
  return [
    ...valueLines(name, [...inputs]),
    ...unknown.map(input => say(name, `the input ${quote(input)} is not known`, hintFor(input, known))),
    ...unknownSecrets.map(secret =>
      say(name, `the secret ${quote(secret)} is not known`, hintFor(secret, called?.secrets ?? []))
    )
  ]
}

/** Words that the input does not take; what an expression comes to is seen in the run only. */
function valueLines(
  name: string,
  inputs: readonly (readonly [input: string, value: YamlValue])[]
): readonly CheckLine[] {
  return inputs.flatMap(([input, value]) => {
    const text = textOf(value).trim()
    const option = optionTable.find(one => one.name === input.toLowerCase())
    if (option === undefined || text === '' || text.includes('${{')) return []
    const choices = option.kind === 'boolean' ? ['true', 'false'] : (option.choices ?? [])
    const isRight = (word: string): boolean =>
      choices.includes(
        option.kind === 'boolean' ? word.replace(/^(?:True|TRUE|False|FALSE)$/, found => found.toLowerCase()) : word
      )
    const words = option.kind === 'list' ? text.split(/[,\n]/).map(word => word.trim()) : [text]
    const wrong = choices.length === 0 ? [] : words.filter(word => word !== '' && !isRight(word))
    return wrong.map(word => {
      const near = nearest(word, choices)
      const hint = near === undefined ? `It takes ${choices.join(', ')}.` : `Did you mean ${near}?`
      return failure(name, `the input ${input} does not take ${quote(word)}`, hint)
    })
  })
}

function hintFor(word: string, known: readonly string[]): string {
  const near = nearest(word, known)
  return near === undefined
    ? `There are ${plural(known.length, 'input')}; see docs/reference.md.`
    : `Did you mean ${near}?`
}
