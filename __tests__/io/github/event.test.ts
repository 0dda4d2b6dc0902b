import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { InputError } from '../../../src/errors.ts'
import { parseGitHubContext, readGitHubContext, untrustedCheckout } from '../../../src/io/github-event.ts'

const env = {
  GITHUB_REPOSITORY: 'acme/shop',
  GITHUB_EVENT_NAME: 'push',
  GITHUB_WORKSPACE: '/workspace',
  GITHUB_SHA: '1'.repeat(40),
  GITHUB_WORKFLOW: 'images',
  GITHUB_JOB: 'resolve',
  GITHUB_RUN_ID: '17'
}
const path = (name: string) => new URL(`../../fixtures/events/${name}.json`, import.meta.url).pathname
const contextOf = (file: string, eventName: string) =>
  parseGitHubContext({ ...env, GITHUB_EVENT_NAME: eventName }, JSON.parse(readFileSync(path(file), 'utf8')))

const sameRepository = {
  number: 7,
  baseSha: 'b'.repeat(40),
  headSha: 'a'.repeat(40),
  headRepository: 'acme/shop',
  fork: false
}
const fork = { ...sameRepository, headRepository: 'eve/shop', fork: true }

describe('an event', () => {
  test.each([
    ['pull_request', 'pull_request', sameRepository, false],
    ['pull_request_fork', 'pull_request', fork, false],
    ['pull_request', 'pull_request_target', sameRepository, false],
    ['pull_request_fork', 'pull_request_target', fork, true],
    ['pull_request_deleted_fork', 'pull_request_target', { ...fork, headRepository: undefined }, true],
    ['push', 'push', undefined, false],
    ['schedule', 'schedule', undefined, false],
    ['workflow_dispatch', 'workflow_dispatch', undefined, false],
    ['merge_group', 'merge_group', undefined, false],
    [
      'issue_comment',
      'issue_comment',
      { number: 7, baseSha: undefined, headSha: undefined, headRepository: undefined, fork: true },
      true
    ],
    ['issue_comment_on_issue', 'issue_comment', undefined, false],
    ['workflow_run', 'workflow_run', undefined, false],
    ['workflow_run_fork', 'workflow_run', undefined, true]
  ])('%s as %s has its pull request and says whether it is trusted', (file, eventName, pullRequest, untrusted) => {
    const context = contextOf(file, eventName)
    expect(context.pullRequest).toEqual(pullRequest)
    expect(untrustedCheckout(context)).toBe(untrusted)
  })

  test('that brings secrets and says nothing about its head is not trusted', () => {
    for (const eventName of ['pull_request_target', 'workflow_run']) {
      expect(untrustedCheckout(parseGitHubContext({ ...env, GITHUB_EVENT_NAME: eventName }, {}))).toBe(true)
    }
  })

  test('compares names of GitHub repositories without case', () => {
    expect(contextOf('pull_request', 'pull_request').pullRequest?.fork).toBe(false)
    const upper = parseGitHubContext(
      { ...env, GITHUB_REPOSITORY: 'Acme/Shop' },
      JSON.parse(readFileSync(path('pull_request'), 'utf8'))
    )
    expect(upper.pullRequest?.fork).toBe(false)
  })

  test('may be any JSON', () => {
    fc.assert(fc.property(fc.jsonValue(), event => parseGitHubContext(env, event).repository.owner === 'acme'))
  })

  test('is read from its file, which may be missing or broken', () => {
    expect(readGitHubContext({ ...env, GITHUB_EVENT_PATH: path('pull_request') }).pullRequest?.number).toBe(7)
    expect(readGitHubContext({ ...env, GITHUB_EVENT_PATH: '/nowhere/event.json' }).pullRequest).toBe(undefined)
    expect(readGitHubContext(env).pullRequest).toBe(undefined)
  })
})

describe('the environment of a runner', () => {
  test('gives the rest of the context', () => {
    expect(parseGitHubContext(env, undefined)).toEqual({
      eventName: 'push',
      repository: { owner: 'acme', repo: 'shop' },
      sha: '1'.repeat(40),
      workflow: 'images',
      job: 'resolve',
      runId: '17',
      serverUrl: 'https://github.com',
      apiUrl: 'https://api.github.com',
      workspace: '/workspace',
      pullRequest: undefined,
      sourceRepository: undefined
    })
  })

  test('may name an enterprise host', () => {
    const context = parseGitHubContext({ ...env, GITHUB_API_URL: 'https://git.acme.example/api/v3/' }, undefined)
    expect(context.apiUrl).toBe('https://git.acme.example/api/v3')
  })

  test.each([
    ['GITHUB_REPOSITORY', undefined],
    ['GITHUB_REPOSITORY', 'acme'],
    ['GITHUB_REPOSITORY', 'acme/shop/x'],
    ['GITHUB_EVENT_NAME', ''],
    ['GITHUB_WORKSPACE', undefined],
    ['GITHUB_API_URL', 'api.github.com'],
    ['GITHUB_API_URL', 'file:///etc']
  ])('%s must not be %j', (name, value) => {
    expect(() => parseGitHubContext({ ...env, [name]: value }, undefined)).toThrow(InputError)
  })
})
