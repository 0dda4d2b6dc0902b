import { execFileSync } from 'node:child_process'
import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { runCli } from '../helpers/command.ts'
import { startGitLab } from '../helpers/gitlab.ts'
import { jobEnvironment } from '../helpers/gitlab-job.ts'
import type { RunnerResult } from '../helpers/runner.ts'
import { eventOf, type Stage, startStage } from './review-stage.ts'

/** Content of files at commits, as GitHub has it. */
let atGitHub: Record<string, string>
let stage: Stage

beforeEach(async () => {
  atGitHub = {}
  stage = await startStage({ files: atGitHub })
})
afterEach(async () => {
  expect(stage.github.problems).toEqual([])
  await stage.close()
})

function git(...args: readonly string[]): string {
  const identity = ['-c', 'user.name=t', '-c', 'user.email=t@example.com', '-c', 'commit.gpgsign=false']
  const env = { ...process.env, GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_NOSYSTEM: '1' }
  return execFileSync('git', [...identity, ...args], { cwd: stage.workspace.folder, encoding: 'utf8', env }).trim()
}

function commit(files: Readonly<Record<string, string>>): string {
  stage.workspace.write(files)
  git('add', '-A')
  git('commit', '-qm', 'change', '--allow-empty')
  return git('rev-parse', 'HEAD')
}

/** A base whose file has this tag, and a change of these files on a branch of its own. */
function makeChange(
  tag: string,
  files: Readonly<Record<string, string>>
): { readonly base: string; readonly head: string } {
  const [fixed, policy] = [stage.fixed({ web: tag }), 'rules: []\n']
  git('init', '-q', '-b', 'main')
  const base = commit({ 'fixed-images.yaml': fixed, '.kluctl-images.yaml': policy })
  atGitHub[`${base}:fixed-images.yaml`] = fixed
  atGitHub[`${base}:.kluctl-images.yaml`] = policy
  git('checkout', '-q', '-b', 'change')
  return { base, head: commit(files) }
}

/** Runs the Action on the merge that GitHub tries, in a checkout of depth 1, for an event that names an older base. */
async function review(tag: string, files: Readonly<Record<string, string>>): Promise<RunnerResult> {
  const { head } = makeChange(tag, files)
  git('checkout', '-q', 'main')
  git('merge', '-q', '--no-ff', '-m', 'try', 'change')
  const sha = git('rev-parse', 'HEAD')
  const { folder } = stage.workspace
  const clone = mkdtempSync(join(tmpdir(), 'review-base-'))
  git('clone', '-q', '--depth', '1', `file://${folder}`, join(clone, 'repo'))
  rmSync(join(folder, '.git'), { recursive: true })
  cpSync(join(clone, 'repo/.git'), join(folder, '.git'), { recursive: true })
  rmSync(clone, { recursive: true })
  stage.github.setPull(7, { head: 'acme/shop', files: Object.keys(files).map(path => [path] as const) })
  const event: unknown = JSON.parse(JSON.stringify(eventOf('pull_request')).replaceAll('a'.repeat(40), head))
  return stage.step({ sha, event })
}

const byHand = (): string =>
  `⚠\u00a0changed in the file** for \`${stage.image('web')}\` – this pull request changes its entry in \`fixed-images.yaml\` from 1.1.0 to 1.0.0; the next bump makes it 1.1.0`

test('an older tag that a pull request commits makes a comment, though no image changes', async () => {
  const result = await review('1.1.0', { 'fixed-images.yaml': stage.fixed({ web: '1.0.0' }) })
  expect(result.exitCode, result.log).toBe(0)
  expect(result.outputs).toMatchObject({ changed: 'false', verdict: '1 image is changed in the committed file' })
  expect(stage.github.comments.map(({ body }) => body)).toEqual([expect.stringContaining(byHand())])
})

test.each([
  ['fixed-images.yaml', 'newest of 2 tags; brought by the registry, not by this pull request<br>'],
  // a template of the project may include it
  ['README.md', 'newest of 2 tags<br>'],
  ['other.yaml', 'newest of 2 tags<br>']
])('a newer tag in a pull request that changes %s', async (path, why) => {
  const before = path === 'fixed-images.yaml' ? stage.fixed({ web: '1.0.0' }) : ''
  const result = await review('1.0.0', { [path]: `${before}# changed\n` })
  expect(result.outputs['verdict'], result.log).toBe('1 image changes')
  expect(stage.github.comments[0]?.body).toContain(`| ${why}`)
})

test('a merge request tells the same, and that it changes the policy', async () => {
  const { base } = makeChange('1.1.0', {
    'fixed-images.yaml': stage.fixed({ web: '1.0.0' }),
    '.kluctl-images.yaml': 'rules: [{ image: "*", max-bump: minor }]\n'
  })
  const gitlab = await startGitLab()
  try {
    const job = jobEnvironment(gitlab.apiUrl, { CI_MERGE_REQUEST_DIFF_BASE_SHA: base })
    const env = {
      ...Object.fromEntries(
        Object.entries(job).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]]))
      ),
      KLUCTL_REGISTRY_HOST: stage.registry.host,
      KLUCTL_REGISTRY_PLAIN_HTTP: 'true'
    }
    for (const more of [[], [`--baseline=${base}`]]) {
      stage.workspace.write({ 'fixed-images.yaml': stage.fixed({ web: '1.0.0' }) })
      const args = ['resolve', '--comment', 'gitlab', '--comment-tag', `tag${more.join('')}`, ...more]
      const result = await runCli(args, { cwd: stage.workspace.folder, env })
      expect(result.exitCode, result.err).toBe(0)
      const note = gitlab.notes.at(-1)?.body
      expect(note).toContain(byHand())
      expect(note).toContain('this pull request changes the policy file')
    }
    expect(gitlab.notes).toHaveLength(2)
    expect(gitlab.problems).toEqual([])
  } finally {
    await gitlab.close()
  }
})
