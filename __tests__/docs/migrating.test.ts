import { execFileSync } from 'node:child_process'
import { chmodSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { readPolicy } from '../../src/policy/read-policy.ts'
import { newest } from '../../src/version/filter.ts'
import { parseVersionFilter } from '../../src/version/parse.ts'
import { runCli } from '../helpers/command.ts'
import { deployment, makeWorkspace, root } from '../helpers/workspace.ts'

const read = (path: string): string => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8')
const page = read('docs/migrating.md')

/** Cells of the rows of all tables that begin with a header. A bar that a cell holds is escaped. */
function rowsOf(header: string): readonly (readonly string[])[] {
  return page
    .split(`\n${header}`)
    .slice(1)
    .flatMap(table => {
      const lines = table.split('\n').slice(2)
      const end = lines.findIndex(line => !line.startsWith('|'))
      return lines.slice(0, end).map(cellsOf)
    })
}

function cellsOf(line: string): readonly string[] {
  return line
    .replace(/^\| | \|$/g, '')
    .split(' | ')
    .map(cell => cell.replace(/^`|`$/g, '').replaceAll('\\|', '|'))
}

describe('filters of other tools', () => {
  const rows = rowsOf('| tool | there | here |')

  test.each(rows)('%s %s: %s of %s is %s', (_tool, _there, filter = '', tags = '', picked = '') => {
    expect(newest(parseVersionFilter(filter), tags.split(' '))).toBe(picked)
  })

  test('are there for all four', () => {
    expect([...new Set(rows.map(([tool]) => tool))]).toEqual(['Flux', 'Argo CD Image Updater', 'Renovate', 'updatecli'])
    expect(page.match(/^<!-- filters -->$/gm)).toHaveLength(4)
  })
})

describe('what old kluctl picked', () => {
  type Case = { readonly filter: string; readonly tags: readonly string[]; readonly latest: string | null }
  const { cases }: { readonly cases: readonly Case[] } = JSON.parse(read('__tests__/fixtures/version-vectors.json'))
  const rows = rowsOf('| filter | tags, in the registry')

  test.each(rows)('%s of %s was %s and is %s', (filter = '', tags = '', before = '', now = '') => {
    const recorded = cases.find(one => one.filter === filter && one.tags.join(' ') === tags)
    expect(recorded?.latest).toBe(before)
    expect(newest(parseVersionFilter(filter), tags.split(' ')) ?? '–').toBe(now)
  })

  test('differs in five ways', () => {
    expect(rows).toHaveLength(5)
  })
})

/** What kluctl 2.16 prints: all keys that it knows, two of which newer versions refuse. */
const oldList = `images:
- image: ghcr.io/team/orders
  resultImage: ghcr.io/team/orders:main-10
  deployedImage: ghcr.io/team/orders:main-9
  registryImage: ghcr.io/team/orders:main-10
  namespace: shop
  object:
    group: apps
    version: v1
    kind: Deployment
    name: orders
    namespace: shop
  deployment: Deployment/orders
  container: app
  versionFilter: prefix("main-", suffix=number())
  deployTags: [orders]
  deploymentDir: orders
`
/** The blocks of the steps: the commands, what they print, the policy. */
const [commands = '', printed = '', policy = ''] = [
  ...page.matchAll(/<!-- executed: migrating -->\n```\w+\n([\s\S]*?)```/g)
].map(([, text]) => text)

describe('the comparison with the list of an old kluctl', () => {
  const project = {
    '.kluctl.yaml': 'targets:\n  - name: prod\n',
    'deployment.yaml': 'deployments:\n  - path: orders\n',
    'orders/orders.yaml': deployment('orders', { app: '{{ images.get_image("ghcr.io/team/orders", "number()") }}' })
  }
  // the old program is not here: what it printed is written in its place; the registry's answer is given as a pin
  const resolving = commands
    .replace(/^kluctl list-images .*$/m, ':')
    .replace('--update-images', '--fixed-images "$PIN"')

  test.each([
    ['the same choice', 'main-10', printed],
    ['another one', 'main-11', '1 image changes\n']
  ])('shows %s', { timeout: 60_000 }, async (_, tag, first) => {
    const { folder, write, remove } = makeWorkspace({ ...project, 'old.yaml': oldList })
    try {
      write({ 'kluctl-images': `#!/bin/sh\nexec "${process.execPath}" "${join(root, 'dist/cli.js')}" "$@"\n` })
      chmodSync(join(folder, 'kluctl-images'), 0o755)
      const env = { PATH: `${folder}:${process.env['PATH']}`, PIN: `ghcr.io/team/orders=ghcr.io/team/orders:${tag}` }
      const out = execFileSync('sh', ['-ec', resolving], { cwd: folder, env, encoding: 'utf8', stdio: 'pipe' })
      expect(out.slice(out.indexOf('has every decision.\n') + 20)).toMatch(new RegExp(`^${first}`))
    } finally {
      remove()
    }
  })

  test('has the flags of both programs', async () => {
    expect(commands).toMatch(/^kluctl list-images -t prod -u -o old\.yaml\nkluctl-images resolve /)
    const { out } = await runCli(['resolve', '--help'])
    for (const [flag] of commands.matchAll(/--[a-z-]+/g)) expect(out).toContain(`${flag} `)
  })
})

test('the policy can be read', () => {
  expect(readPolicy(policy, '.kluctl-images.yaml').rules).toHaveLength(1)
})
