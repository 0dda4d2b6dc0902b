import { execFileSync } from 'node:child_process'
import { createServer } from 'node:http'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { parseAllDocuments } from 'yaml'
import { dockerRegistryMissing } from '../helpers/docker-registry.ts'
import { gitLabCiLocalMissing } from '../helpers/gitlab-ci-local.ts'
import { templateText } from '../helpers/gitlab-inputs.ts'
import { makeWorkspace } from '../helpers/workspace.ts'
import { type GitLabStage, openGitLabStage, pushToken } from './gitlab-stage.ts'
import { runShell } from './shell.ts'

const missing = gitLabCiLocalMissing ?? dockerRegistryMissing
if (missing !== undefined) process.stdout.write(`${missing}\n`)

const branch = 'refs/heads/kluctl-images/bump'

/** A host of somebody else that wants a login for everything, and keeps what it is told. */
async function startOtherHost(): Promise<{ origin: string; asked: string[]; logins: string[]; close(): void }> {
  const asked: string[] = []
  const logins: string[] = []
  const server = createServer(({ url = '', headers }, response) => {
    asked.push(url)
    if (headers.authorization !== undefined) logins.push(headers.authorization)
    response.writeHead(401, { 'www-authenticate': 'Basic realm="elsewhere"' }).end()
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const origin = `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`
  const close = (): void => {
    server.closeAllConnections()
    server.close()
  }
  return { origin, asked, logins, close }
}

describe('git of the component kluctl-images-bump', () => {
  const [, body] = parseAllDocuments(templateText('kluctl-images-bump')).map(document => document.toJS())
  const script: string = body['$[[ inputs.job-name ]]'].script.join('\n')
  const [shell = ''] = /^remote=[\s\S]*?^with_token\(\) \{[\s\S]*?^\}$/m.exec(script) ?? []

  test.each([
    ['https://gitlab.example.com/acme/shop.git', true],
    ['https://gitlab.example.com/acme/other.git', false],
    ['https://gitlab.example.com/acme/shop.git.example.com', false],
    ['http://gitlab.example.com/acme/shop.git', false],
    ['https://elsewhere.example.com/acme/shop.git', false],
    ['https://gitlab.example.com.elsewhere.example.com/acme/shop.git', false]
  ])('has its token for its own repository alone: %s %s', async (url, isGiven) => {
    const room = makeWorkspace()
    const { exitCode, log } = await runShell(
      `${shell}\nprintf 'url=%s\\n\\n' "$ASKED" | with_token credential fill`,
      room.folder,
      {
        HOME: room.folder,
        GIT_CONFIG_NOSYSTEM: '1',
        CI_PROJECT_URL: 'https://gitlab.example.com/acme/shop',
        KLUCTL_IMAGES_PUSH_TOKEN: pushToken,
        ASKED: url
      }
    )
    room.remove()
    if (isGiven) expect({ exitCode, log }).toEqual({ exitCode: 0, log: expect.stringContaining(`=${pushToken}\n`) })
    else expect({ exitCode, log }).toEqual({ exitCode: 128, log: expect.not.stringContaining(pushToken) })
  })
})

describe.skipIf(missing !== undefined)('the component kluctl-images-bump', { timeout: 120_000 }, () => {
  let stage: GitLabStage
  beforeAll(async () => {
    stage = await openGitLabStage()
    return () => stage.close()
  })

  test('asks no host of a submodule, which the branch of the merge request says is elsewhere', async () => {
    const other = await startOtherHost()
    const project = stage.project({ 'lib/README.md': 'a library\n' })
    const { folder } = project.workspace
    const lib = (...args: readonly string[]): string =>
      execFileSync('git', args, { cwd: join(folder, 'lib'), encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] })
    lib('init', '--quiet')
    lib('add', '--all')
    lib('-c', 'user.name=a', '-c', 'user.email=a@example.com', 'commit', '--quiet', '--message', 'library')
    lib('remote', 'add', 'origin', `${other.origin}/lib.git`)
    const submodule = `[submodule "lib"]\n\tpath = lib\n\turl = ${other.origin}/lib.git\n\tfetchRecurseSubmodules = true\n`
    project.workspace.write({ '.gitmodules': submodule })
    project.git('rm', '--quiet', '-r', '--cached', 'lib')
    project.commit()
    project.git('push', '--quiet', '--force', stage.server.folder, 'main')
    // a commit of the library that is not here
    const link = `160000,${'1'.repeat(40)},lib`
    project.git('checkout', '--quiet', '-b', 'bump')
    project.git('update-index', '--cacheinfo', link)
    project.git('commit', '--quiet', '--message', 'another library')
    project.git('push', '--quiet', '--force', stage.server.folder, `bump:${branch}`)
    project.git('checkout', '--quiet', '--force', 'main')
    project.git('branch', '--quiet', '-D', 'bump')
    project.git('reflog', 'expire', '--all', '--expire=now')
    project.git('gc', '--quiet', '--prune=now')
    const { exitCode, log } = await project.run(['kluctl-images-bump'], {
      CI_PIPELINE_SOURCE: 'schedule',
      KLUCTL_IMAGES_PUSH_TOKEN: pushToken,
      CI_JOB_URL: 'https://job'
    })
    other.close()
    expect({ asked: other.asked, logins: other.logins }, log).toEqual({ asked: [], logins: [] })
    expect(exitCode, log).toBe(0)
    expect(stage.server.git('diff', '--name-only', 'main', branch)).toBe('fixed-images.yaml\n')
  })
})
