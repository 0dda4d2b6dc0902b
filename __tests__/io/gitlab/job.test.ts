import { describe, expect, test } from 'vitest'
import { GitLabError, InputError } from '../../../src/errors.ts'
import { readGitLabJob } from '../../../src/io/gitlab-job.ts'
import { jobEnvironment } from '../../helpers/gitlab-job.ts'

type Environment = Readonly<Record<string, string | undefined>>

const env = (more: Environment = {}): Environment => jobEnvironment('https://gitlab.example.com/api/v4', more)

const caught = (more: Environment): unknown => {
  try {
    return readGitLabJob(env(more))
  } catch (thrown) {
    return thrown
  }
}

test('a merge request pipeline says everything', () => {
  expect(readGitLabJob(env())).toEqual({
    apiUrl: 'https://gitlab.example.com/api/v4',
    project: '42',
    mergeRequest: '7',
    page: 'https://gitlab.example.com/group/app/-/merge_requests/7',
    run: { pipeline: 1000, job: 5000 },
    fork: false,
    token: 'glpat-good',
    tokenVariable: 'KLUCTL_IMAGES_GITLAB_TOKEN',
    authorities: []
  })
})

describe('the token', () => {
  test.each([
    ['our own variable first', { GITLAB_TOKEN: 'other' }, 'glpat-good', 'KLUCTL_IMAGES_GITLAB_TOKEN'],
    ['else GITLAB_TOKEN', { KLUCTL_IMAGES_GITLAB_TOKEN: undefined, GITLAB_TOKEN: 'other' }, 'other', 'GITLAB_TOKEN'],
    ['also where ours is empty', { KLUCTL_IMAGES_GITLAB_TOKEN: ' ', GITLAB_TOKEN: 'other' }, 'other', 'GITLAB_TOKEN'],
    [
      'without the line end of pasting',
      { KLUCTL_IMAGES_GITLAB_TOKEN: 'glpat-x\n' },
      'glpat-x',
      'KLUCTL_IMAGES_GITLAB_TOKEN'
    ]
  ])('%s', (_, more, token, tokenVariable) => {
    expect(readGitLabJob(env(more))).toMatchObject({ token, tokenVariable })
  })

  const none = { KLUCTL_IMAGES_GITLAB_TOKEN: undefined }
  test.each([
    [
      'is missing, and the one of the job does not do',
      none,
      'there is no token for GitLab: neither KLUCTL_IMAGES_GITLAB_TOKEN nor GITLAB_TOKEN is set; the CI_JOB_TOKEN of the job is not enough, since it may read merge requests but not write notes',
      /project access token with the scope api/
    ],
    [
      'is missing altogether',
      { ...none, CI_JOB_TOKEN: undefined },
      'there is no token for GitLab: neither KLUCTL_IMAGES_GITLAB_TOKEN nor GITLAB_TOKEN is set',
      /project access token/
    ],
    [
      'is missing in a fork',
      { ...none, CI_PROJECT_ID: '99' },
      /there is no token/,
      /A pipeline of a fork does not get/
    ],
    [
      'is that of the job',
      { KLUCTL_IMAGES_GITLAB_TOKEN: 'glcbt-64_job' },
      /holds the CI_JOB_TOKEN of the job/,
      /scope api/
    ],
    [
      'is that of a job, by its form',
      { ...none, GITLAB_TOKEN: 'glcbt-65_abc' },
      /GITLAB_TOKEN holds the CI_JOB_TOKEN/,
      /scope api/
    ],
    [
      'is a variable that does not exist for this branch',
      { KLUCTL_IMAGES_GITLAB_TOKEN: '$BOT_TOKEN' },
      'KLUCTL_IMAGES_GITLAB_TOKEN holds the name of another variable, which is not set for this job',
      /protected/
    ]
  ])('%s', (_, more, message, hint) => {
    const error = caught(more)
    expect(error).toBeInstanceOf(GitLabError)
    expect(error).toMatchObject({ code: 'permission', hint: expect.stringMatching(hint) })
    expect(error instanceof Error && error.message).toMatch(message)
  })

  test('with characters that no header takes is not shown', () => {
    const error = caught({ KLUCTL_IMAGES_GITLAB_TOKEN: 'geheim\nX-Evil: 1' })
    expect(error).toBeInstanceOf(InputError)
    expect(JSON.stringify(error) + String(error)).not.toContain('geheim')
  })
})

