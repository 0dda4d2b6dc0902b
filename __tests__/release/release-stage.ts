import { spawnSync } from 'node:child_process'
import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { root } from '../helpers/workspace.ts'

export type Outcome = { readonly ok: boolean; readonly text: string }

/** A small project with the release scripts of this one, a bare remote, and programs in the place of gh and npm that keep a log. */
export type Stage = {
  readonly project: string
  /** Folder for what is packed; pack makes it. */
  readonly assets: string
  /** Runs `node scripts/release.mjs` in the project. */
  release(args: readonly string[], env?: Readonly<Record<string, string>>): Outcome
  /** git in the project; fails the test where git fails. */
  git(...args: readonly string[]): string
  write(files: Readonly<Record<string, string>>): void
  read(path: string): string
  /** Writes files and commits them, an hour after the commit before. */
  commit(message: string, files: Readonly<Record<string, string>>): string
  /** What gh, npm and the remote were asked, in order. */
  calls(): readonly string[]
  /** What gh and npm hold. */
  state(): Readonly<Record<string, Readonly<Record<string, unknown>> | undefined>>
  /** The commit that a tag names at the remote; empty where there is none. */
  remoteTag(name: string): string
  /** The remote refuses pushes from now on, or takes them again. */
  refusePushes(refused: boolean): void
  remove(): void
}

/** What the commands of a workflow run have in their environment. */
export const inWorkflow: Readonly<Record<string, string>> = { GITHUB_ACTIONS: 'true' }

/** A stage of its own for each call: a copy of one that is made once. */
export function makeStage(): Stage {
  return copyOf('begun', prepareStage)
}

/** A stage whose main has a release commit for a version, tagged, pushed and packed. */
export function makeTagged(version: string): Stage {
  return copyOf(version, () => {
    const stage = makeStage()
    const prepared = stage.release(['prepare', version])
    tagAndPush(stage, version)
    const packed = stage.release(['pack', stage.assets])
    if (!prepared.ok || !packed.ok) throw new Error(prepared.text + packed.text)
    return stage
  })
}

/** Tags what is checked out and pushes it with main. */
export function tagAndPush({ git }: Stage, version: string): void {
  git('tag', '--annotate', `v${version}`, '--message', `v${version}`)
  git('push', '--quiet', 'origin', 'main', `v${version}`)
  git('fetch', '--quiet', 'origin')
}

function openStage(home: string): Stage {
  const project = join(home, 'project')
  let hours = 0
  const env = (): Record<string, string> => {
    const date = `2026-01-01T${String(hours).padStart(2, '0')}:00:00Z`
    const who = { GIT_AUTHOR_NAME: 'Ada', GIT_AUTHOR_EMAIL: 'ada@example.org', GIT_AUTHOR_DATE: date }
    const committer = { GIT_COMMITTER_NAME: 'Ada', GIT_COMMITTER_EMAIL: 'ada@example.org', GIT_COMMITTER_DATE: date }
    return {
      PATH: `${join(home, 'bin')}${delimiter}${process.env['PATH'] ?? ''}`,
      HOME: home,
      GIT_CONFIG_GLOBAL: '/dev/null',
      GIT_CONFIG_NOSYSTEM: '1',
      STUB_SELF: join(home, 'bin/npm'),
      npm_config_update_notifier: 'false',
      ...who,
      ...committer
    }
  }
  const git = (...args: readonly string[]): string => {
    const { status, stdout, stderr } = spawnSync('git', args, { cwd: project, env: env(), encoding: 'utf8' })
    if (status !== 0) throw new Error(`git ${args.join(' ')}: ${stderr}`)
    return stdout.trim()
  }
  const write = (files: Readonly<Record<string, string>>): void => {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(project, path)), { recursive: true })
      writeFileSync(join(project, path), text)
    }
  }
  const stage: Stage = {
    project,
    assets: join(home, 'assets'),
    release(args, more = {}) {
      const script = join(project, 'scripts/release.mjs')
      const child = spawnSync(process.execPath, [script, ...args], {
        cwd: home,
        env: { ...env(), ...more },
        encoding: 'utf8'
      })
      return { ok: child.status === 0, text: `${child.stdout}${child.stderr}` }
    },
    git,
    write,
    read: path => readFileSync(join(project, path), 'utf8'),
    commit(message, files) {
      hours++
      write(files)
      git('add', '--all')
      git('commit', '--quiet', '--message', message)
      return git('rev-parse', 'HEAD')
    },
    calls: () =>
      existsSync(join(home, 'calls.log')) ? readFileSync(join(home, 'calls.log'), 'utf8').trim().split('\n') : [],
    state: () =>
      existsSync(join(home, 'state.json')) ? JSON.parse(readFileSync(join(home, 'state.json'), 'utf8')) : {},
    remoteTag: name => git('ls-remote', 'origin', `refs/tags/${name}`).split('\t')[0] ?? '',
    refusePushes: refused => (refused ? writeFileSync(join(home, 'refuse'), '') : rmSync(join(home, 'refuse'))),
    remove: () => rmSync(home, { recursive: true, force: true })
  }
  return stage
}

