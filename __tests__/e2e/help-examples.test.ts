import { execFileSync, spawn } from 'node:child_process'
import { chmodSync, cpSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { loadCommands } from '../../src/cli/commands.ts'
import { dockerRegistryAvailable, dockerRegistryMissing } from '../helpers/docker-registry.ts'
import { type PublicRegistries, startPublicRegistries } from '../helpers/public-registries.ts'
import { hasShell } from '../helpers/shells.ts'
import { deployment, makeWorkspace, root, type Workspace } from '../helpers/workspace.ts'

/** Every example of every `--help` is run as it stands, by a shell, in a small repository, with registries of its own under public names. */
const commands = await loadCommands()
const examples = commands.flatMap(command => command.examples)

if (dockerRegistryMissing !== undefined) process.stderr.write(`${dockerRegistryMissing}\n`)

/** Those that end with another code than 0 here, and why. */
const ends: ReadonlyMap<string, readonly [code: number, why: string]> = new Map([
  ['kluctl-images doctor ghcr.io registry.example.com/team/app', [1, 'registry.example.com is nobody']],
  ['kluctl-images resolve --check', [3, 'the file of the project is an old one']],
  ['kluctl-images merge records --check --json', [3, 'there is no merged file yet']],
  [
    'kluctl-images verify --pin-digests --platforms linux/amd64,linux/arm64',
    [1, 'the images of these registries are for no platform']
  ]
])

/** What has to be there, or be done, before an example means something; a folder to begin in for those that need another one. */
const before: Readonly<Record<string, string>> = {
  'kluctl-images render --render-output-dir out': 'true',
  'kluctl-images verify': 'kluctl-images resolve --update-images',
  'kluctl-images verify --json': 'kluctl-images resolve --update-images',
  'kluctl-images verify deploy --target prod --fixed-images-file fixed/prod.yaml':
    'kluctl-images resolve deploy --target prod --output-file fixed/prod.yaml --update-images',
  'kluctl-images merge part-1.json part-2.json part-3.json':
    'for n in 1 2 3; do kluctl-images resolve --shard $n/3 --report-file part-$n.json; done',
  'kluctl-images merge records --output-file deploy/fixed-images.yaml':
    'for n in 1 2; do mkdir -p records/$n && kluctl-images resolve deploy -t prod --output-file deploy/fixed-images.yaml --shard $n/2 --report-file records/$n/images-report.json; done',
  "kluctl-images merge records --output-file 'fixed/{target}.yaml' --targets staging,prod":
    'for t in staging prod; do mkdir -p records/$t && kluctl-images resolve -t $t --shard 1/1 --output-file "fixed/{target}.yaml" --report-file records/$t/images-report.json; done',
  'kluctl-images merge records --check --json':
    'for n in 1 2; do mkdir -p records/$n && kluctl-images resolve --shard $n/2 --report-file records/$n/images-report.json; done',
  'kluctl-images export --format kustomize > components/images/kustomization.yaml': 'mkdir -p components/images'
}

const call = (image: string): string => `{{ images.get_image("${image}") }}`
const list = (tag: string): string =>
  `images:\n  - image: ghcr.io/team/app\n    resultImage: ghcr.io/team/app:${tag}\n  - image: nginx\n    resultImage: nginx:1.26.0\n`
const report = (name: string): string => `cp images-report.json ${name}`
const project = {
  '.kluctl.yaml': 'targets:\n  - name: staging\n  - name: production\n  - name: prod\n',
  'deployment.yaml': 'deployments:\n  - path: shop\n    tags: [shop]\n  - path: web\n',
  'shop/app.yaml': deployment('app', { app: call('ghcr.io/team/app') }),
  'web/web.yaml': deployment('web', { web: call('nginx') })
}

let registries: PublicRegistries
let template: Workspace

/** Runs a line in bash, with `kluctl-images` on the PATH. */
function shell(
  line: string,
  cwd: string,
  name = 'bash'
): Promise<{ readonly code: number | null; readonly text: string }> {
  return new Promise((resolve, reject) => {
    const env = {
      ...registries.env,
      PATH: `${join(template.folder, '.bin')}:${process.env['PATH']}`,
      HOME: join(cwd, '.home')
    }
    const start = name === 'zsh' ? ['-f', '-c'] : ['-c']
    const child = spawn(name, [...start, line], { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] })
    let text = ''
    for (const stream of [child.stdout, child.stderr]) stream.on('data', chunk => (text += String(chunk)))
    child.on('error', reject)
    child.on('close', code => resolve({ code, text }))
  })
}