describe('a job that is not about a merge request', () => {
  test.each([
    [
      { CI_MERGE_REQUEST_IID: undefined, CI_PIPELINE_SOURCE: 'push' },
      'the pipeline is not one of a merge request: CI_MERGE_REQUEST_IID is not set and CI_PIPELINE_SOURCE is "push"'
    ],
    [
      { CI_MERGE_REQUEST_IID: undefined, CI_PIPELINE_SOURCE: undefined, GITLAB_CI: undefined },
      'this is not a job of GitLab CI: CI_MERGE_REQUEST_IID is not set'
    ]
  ])('%#', (more, message) => {
    const error = caught(more)
    expect(error).toBeInstanceOf(GitLabError)
    expect(error).toMatchObject({
      code: 'not-a-pull-request',
      message,
      hint: expect.stringContaining('merge_request_event')
    })
  })
})

describe('a variable that cannot be used', () => {
  test.each([
    ['CI_API_V4_URL', undefined, 'CI_API_V4_URL is not set'],
    ['CI_API_V4_URL', 'gitlab', 'CI_API_V4_URL is not an address'],
    [
      'CI_API_V4_URL',
      'http://gitlab.example.com/api/v4',
      'CI_API_V4_URL begins with "http:", and a token is sent over https only, unless CI_SERVER_PROTOCOL is "http"'
    ],
    ['CI_API_V4_URL', 'file:///etc/passwd', /begins with "file:"/],
    ['CI_API_V4_URL', 'https://a:b@gitlab.example.com/api/v4', 'CI_API_V4_URL has more than a host and a path'],
    ['CI_API_V4_URL', 'https://gitlab.example.com/api/v4?x=1', 'CI_API_V4_URL has more than a host and a path'],
    ['CI_MERGE_REQUEST_IID', '7/../8', 'CI_MERGE_REQUEST_IID is "7/../8", which is no number'],
    ['CI_MERGE_REQUEST_PROJECT_ID', undefined, 'CI_MERGE_REQUEST_PROJECT_ID is not set'],
    ['CI_MERGE_REQUEST_PROJECT_ID', 'group/app', 'CI_MERGE_REQUEST_PROJECT_ID is "group/app", which is no number'],
    ['CI_PIPELINE_ID', '0', 'CI_PIPELINE_ID is "0", which is no number'],
    ['CI_JOB_ID', '1e3', 'CI_JOB_ID is "1e3", which is no number']
  ])('%s %j', (name, value, message) => {
    const error = caught({ [name]: value })
    expect(error).toBeInstanceOf(InputError)
    expect(error).toMatchObject({ input: name })
    expect(error instanceof Error && error.message).toMatch(message)
  })
})

test.each([
  ['http where GitLab itself says so', 'http://gitlab.local/api/v4', 'http', 'http://gitlab.local/api/v4'],
  ['a path before the API', 'https://example.com/gitlab/api/v4/', 'https', 'https://example.com/gitlab/api/v4']
])('the address may be %s', (_, given, protocol, apiUrl) => {
  expect(readGitLabJob(env({ CI_API_V4_URL: given, CI_SERVER_PROTOCOL: protocol }))).toMatchObject({ apiUrl })
})

test.each(['javascript:alert(1)', 'https://x y', 'ftp://example.com'])('%s becomes no link', page => {
  expect(readGitLabJob(env({ CI_MERGE_REQUEST_PROJECT_URL: page }))).toMatchObject({ page: null })
})

test('files of authorities are two, but only where GitLab names one', () => {
  const extra = { NODE_EXTRA_CA_CERTS: '/ca/node.pem' }
  expect(readGitLabJob(env(extra)).authorities).toEqual([])
  expect(readGitLabJob(env({ ...extra, CI_SERVER_TLS_CA_FILE: '/ca/gitlab.pem' })).authorities).toEqual([
    { variable: 'CI_SERVER_TLS_CA_FILE', file: '/ca/gitlab.pem' },
    { variable: 'NODE_EXTRA_CA_CERTS', file: '/ca/node.pem' }
  ])
})
