import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { mountOf, type Need, needKey, repositoryKey } from '../../src/project/sources.ts'

describe('the key of a git repository', () => {
  test.each([
    ['https://github.com/org/repo', 'git://github.com/org/repo'],
    ['https://github.com/org/repo.git', 'git://github.com/org/repo'],
    ['https://github.com/org/repo/', 'git://github.com/org/repo'],
    ['https://user:secret@GitHub.com/Org/Repo.git', 'git://github.com/org/repo'],
    ['ssh://git@github.com/org/repo.git', 'git://github.com/org/repo'],
    ['ssh://git@github.com:22/org/repo', 'git://github.com/org/repo'],
    ['git@github.com:org/repo.git', 'git://github.com/org/repo'],
    ['git@github.com:/org/repo', 'git://github.com/org/repo'],
    ['github.com:org/repo', 'git://github.com/org/repo'],
    ['git://github.com/org/repo', 'git://github.com/org/repo'],
    ['https://example.com:443/a', 'git://example.com/a'],
    ['https://example.com:8443/a/b/c.git', 'git://example.com:8443/a/b/c'],
    ['http://example.com:443/a', 'git://example.com:443/a'],
    ['https://example.com/a/.git', 'git://example.com/a/.git'],
    ['https://example.com/a?token=x#y', 'git://example.com/a']
  ])('of %s is %s', (url, key) => {
    expect(repositoryKey('git', url)).toBe(key)
  })

  test.each([
    '',
    'nothing',
    './folder',
    '/srv/repo',
    'file:///srv/repo',
    'https://example.com',
    'https://example.com/',
    'https:///path',
    'https://example.com/a/../b',
    'git@host:../b',
    'oci://example.com/a',
    'https://exa mple.com/a',
    'https://example.com/a\nb',
    'C:\\repo',
    'C:/repo',
    'ext::sh -c id',
    'ext::x/y',
    'ftp://example.com/a',
    'ssh://-oProxyCommand=id/x',
    '-oProxyCommand=id:x',
    'git@host:-x/y',
    'https://example.com/-x'
  ])('is none for %j', url => {
    expect(repositoryKey('git', url)).toBeUndefined()
  })

  test('never holds a user, a password or a query', () => {
    const word = fc.stringMatching(/^[a-z]{3,8}$/)
    fc.assert(
      fc.property(word, word, word, (user, password, path) => {
        const plain = repositoryKey('git', `https://example.com/${path}`)
        expect(repositoryKey('git', `https://${user}:${password}@example.com/${path}.git?${password}`)).toBe(plain)
      })
    )
  })
})

test.each([
  ['oci://example.com/org/app', 'oci://example.com/org/app'],
  ['oci://EXAMPLE.com:443/org/App/', 'oci://example.com/org/App'],
  ['https://example.com/org/app', undefined],
  ['example.com/org/app', undefined]
])('the key of the OCI source %s is %s', (url, key) => {
  expect(repositoryKey('oci', url)).toBe(key)
})

test('a mount is a plain folder name for each step of the key', () => {
  expect(mountOf('git://github.com/org/repo')).toBe('git+github.com/org/repo')
  expect(mountOf('oci://example.com:5000/app')).toBe('oci+example.com+5000/app')
})

describe('the key of a need', () => {
  const need = (ref: Need['ref'], url = 'https://github.com/org/repo', path = 'a/b.yaml'): string =>
    needKey({ kind: 'git-file', url, ref, path })

  test('tells references apart, and does not tell ways to write one repository apart', () => {
    const refs = [undefined, { branch: 'x' }, { tag: 'x' }, { commit: 'x' }, { name: 'x' }]
    expect(new Set(refs.map(ref => need(ref))).size).toBe(refs.length)
    expect(need({ tag: 'x' }, 'git@github.com:org/repo.git')).toBe(need({ tag: 'x' }))
  })

  test('names repository, reference and path', () => {
    expect(need({ branch: 'main' })).toBe('git://github.com/org/repo@branch=main/a/b.yaml')
    expect(need(undefined)).toBe('git://github.com/org/repo/a/b.yaml')
  })
})
