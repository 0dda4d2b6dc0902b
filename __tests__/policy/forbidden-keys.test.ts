import { describe, expect, test } from 'vitest'
import { ProjectError } from '../../src/errors.ts'
import { readPolicy } from '../../src/policy/read-policy.ts'
import { file, problemsOf, rule } from './problems.ts'

describe('what a file of a pull request may not say', () => {
  const login = 'Set KLUCTL_REGISTRY_<n>_HOST, _USERNAME and _PASSWORD in the environment of the workflow.'
  const line = 'Set the KLUCTL_REGISTRY_<n>_ variables, as _CA_FILE, in the environment of the workflow.'
  const limit = 'A file of the project cannot change them; remove the key.'

  test.each([
    ...['username', 'password', 'token', 'auth', 'identity-token', 'login', 'credentials', 'KLUCTL_REGISTRY_HOST'].map(
      key => [key, 'logins are', login]
    ),
    ...['tls-verify', 'insecure', 'plain-http', 'caFile', 'proxy'].map(key => [
      key,
      'how a registry is connected to is',
      line
    ]),
    ...['limit', 'limits', 'timeout', 'request-timeout', 'retries', 'concurrency', 'max-candidates'].map(key => [
      key,
      'limits are',
      limit
    ])
  ])('%s', (key, what, hint) => {
    for (const text of [`${key}: 1`, rule(`${key}: 1`), `registries: { ${key}: 1 }`])
      expect(problemsOf(text)).toEqual([
        expect.stringContaining(
          `the key "${key}" is not known here: ${what} set by the workflow, never by the policy file | ${hint}`
        )
      ])
  })

  test('and no line of a file that may hold a password is shown', () => {
    const text = 'registries:\n  username: u\n  "password": hunter2\n  deny: [a/b]\n'
    try {
      readPolicy(text, file)
      expect.unreachable()
    } catch (error) {
      expect(JSON.stringify(error instanceof AggregateError ? error.errors : error)).not.toContain('hunter2')
      expect(error).toBeInstanceOf(AggregateError)
    }
  })
})

describe('lines are shown of a policy only', () => {
  const shown = (text: string): string => {
    try {
      readPolicy(text, file)
    } catch (error) {
      const all = error instanceof AggregateError ? error.errors : [error]
      return all.flatMap(one => (one instanceof ProjectError ? (one.excerpt ?? []) : [])).join('\n')
    }
    throw new Error('it is a policy')
  }

  test('of one, by its keys', () => {
    expect(shown('rules:\n- image: a\n  max-bump: x\n')).toContain('max-bump: x')
    expect(shown('registries: { deny: [a/b] }\nothers: 1\n')).toContain('others: 1')
  })

  test.each([
    ['a file of another kind', 'apiVersion: v1\nkind: Config\nhunter2: x\n'],
    ['plain text', 'hunter2 and more\n'],
    ['what cannot be read', '[default]\nhunter2 = x\n'],
    ['a policy that cannot be read', 'rules: [\nhunter2: x\n'],
    ['a list', '- hunter2\n']
  ])('never of %s', (_, text) => {
    expect(shown(text)).toBe('')
  })
})
