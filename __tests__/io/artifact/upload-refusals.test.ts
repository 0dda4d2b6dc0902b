import { describe, expect, test } from 'vitest'
import { GitHubError, InputError } from '../../../src/errors.ts'
import { checkArtifactName, hasArtifactService, uploadArtifact } from '../../../src/io/artifact.ts'
import { readUploadFailure } from '../../../src/io/artifact-failure.ts'

const env = { ACTIONS_RUNTIME_TOKEN: 'token', ACTIONS_RESULTS_URL: 'https://results.example.com/' }

describe('the name of an artifact', () => {
  test.each(['fixed-images', 'fixed images (prod) [1]', 'bücher', 'a'.repeat(200)])('may be %s', name => {
    expect(() => checkArtifactName(name)).not.toThrow()
  })

  test.each([
    ['nothing', ''],
    ['blanks', '  '],
    ['a path', '../fixed-images'],
    ['a path of Windows', 'a\\b'],
    ['a command', '::error::x'],
    ['an old command', '##[error]x'],
    ['two lines', 'a\n::error::x'],
    ['a mark of direction', 'a\u202eb'],
    ['wildcards', 'a*'],
    ['more than 200 characters', 'a'.repeat(201)]
  ])('is not %s', (_, name) => {
    expect(() => checkArtifactName(name)).toThrow(InputError)
  })
})

describe('before an upload', () => {
  const upload = (more: object): Promise<unknown> =>
    uploadArtifact({
      name: 'fixed-images',
      files: new Map([['images-report.json', '{}']]),
      retentionDays: 1,
      env: { ...env, ...more }
    })

  test.each([
    [
      'GitHub Enterprise Server',
      { GITHUB_SERVER_URL: 'https://git.example.com' },
      /"git.example.com" is a GitHub Enter/
    ],
    ['a host that ends alike', { GITHUB_SERVER_URL: 'https://notgithub.com' }, /"notgithub.com"/],
    ['a run step, which has no token', { ACTIONS_RUNTIME_TOKEN: undefined }, /^ACTIONS_RUNTIME_TOKEN is not set/],
    ['no service', { ACTIONS_RESULTS_URL: '' }, /^ACTIONS_RESULTS_URL is not set/],
    ['a token that is none', {}, /was not uploaded: ACTIONS_RUNTIME_TOKEN is not set for|was not uploaded/]
  ])('refuses %s', async (_, more, message) => {
    const error = await upload(more).catch((thrown: unknown) => thrown)
    expect(error).toBeInstanceOf(GitHubError)
    expect(error).toMatchObject({ code: 'artifact', message: expect.stringMatching(message) })
  })

  test('there is a service where the runner says so', () => {
    expect(hasArtifactService(env)).toBe(true)
    expect(hasArtifactService({ ...env, ACTIONS_RUNTIME_TOKEN: '' })).toBe(false)
    expect(hasArtifactService({})).toBe(false)
  })
})

const create = 'Failed to CreateArtifact: '
const attempts = `${create}Failed to make request after 5 attempts: `

describe('what the upload threw is said in our words', () => {
  test.each([
    [`${attempts}Failed request: (503) Service Unavailable`, 'GitHub answered 503'],
    [`${attempts}Failed request: (429) Too Many Requests: slow down`, 'GitHub limits the requests (429)'],
    [`${attempts}Unexpected token < in JSON`, `"${attempts}Unexpected token < in JSON"`],
    [
      `${create}Unable to make request: ENOTFOUND\nIf you are using`,
      "GitHub's storage could not be reached (ENOTFOUND)"
    ],
    [
      `${create}Artifact storage quota has been hit. Unable to upload any new artifacts.`,
      'the storage for artifacts is used up'
    ],
    [
      'Failed to get backend IDs: The provided JWT token is invalid',
      'ACTIONS_RUNTIME_TOKEN is not the token of a runner'
    ],
    ['Upload progress stalled.', 'GitHub stopped to take data'],
    ['cannot get https://host/blob?sv=1&sig=abc%3D now\nmore', '"cannot get https://host/blob now"']
  ])('%s', (text, expected) => {
    const error = readUploadFailure(new Error(text), 'a')
    expect(error.message).toBe(`the artifact "a" was not uploaded: ${expected}`)
    expect(error.hint).toMatch(/^[A-Z].*\.$/)
  })

  test('whatever is thrown', () => {
    expect(readUploadFailure('text', 'a').message).toBe('the artifact "a" was not uploaded: "text"')
    expect(readUploadFailure(undefined, 'a').code).toBe('artifact')
    const lost = Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' })
    expect(readUploadFailure(lost, 'a').message).toMatch(/\(ECONNRESET\)$/)
  })
})
