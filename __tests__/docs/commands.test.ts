import { execFileSync } from 'node:child_process'
import { symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { dockerRegistryAvailable, dockerRegistryMissing } from '../helpers/docker-registry.ts'
import { startGitLab } from '../helpers/gitlab.ts'
import { jobEnvironment } from '../helpers/gitlab-job.ts'
import { type PublicRegistries, startPublicRegistries } from '../helpers/public-registries.ts'
import { deployment, makeWorkspace, root, type Workspace } from '../helpers/workspace.ts'
import { blocksOf, pages } from './pages.ts'
import { makePrograms, type Programs, runBlock, type ShellResult } from './shell.ts'

if (dockerRegistryMissing !== undefined) process.stderr.write(`${dockerRegistryMissing}\n`)

const all = pages.flatMap(page => blocksOf(page))
const marked = (name: string): ReturnType<typeof blocksOf> =>
  all.filter(({ markers }) => markers.includes(`executed: ${name}`))

/** What `kubectl get -o yaml` would write: a List with the Deployment that runs. */
const kubectl = `#!/bin/sh
test "$*" = '--context prod.example.com -n shop get deployments,statefulsets,daemonsets,cronjobs -o yaml' || exit 64
cat <<'END'
apiVersion: v1
kind: List
items:
  - apiVersion: apps/v1
    kind: Deployment
    metadata: { name: web, namespace: shop }
    spec: { template: { spec: { containers: [{ name: web, image: 'ghcr.io/acme/web:1.4.1' }] } } }
END
`
/** npx with the package in its cache; the real one is run by the tests of the packed tarball. */
const npx = '#!/bin/sh\nif [ "$1" = --yes ]; then shift; fi\nexec "$@"\n'

const call = (name: string): string => deployment(name, { [name]: `{{ images.get_image("ghcr.io/acme/${name}") }}` })
const project = {
  '.kluctl.yaml': 'targets:\n  - name: prod\n  - name: staging\n  - name: production\n',
  'deployment.yaml': 'deployments:\n  - path: shop\n',
  'shop/web.yaml': call('web'),
  'shop/orders.yaml': call('orders')
}
const fixed = (web: string, orders: string): string =>
  `images:\n  - image: ghcr.io/acme/orders\n    resultImage: ghcr.io/acme/orders:${orders}\n  - image: ghcr.io/acme/web\n    resultImage: ghcr.io/acme/web:${web}\n`

/** A repository whose `v1.8.0` had older images; the project lies in the root, and once more in `deploy`. */
function makeRepository(): Workspace {
  const deploy = Object.fromEntries(Object.entries(project).map(([path, text]) => [`deploy/${path}`, text]))
  const workspace = makeWorkspace({ ...project, ...deploy, 'deployed/.gitkeep': '' })
  const git = (...args: readonly string[]): unknown =>
    execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@b', ...args], { cwd: workspace.folder })
  const old = fixed('1.4.2', '2.0.9')
  workspace.write({ 'fixed/production.yaml': old, 'fixed/prod.yaml': old, 'fixed-images.yaml': old })
  git('init', '--quiet', '--initial-branch=main')
  git('add', '.')
  git('commit', '--quiet', '-m', 'one')
  git('tag', 'v1.8.0')
  workspace.write({ 'fixed/staging.yaml': fixed('1.4.3', '2.1.0'), 'fixed/production.yaml': fixed('1.4.2', '2.1.0') })
  git('commit', '--quiet', '-am', 'two')
  return workspace
}

type Expectation = (result: ShellResult, workspace: Workspace) => void

/** What each block must do, by its first line. */
const expected: Readonly<Record<string, Expectation>> = {
  'npx kluctl-images init          # shows the files that it would write, and a filter for each image': (
    { out },
    workspace
  ) => {
    expect(out).toMatch(/^ghcr\.io\/acme\/web +semver\(/m)
    expect(workspace.read('.kluctl-images.yaml')).toContain('- image: ghcr.io/acme/web')
    expect(workspace.read('.github/workflows/images.yml')).toContain('/review.yml@v0')
  },
  'kluctl-images diff fixed/production.yaml fixed/staging.yaml': ({ out }) => {
    expect(out).toMatch(/ghcr\.io\/acme\/web .*1\.4\.2 → 1\.4\.3/)
    expect(out).toMatch(/ghcr\.io\/acme\/orders .*2\.0\.9 → 2\.1\.0/)
  },
  'kluctl-images resolve -t production -o fixed/production.yaml --images ghcr.io/acme/orders -F ghcr.io/acme/orders=ghcr.io/acme/orders:2.1.0':
    (_, workspace) => {
      const text = workspace.read('fixed/production.yaml')
      expect(text).toContain('ghcr.io/acme/orders:2.1.0')
      expect(text).toContain('ghcr.io/acme/web:1.4.2')
    },
  'kluctl-images export fixed/prod.yaml --format helm-values > values-images.yaml': ({ out }, workspace) => {
    expect(workspace.read('values-images.yaml')).toContain('tag: "1.4.2"')
    expect(workspace.read('images.env')).toContain('WEB_IMAGE=ghcr.io/acme/web:1.4.2\n')
    expect(JSON.parse(out)).toMatchObject({ include: [{}, {}] })
  },
  'kluctl-images resolve deploy --target prod --comment-file comment.md': (_, workspace) => {
    expect(workspace.read('comment.md')).toMatch(/^<!-- kluctl-images:[0-9a-f]{16} .*-->\n### 2 images change\n/)
  },
  'kubectl --context prod.example.com -n shop get deployments,statefulsets,daemonsets,cronjobs -o yaml > deployed/prod.yaml':
    ({ out }, workspace) => {
      expect(out).toMatch(/ghcr\.io\/acme\/orders .*2\.0\.9 → 2\.1\.0/)
      expect(workspace.read('fixed-images.yaml')).toContain('ghcr.io/acme/web:1.4.1')
    }
}

describe.runIf(dockerRegistryAvailable)('what the pages tell to type', () => {
  let registries: PublicRegistries
  let programs: Programs

  beforeAll(async () => {
    registries = await startPublicRegistries()
    await registries.registry.pushTags('acme/web', ['1.4.1', '1.4.2', '1.4.3'])
    await registries.registry.pushTags('acme/orders', ['2.0.9', '2.1.0'])
    programs = makePrograms({ kubectl, npx })
    return async () => {
      await registries.stop()
      programs.remove()
    }
  })

  test.each(marked('commands').map(block => [block.where, block.text] as const))('%s', async (_, text) => {
    const expectation = expected[text.split('\n')[0] ?? '']
    if (expectation === undefined) throw new Error(`nobody says what this does:\n${text}`)
    const workspace = makeRepository()
    try {
      const result = await runBlock(text, { cwd: workspace.folder, programs, env: registries.env })
      expect(result.exitCode, result.err).toBe(0)
      expectation(result, workspace)
    } finally {
      workspace.remove()
    }
  })

  test('every expectation has its block', () => {
    const first = marked('commands').map(({ text }) => text.split('\n')[0])
    expect(Object.keys(expected).filter(line => !first.includes(line))).toEqual([])
  })

  test('the job for GitLab writes its note, and leaves the files that it keeps', async () => {
    const gitlab = await startGitLab()
    const workspace = makeRepository()
    try {
      const [block] = marked('gitlab job')
      const { images: job } = parse(block?.text ?? '')
      const variables = jobEnvironment(gitlab.apiUrl, { CI_JOB_NAME: 'images', CI_PROJECT_PATH: 'group/app' })
      const env = { ...registries.env, ...defined(variables) }
      const result = await runBlock(job.script.join('\n'), { cwd: workspace.folder, programs, env })
      expect(result.exitCode, result.err).toBe(0)
      expect(gitlab.notes.map(({ body }) => body)).toEqual([expect.stringContaining('### 2 images change')])
      for (const path of job.artifacts.paths) expect(workspace.read(path)).toBeDefined()
      expect(job.rules).toEqual([{ if: '$CI_PIPELINE_SOURCE == "merge_request_event"' }])
      expect(gitlab.problems).toEqual([])
    } finally {
      workspace.remove()
      await gitlab.close()
    }
  })
})

describe('what the pages tell to import', () => {
  const workspace = makeWorkspace({ 'node_modules/.keep': '' })
  afterAll(workspace.remove)

  test.each(marked('library').map(block => [block.where, block.text] as const))('%s', (_, text) => {
    symlinkSync(root, join(workspace.folder, 'node_modules/kluctl-images'))
    const lines = text.split('\n').map(line => line.replace(/^(\w.*\)) \/\/ .*$/, 'console.log($1)'))
    const said = [...text.matchAll(/\) \/\/ '(.*)'$/gm)].map(([, value]) => value)
    const out = execFileSync(process.execPath, ['--input-type=module', '-e', lines.join('\n')], {
      cwd: workspace.folder,
      encoding: 'utf8'
    })
    expect(out.trimEnd().split('\n')).toEqual(said)
  })
})

function defined(env: Readonly<Record<string, string | undefined>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]]))
  )
}
