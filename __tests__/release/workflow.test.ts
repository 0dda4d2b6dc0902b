import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { root } from '../helpers/workspace.ts'

type Step = { readonly uses?: string; readonly run?: string; readonly with?: Readonly<Record<string, unknown>> }
type Job = {
  readonly needs?: readonly string[]
  readonly permissions?: Readonly<Record<string, string>>
  readonly environment?: { readonly name: string }
  readonly steps: readonly Step[]
}
type Workflow = { readonly on: unknown; readonly permissions: unknown; readonly jobs: Readonly<Record<string, Job>> }

const folder = join(root, '.github/workflows')
const textOf = (name: string): string => readFileSync(join(folder, name), 'utf8')
const publish: Workflow = parse(textOf('publish.yml'))
const own = ['ci.yml', 'dist.yml', 'publish.yml'] as const

describe('publish.yml', () => {
  test('gives each job what it needs and no more', () => {
    expect(publish.permissions).toEqual({})
    expect(Object.fromEntries(Object.entries(publish.jobs).map(([name, job]) => [name, job.permissions]))).toEqual({
      test: { contents: 'read' },
      build: { contents: 'read' },
      attest: { 'id-token': 'write', attestations: 'write' },
      publish: { contents: 'write', 'id-token': 'write', attestations: 'read' }
    })
  })

  test('publishes what is tested, checked, packed and attested, after an approval', () => {
    expect(publish.jobs['attest']?.needs).toEqual(['test', 'build'])
    expect(publish.jobs['publish']?.needs).toEqual(['attest'])
    expect(publish.jobs['publish']?.environment?.name).toBe('release')
    expect(publish.on).toEqual({ push: { tags: ['v[0-9]+.[0-9]+.[0-9]+*'] } })
  })

  test('runs no package in a job that may write', () => {
    for (const [name, { permissions = {}, steps }] of Object.entries(publish.jobs)) {
      if (!Object.values(permissions).includes('write')) continue
      const commands = steps.flatMap(step => step.run ?? [])
      expect(commands.join('\n'), name).not.toMatch(/\bnpm\b|\bnpx\b|scripts\/(?!release\.mjs publish)/)
    }
  })

  test('has no secret but the token of the run, and no token of npm', () => {
    expect(textOf('publish.yml')).not.toMatch(/secrets\.|NODE_AUTH_TOKEN|NPM_TOKEN|registry-url/)
  })
})

describe('an install', () => {
  test('runs no script of a package, in CI and where a person types npm cit', () => {
    expect(readFileSync(join(root, '.npmrc'), 'utf8').split('\n')).toContain('ignore-scripts=true')
    // npm would leave these out as well
    const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
    expect(Object.keys(scripts).filter(name => /^(?:pre|post)/.test(name))).toEqual([])
  })
})

describe('what the last job loads', () => {
  test('is the release scripts and Node itself, no package', () => {
    const files = ['release.mjs', ...readdirSync(join(root, 'scripts/release')).map(name => `release/${name}`)]
    const imports = files.flatMap(name =>
      [...readFileSync(join(root, 'scripts', name), 'utf8').matchAll(/^import .* from '([^']+)'$/gm)].map(
        ([, from]) => from
      )
    )
    expect(imports.length).toBeGreaterThan(20)
    expect(imports.filter(from => !/^(?:node:|\.\/)/.test(from ?? ''))).toEqual([])
  })
})

describe.each(own)('%s', name => {
  const workflow: Workflow = parse(textOf(name))
  const steps = Object.values(workflow.jobs).flatMap(job => job.steps)

  test('grants nothing at the top, and something named in each job', () => {
    expect(workflow.permissions).toEqual({})
    for (const job of Object.values(workflow.jobs)) expect(job.permissions).toBeDefined()
  })

  test('names each action by its commit, with the version', () => {
    for (const line of textOf(name).match(/uses: .*/g) ?? []) expect(line).toMatch(/@[0-9a-f]{40} # v\d+\.\d+\.\d+$/)
  })

  test('keeps no credentials in the checkout and restores no cache', () => {
    const withOf = (action: string): readonly unknown[] =>
      steps.filter(step => step.uses?.startsWith(action)).map(step => step.with)
    for (const given of withOf('actions/checkout')) expect(given).toMatchObject({ 'persist-credentials': false })
    for (const given of withOf('actions/setup-node')) expect(given).toMatchObject({ 'package-manager-cache': false })
    expect(withOf('actions/cache')).toEqual([])
  })

  test('puts nothing from outside into a script, and never runs with rights on what a fork wrote', () => {
    for (const { run = '' } of steps) expect(run).not.toMatch(/\$\{\{(?! matrix\.)/)
    expect(textOf(name)).not.toMatch(/pull_request_target|workflow_run/)
  })

  test('installs from the lock file', () => {
    expect(textOf(name)).not.toMatch(/npm (?:i|install)\b/)
  })
})
