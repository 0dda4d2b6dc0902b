import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { reusableWorkflows } from '../../src/cli/reusable-workflows.ts'
import { readGrants } from '../../src/cli/workflow-grants.ts'
import { workflowLines } from '../../src/cli/workflow-lines.ts'
import { findWorkflowUses, mapOf } from '../../src/cli/workflow-use.ts'
import { parseYamlDocuments, type YamlMap } from '../../src/yaml/parse.ts'

const folder = new URL('../../.github/workflows/', import.meta.url)
const parse = (text: string): YamlMap => mapOf(parseYamlDocuments(text, 'workflow.yml')[0]?.value)
const files = new Map(readdirSync(folder).map(name => [name, parse(readFileSync(new URL(name, folder), 'utf8'))]))
const called = new Map([...files].filter(([, workflow]) => mapOf(workflow.get('on')).has('workflow_call')))

test('each reusable workflow is known, and no other', () => {
  expect([...reusableWorkflows.keys()].toSorted()).toEqual([...called.keys()].toSorted())
})

test.each([...called])('%s has the inputs and secrets that doctor knows', (name, workflow) => {
  const call = mapOf(mapOf(workflow.get('on')).get('workflow_call'))
  const { inputs = [], secrets = [] } = reusableWorkflows.get(name) ?? {}
  expect(inputs.toSorted()).toEqual([...mapOf(call.get('inputs')).keys()].toSorted())
  expect(secrets.toSorted()).toEqual([...mapOf(call.get('secrets')).keys()].toSorted())
})

test.each([...called])('%s needs of its caller what its jobs ask for together', (name, workflow) => {
  const needs = new Map<string, string>()
  for (const job of mapOf(workflow.get('jobs')).values()) {
    const grants = readGrants(mapOf(job).get('permissions'), workflow.get('permissions'))
    for (const permission of ['actions', 'contents', 'id-token', 'packages', 'pull-requests']) {
      const grant = grants?.of(permission) ?? 'unknown'
      if (grant !== 'none' && needs.get(permission) !== 'write') needs.set(permission, grant)
    }
  }
  expect(reusableWorkflows.get(name)?.permissions).toEqual(Object.fromEntries(needs))
})

const call = (name: string, permissions: string, more = ''): string => `on: pull_request
jobs:
  images:
    permissions: ${permissions}
    uses: kluctl-images/kluctl-images/.github/workflows/${name}@v0
    with: {target: prod}
${more}`
const said = (text: string): readonly string[] =>
  findWorkflowUses('images.yml', parse(text))
    .flatMap(workflowLines)
    .map(({ level, message, hint }) => `${level}: ${message}${hint === null ? '' : ` | ${hint}`}`)

test.each([
  [
    call('review.yml', '{contents: read, packages: read, pull-requests: write}'),
    'ok: has what it needs: contents: read, packages: read, pull-requests: write'
  ],
  [
    call('review.yml', '{contents: read, pull-requests: write}'),
    'failure: lacks packages: read, and GitHub does not start it without | Add it to permissions: of the job.'
  ],
  [
    call('bump.yml', '{contents: read, packages: read, pull-requests: write}'),
    'failure: lacks contents: write, and GitHub does not start it without | Add it to permissions: of the job.'
  ],
  [
    call('revue.yml', '{}'),
    'failure: "revue.yml" is none of our reusable workflows | They are review.yml, review-comment.yml, bump.yml, release.yml.'
  ],
  [
    call('release.yml', '{contents: read, packages: read}', '    secrets: {registry-pasword: x}\n'),
    'failure: the secret "registry-pasword" is not known | Did you mean registry-password?'
  ],
  [
    call('release.yml', '{contents: read, packages: read}').replace('target:', 'traget:'),
    'failure: the input "traget" is not known | Did you mean target?'
  ],
  [
    call('release.yml', '{contents: read, packages: read}', '    secrets: inherit\n'),
    'ok: has what it needs: contents: read, packages: read'
  ]
])('a caller of it: %#', (text, expected) => expect(said(text)).toEqual([expected]))
