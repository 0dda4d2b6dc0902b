import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { at, type Json, listed, mapping, text } from '../helpers/workflow/json.ts'
import { root } from '../helpers/workspace.ts'

const read = (path: string): Json => parse(readFileSync(join(root, path), 'utf8'))
const names = ['review', 'review-comment', 'bump', 'release'] as const
const workflow = (name: string): Json => read(`.github/workflows/${name}.yml`)
const stepsOf = (name: string): readonly Json[] =>
  Object.values(mapping(at(workflow(name), 'jobs'))).flatMap(job => listed(at(job, 'steps')))

describe('the reusable workflows', () => {
  test('have the inputs of action.yml as scripts/update-workflows.mjs writes them', () => {
    execFileSync(process.execPath, [join(root, 'scripts/update-workflows.mjs'), '--check'], { encoding: 'utf8' })
  })

  test.each(names)('%s names the Action by the release that it is part of', name => {
    const version = text(at(read('package.json'), 'version'))
    const uses = stepsOf(name).map(step => text(at(step, 'uses')))
    const own = uses.filter(one => one.startsWith('kluctl-images/'))
    expect(own.length).toBeGreaterThan(0)
    expect(new Set(own)).toEqual(new Set([`kluctl-images/kluctl-images@v${version}`]))
  })

  test.each(names)('%s hands every input on', name => {
    const content = readFileSync(join(root, '.github/workflows', `${name}.yml`), 'utf8')
    const inputs = Object.keys(mapping(at(workflow(name), 'on', 'workflow_call', 'inputs')))
    expect(
      inputs.filter(input => !content.includes(`inputs.${input} `) && !content.includes(`inputs.${input})`))
    ).toEqual([])
  })

  test.each(names)('%s grants nothing at the top, and says in its first lines what to grant', name => {
    const content = readFileSync(join(root, '.github/workflows', `${name}.yml`), 'utf8')
    expect(at(workflow(name), 'permissions')).toEqual({})
    const jobs = Object.values(mapping(at(workflow(name), 'jobs')))
    const asked = new Map<string, string>()
    for (const job of jobs) {
      for (const [scope, access] of Object.entries(mapping(at(job, 'permissions'))))
        if (asked.get(scope) !== 'write') asked.set(scope, text(access))
    }
    const example: Json = parse(
      content
        .split('\nname: ')[0]
        ?.split('\n')
        .filter(line => /^# {3}/.test(line) || line === '#')
        .map(line => line.slice(4))
        .join('\n') ?? ''
    )
    const granted = Object.values(mapping(at(example, 'jobs'))).map(job => mapping(at(job, 'permissions')))
    expect(granted[0]).toEqual(Object.fromEntries(asked))
    for (const job of jobs) expect(at(job, 'timeout-minutes')).toBeGreaterThan(0)
  })
})
