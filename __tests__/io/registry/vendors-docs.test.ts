import { readFileSync } from 'node:fs'
import { afterEach, describe, expect, test } from 'vitest'
import { parseImageReference } from '../../../src/image/reference.ts'
import { proxyFor, readProxies } from '../../../src/io/registry/proxies.ts'
import { selectAccess } from '../../../src/io/registry/selection.ts'
import { groupVariables } from '../../../src/io/registry/variables.ts'
import { createBench } from '../../helpers/registry/bench.ts'
import { credentialsOf, listTags } from '../../helpers/registry/client.ts'
import { block, readShell } from '../../helpers/registry/recipes.ts'
import { distribution2 } from '../../helpers/registry/vendors/distribution.ts'
import { tlsFixture } from '../../helpers/registry.ts'

const bench = createBench()
afterEach(bench.clear)

const page = readFileSync(new URL('../../../docs/registries.md', import.meta.url), 'utf8')

describe('the variables of the page', () => {
  const table = page.slice(page.indexOf('<!-- variables -->'), page.indexOf('<!-- variables: end -->'))
  const names = [...table.matchAll(/^\| `(KLUCTL_REGISTRY_[^`]+)` \| (?:old|current|here only) \|/gm)].map(
    ([, name = '']) => name
  )

  test.each(names)('%s is known', name => {
    const { problems, warnings, sets, global } = groupVariables({ [name.replace('<n>', '7')]: 'x' })
    expect([...problems, ...warnings]).toEqual([])
    expect(sets.length + global.size).toBe(1)
    const bare = groupVariables({ [name.replace('<n>_', '')]: 'x' })
    expect(bare.warnings).toEqual([])
  })

  test('are all there are', () => {
    const source = readFileSync(new URL('../../../src/io/registry/variables.ts', import.meta.url), 'utf8')
    const [, inSets = ''] = /const setKeys = new Set\(\s*`([^`]+)`/.exec(source) ?? []
    const [, global = ''] = /const globalKeys = new Set\(\[([^\]]+)\]/.exec(source) ?? []
    const known = [
      ...inSets.split(/\s+/).map(key => `KLUCTL_REGISTRY_<n>_${key}`),
      ...[...global.matchAll(/'([A-Z_]+)'/g)].map(([, key]) => `KLUCTL_REGISTRY_${key}`)
    ]
    expect(known.length).toBeGreaterThan(15)
    expect([...names].sort()).toEqual(known.sort())
  })
})

test('several logins for one host: the longest pattern that fits', () => {
  const { credentials, problems } = credentialsOf(readShell(block('Several logins for one host', 'sh'), distribution2))
  expect(problems).toEqual([])
  const entryOf = (path: string): string | undefined =>
    selectAccess(credentials, parseImageReference(`registry.example.com/${path}`).repository).entry?.prefix
  expect(entryOf('team-a/app')).toBe('KLUCTL_REGISTRY_1')
  expect(entryOf('team-a/sub/app')).toBe('KLUCTL_REGISTRY_1')
  expect(entryOf('team-b/app')).toBe('KLUCTL_REGISTRY_2')
})

test('a certificate authority of your own', async () => {
  const section = page.split('\n## Your own certificate authority\n')[1] ?? ''
  const shell = section.split('```sh\n')[1]?.split('\n```')[0] ?? ''
  const registry = await bench.start({ tls: 'signed', repositories: { 'team/app': ['1.0'] } })
  const env = Object.fromEntries(
    Object.entries(readShell(shell, distribution2)).map(([name, value]) => [
      name,
      value.replace('registry.example.com', registry.host)
    ])
  )
  const one = bench.client(env, {}, { '/etc/ssl/company-ca.pem': tlsFixture('ca.pem') })
  expect((await listTags(one, `${registry.host}/team/app`)).tags).toEqual(['1.0'])
})

test.each<[string, readonly string[], readonly string[]]>([
  ['example.com', ['https://example.com', 'https://reg.example.com'], ['https://badexample.com']],
  ['.example.com', ['https://reg.example.com'], ['https://example.com']],
  ['10.0.0.5', ['https://10.0.0.5'], ['https://10.0.0.6']],
  ['10.0.0.0/8', ['https://10.9.9.9'], ['https://11.0.0.1']],
  ['example.com:5000', ['https://example.com:5000'], ['https://example.com']],
  ['*', ['https://ghcr.io'], []]
])('NO_PROXY=%s as the page has it', (text, direct, proxied) => {
  expect(page).toContain(`\`${text}\``)
  const { proxies } = readProxies({ HTTPS_PROXY: 'http://proxy.example.com:3128', NO_PROXY: text })
  for (const address of direct) expect(proxyFor(new URL(address), proxies)).toBeUndefined()
  for (const address of proxied) expect(proxyFor(new URL(address), proxies)?.url.host).toBe('proxy.example.com:3128')
})
