import { describe, expect, test } from 'vitest'
import { chooseCi, remoteHostOf } from '../../src/init/ci.ts'

describe('the CI system', () => {
  test.each([
    [[], undefined, 'github', 'nothing says otherwise; --ci chooses another'],
    [[], 'github.com', 'github', 'the git remote is at "github.com"'],
    [[], 'octo.ghe.com', 'github', 'the git remote is at "octo.ghe.com"'],
    [[], 'gitlab.example.com', 'gitlab', 'the git remote is at "gitlab.example.com"'],
    [[], 'bitbucket.org', 'bitbucket', 'the git remote is at "bitbucket.org"'],
    [[], 'ssh.dev.azure.com', 'azure-pipelines', 'the git remote is at "ssh.dev.azure.com"'],
    [
      [],
      'git.example.com',
      'github',
      'the git remote is at "git.example.com", and nothing says otherwise; --ci chooses another'
    ],
    [['.gitlab-ci.yml'], undefined, 'gitlab', 'there is .gitlab-ci.yml'],
    [['Jenkinsfile'], 'github.com', 'jenkins', 'there is Jenkinsfile'],
    [['.tekton'], undefined, 'tekton', 'there is .tekton'],
    [['azure-pipelines.yml'], undefined, 'azure-pipelines', 'there is azure-pipelines.yml'],
    [['bitbucket-pipelines.yml'], undefined, 'bitbucket', 'there is bitbucket-pipelines.yml'],
    [
      ['.gitlab-ci.yml', '.github/workflows'],
      'github.com',
      'github',
      'there is .github/workflows, besides .gitlab-ci.yml; --ci chooses another'
    ],
    [
      ['.gitlab-ci.yml', '.github/workflows'],
      undefined,
      'gitlab',
      'there is .gitlab-ci.yml, besides .github/workflows; --ci chooses another'
    ]
  ])('of files %j and the remote %s is %s', (files, remoteHost, ci, why) => {
    const known: readonly string[] = files
    expect(chooseCi({ has: path => known.includes(path), remoteHost })).toEqual({ ci, why })
  })
})

test.each([
  ['https://github.com/acme/shop.git', 'github.com'],
  ['https://user:word@GitHub.com/acme/shop', 'github.com'],
  ['git@github.com:acme/shop.git', 'github.com'],
  ['ssh://git@gitlab.example.com:2222/acme/shop.git', 'gitlab.example.com'],
  ['gitlab.example.com:acme/shop', 'gitlab.example.com'],
  ['/srv/git/shop.git', undefined],
  ['../shop', undefined],
  ['C:\\shop', undefined],
  ['file:///srv/git/shop.git', undefined],
  ['', undefined]
])('the host of the remote %j is %s', (url, host) => {
  expect(remoteHostOf(url)).toBe(host)
})