beforeAll(async () => {
  if (!dockerRegistryAvailable) return
  registries = await startPublicRegistries()
  await registries.registry.pushTags('team/app', ['1.0.0', '1.2.0', 'main-4', 'main-5'])
  await registries.registry.pushTags('library/nginx', ['1.26.0', '1.27.1'])
  await registries.registry.pushTags('library/redis', ['7.0.0', '7.4.1'])
  const inDeploy = Object.fromEntries(Object.entries(project).map(([path, text]) => [`deploy/${path}`, text]))
  template = makeWorkspace({
    ...project,
    ...inDeploy,
    'deployment.yaml': project['deployment.yaml'],
    'fixed-images.yaml': list('1.0.0'),
    'fixed/staging.yaml': list('1.2.0'),
    'fixed/production.yaml': list('1.0.0'),
    'fixed/prod.yaml': list('1.0.0'),
    'tags.txt': 'main-4\nmain-5\n1.0.0\n',
    '.bin/kluctl-images': `#!/bin/sh\nexec "${process.execPath}" "${join(root, 'dist/cli.js')}" "$@"\n`
  })
  chmodSync(join(template.folder, '.bin/kluctl-images'), 0o755)
  const git = (...args: readonly string[]): void =>
    void execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@b.c', ...args], { cwd: template.folder })
  git('init', '-q', '-b', 'main')
  git('add', '.')
  git('commit', '-q', '-m', 'one')
  git('checkout', '-q', '-b', 'next')
  template.write({ 'fixed-images.yaml': list('1.2.0') })
  git('commit', '-q', '-a', '-m', 'two')
  template.write({ 'fixed-images.yaml': list('1.0.0') })
  for (const name of ['report-monday.json', 'report-friday.json'])
    await shell(
      `kluctl-images resolve -o report.yaml --report-file images-report.json; ${report(name)}; rm report.yaml images-report.json`,
      template.folder
    )
}, 120_000)

afterAll(async () => {
  await registries?.stop()
  template?.remove()
})

test('the lists of this test name examples that there are', () => {
  expect([...ends.keys(), ...Object.keys(before)].filter(line => !examples.includes(line))).toEqual([])
})

test.skipIf(!dockerRegistryAvailable).each(examples)('%s', async line => {
  const workspace = makeWorkspace()
  try {
    cpSync(template.folder, workspace.folder, { recursive: true })
    const shellName = line.endsWith('| source') ? 'fish' : line.includes('completion zsh') ? 'zsh' : 'bash'
    if (!hasShell(shellName)) {
      process.stderr.write(`Left out: ${line} (${shellName} is not installed).\n`)
      return
    }
    const first = before[line]
    if (first !== undefined) {
      const { code, text } = await shell(first, workspace.folder)
      expect({ first, code, text: code === 0 ? '' : text }).toEqual({ first, code: 0, text: '' })
    }
    const start = shellName === 'zsh' ? 'autoload -U compinit; compinit -D -u; ' : ''
    const { code, text } = await shell(start + line, workspace.folder, shellName)
    const expected = ends.get(line)?.[0] ?? 0
    expect({ code, text: code === expected ? '' : text }).toEqual({ code: expected, text: '' })
    expect(text).not.toContain('this is a bug')
  } finally {
    workspace.remove()
  }
})
