import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { interpolate } from '../helpers/workflow/expressions.ts'
import { at, type Json, type JsonObject, listed, mapping } from '../helpers/workflow/json.ts'
import { root } from '../helpers/workspace.ts'

const [token, password] = ['ghs_token', 'registry-word']

/** The variables of every step that looks images up, as they are for a caller. */
function loginsOf(name: string, registry: string, secrets: JsonObject, server: string): readonly JsonObject[] {
  const workflow: Json = parse(readFileSync(join(root, '.github/workflows', `${name}.yml`), 'utf8'))
  const contexts = {
    github: { actor: 'octocat', token, server_url: server },
    inputs: { registry, 'registry-username': registry === '' ? '' : 'robot' },
    secrets,
    steps: { docker: { outputs: {} } }
  }
  const jobs = Object.values(mapping(at(workflow, 'jobs')))
  const steps = jobs.flatMap(job => listed(at(job, 'steps'))).map(step => mapping(at(step, 'env')))
  const logins = steps.filter(env => Object.hasOwn(env, 'KLUCTL_REGISTRY_0_HOST'))
  expect(logins.length).toBeGreaterThan(0)
  return logins.map(env => mapping(interpolate(env, { contexts })))
}

const handed = { 'registry-password': password }
const github = 'https://github.com'
const ghcr = ['ghcr.io', 'octocat', token]
const nothing = ['', '', '']

describe.each(['review', 'bump', 'release'])('the logins of %s', name => {
  test.each<[string, string, JsonObject, string, readonly string[], readonly string[]]>([
    ['the token of the job is for ghcr.io', '', {}, github, nothing, ghcr],
    ['a password is for its registry', 'r.example', handed, github, ['r.example', 'robot', password], ghcr],
    [
      'a fork has no password, and its token goes nowhere else',
      'r.example',
      {},
      github,
      ['r.example', 'robot', ''],
      ghcr
    ],
    [
      'a login for ghcr.io is in place of the token',
      'ghcr.io',
      handed,
      github,
      ['ghcr.io', 'robot', password],
      nothing
    ],
    ['so is one that docker has', '', { 'docker-config': '{"auths":{"ghcr.io":{}}}' }, github, nothing, nothing],
    ['the token of another GitHub is not for ghcr.io', '', {}, 'https://git.example', nothing, nothing]
  ])('%s', (_name, registry, secrets, server, first, second) => {
    for (const env of loginsOf(name, registry, secrets, server)) {
      const entry = (index: number): readonly (Json | undefined)[] =>
        ['HOST', 'USERNAME', 'PASSWORD'].map(key => env[`KLUCTL_REGISTRY_${index}_${key}`] ?? '')
      expect([entry(0), entry(1)]).toEqual([first, second])
    }
  })
})