function prepareStage(): Stage {
  const home = mkdtempSync(join(tmpdir(), 'release-stage-'))
  const stage = openStage(home)
  const { git } = stage
  mkdirSync(stage.project)
  writeStubs(home)
  git('init', '--quiet', '--bare', '--initial-branch=main', '../remote.git')
  writeHook(join(home, 'remote.git'))
  git('init', '--quiet', '--initial-branch=main')
  git('remote', 'add', 'origin', '../remote.git')
  // not part of the commits, so that their hashes do not depend on the scripts
  for (const path of ['scripts/release.mjs', 'scripts/release', 'scripts/check-dist.mjs'])
    cpSync(join(root, path), join(stage.project, path), { recursive: true })
  stage.write({ '.git/info/exclude': '/scripts/release*\n/scripts/check-dist.mjs\n/node_modules/\n' })
  stage.commit('Begin', projectFiles())
  git('push', '--quiet', 'origin', 'main')
  git('fetch', '--quiet', 'origin')
  return stage
}

const templates = new Map<string, string>()

function copyOf(name: string, make: () => Stage): Stage {
  const template = templates.get(name) ?? dirname(make().project)
  templates.set(name, template)
  const home = mkdtempSync(join(tmpdir(), 'release-stage-'))
  cpSync(template, home, { recursive: true, verbatimSymlinks: true })
  rmSync(join(home, 'calls.log'), { force: true })
  return openStage(home)
}

/** Removes what stages were copied from; for `afterAll`. */
export function removeTemplates(): void {
  for (const template of templates.values()) rmSync(template, { recursive: true, force: true })
  templates.clear()
}

function projectFiles(): Readonly<Record<string, string>> {
  const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`
  const name = 'kluctl-images'
  const packages = { 'node_modules/tool': { version: '1.0.0', integrity: 'sha512-abc', dev: true } }
  const devDependencies = { tool: '1.0.0' }
  return {
    'package.json': json({ name, version: '0.1.0', type: 'module', files: ['action.yml', 'dist'], devDependencies }),
    'package-lock.json': json({
      name,
      version: '0.1.0',
      lockfileVersion: 3,
      packages: { '': { name, version: '0.1.0', devDependencies }, ...packages }
    }),
    'node_modules/.package-lock.json': json({ packages }),
    'src/about.ts': "export const version = '0.1.0'\n",
    // a build as small as can be
    'scripts/build.mjs': `import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
const [source, to] = ['../src/about.ts', '../dist/'].map(path => new URL(path, import.meta.url))
rmSync(to, { recursive: true })
mkdirSync(to)
writeFileSync(new URL('index.js', to), readFileSync(source))
`,
    'dist/index.js': "export const version = '0.1.0'\n",
    'action.yml': 'runs: { using: node24, main: dist/index.js }\n',
    'README.md': `Use kluctl-images/kluctl-images@v0, or npx kluctl-images@0.1.0.\n`,
    'SECURITY.md': 'Report it.\n',
    LICENSE: 'Apache-2.0\n',
    'docs/help.md': '[help](https://github.com/kluctl-images/kluctl-images/blob/v0.1.0/docs/troubleshooting.md#a)\n',
    '.github/workflows/review.yml': 'steps:\n  - uses: kluctl-images/kluctl-images@v0.1.0\n',
    'templates/kluctl-images.yml': "spec:\n  inputs:\n    version:\n      description: which\n      default: '0.1.0'\n",
    '__tests__/golden/comment.md':
      'https://github.com/kluctl-images/kluctl-images/blob/v0.1.0/docs/a.md and kluctl-images@9.9.9\n'
  }
}

function writeStubs(home: string): void {
  mkdirSync(join(home, 'bin'))
  for (const program of ['gh', 'npm']) {
    const stub = join(root, '__tests__/release/outside-stub.mjs')
    writeFileSync(
      join(home, 'bin', program),
      `#!/bin/sh\nexec '${process.execPath}' '${stub}' "\${0%/bin/*}" ${program} "$@"\n`
    )
    chmodSync(join(home, 'bin', program), 0o755)
  }
}

/** The remote logs which refs move, as gh and npm log what they are asked. */
function writeHook(remote: string): void {
  const hook = `#!/bin/sh
[ -e ../refuse ] && { echo 'protected' >&2; exit 1; }
while read -r from to name; do echo "push $name" >>../calls.log; done
`
  writeFileSync(join(remote, 'hooks/pre-receive'), hook)
  chmodSync(join(remote, 'hooks/pre-receive'), 0o755)
}
