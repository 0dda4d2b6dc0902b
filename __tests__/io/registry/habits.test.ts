import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { parseImageReference } from '../../../src/image/reference.ts'
import { habits } from '../../../src/io/registry/habit-table.ts'
import { type Habit, habitOf } from '../../../src/io/registry/habits.ts'
import { defaultLimits } from '../../../src/io/registry/limits.ts'
import { listAddress } from '../../../src/io/registry/list-address.ts'
import { judgeRealm } from '../../../src/io/registry/realm.ts'

test.each([
  ['docker.io', 'Docker Hub'],
  ['ghcr.io', 'GitHub Container Registry'],
  ['registry.gitlab.com', 'GitLab'],
  ['123456789012.dkr.ecr.eu-central-1.amazonaws.com', 'Amazon ECR'],
  ['123456789012.dkr.ecr-fips.us-gov-west-1.amazonaws.com', 'Amazon ECR'],
  ['123456789012.dkr.ecr.cn-north-1.amazonaws.com.cn', 'Amazon ECR'],
  ['123456789012.dkr-ecr.us-east-1.on.aws', 'Amazon ECR'],
  ['public.ecr.aws', 'Amazon ECR Public'],
  ['europe-west3-docker.pkg.dev', 'Google Artifact Registry'],
  ['gcr.io', 'Google Container Registry'],
  ['eu.gcr.io', 'Google Container Registry'],
  ['contoso.azurecr.io', 'Azure Container Registry'],
  ['quay.io', 'Quay'],
  ['example.jfrog.io', 'JFrog Artifactory'],
  ['codeberg.org', 'Gitea and Forgejo']
])('%s is %s', (host, name) => {
  expect(habitOf(host).name).toBe(name)
})

test.each([
  'registry.example.com',
  'localhost:5000',
  'ghcr.io:8443',
  'ghcr.io.evil.test',
  'evil-ghcr.io',
  'a.ghcr.io',
  'gitlab.com',
  'auth.docker.io',
  'dkr.ecr.eu-central-1.amazonaws.com',
  '1.dkr.ecr.a.b.amazonaws.com',
  '1.dkr.ecr.eu-central-1.amazonaws.com.evil.test',
  '1.dkr.ecr.eu-central-1.amazonaws.com.evil',
  'azurecr.io',
  'a.b.azurecr.io',
  'contoso.azurecr.io.evil.test',
  'xazurecr.io',
  '-docker.pkg.dev',
  'a.europe-docker.pkg.dev',
  'xgcr.io',
  'a.b.gcr.io',
  '.gcr.io',
  '127.0.0.1',
  '[::1]:5000',
  ''
])('%j is in no row', host => {
  expect(habitOf(host)).toMatchObject({ name: 'registry', authHosts: [], order: 'unknown' })
})

describe('a row', () => {
  test.each(habits.map(habit => [habit.name, habit] as const))(
    '%s says where it is from and asks for no more than anyone takes',
    (_, habit) => {
      expect(habit.sources.length).toBeGreaterThan(0)
      for (const source of habit.sources) expect(new URL(source).protocol).toBe('https:')
      expect(habit.pageSize).toBeGreaterThanOrEqual(100)
      expect(habit.pageSize).toBeLessThanOrEqual(1000)
      expect(habit.login ?? 'x.').toMatch(/\.$/)
    }
  )

  test('is for a host that no other row is for', () => {
    const all = habits.flatMap(({ hosts }) => hosts)
    expect(new Set(all).size).toBe(all.length)
    for (const host of all) expect(host).toMatch(/^(?:\*?[a-z0-9-]*\.)+[a-z]+$/)
  })

  test('says lexical only of products that run under any host: nothing is skipped on its word', () => {
    expect(habits.filter(({ order, hosts }) => order === 'lexical' && hosts.length > 0)).toEqual([])
  })
})

test('a page is as large as the limit and the registry allow', () => {
  const { repository } = parseImageReference('123456789012.dkr.ecr.eu-central-1.amazonaws.com/team/app')
  expect(listAddress(repository, false, 50_000).search).toBe('?n=1000')
  expect(listAddress(repository, false, 10).search).toBe('?n=10')
  expect(listAddress(parseImageReference('nginx').repository, false, defaultLimits.pageSize).href).toBe(
    'https://registry-1.docker.io/v2/library/nginx/tags/list?n=1000'
  )
})

test.each([
  ['docker.io', 'https://auth.docker.io/token', true],
  ['docker.io', 'https://auth.docker.io.evil.test/token', false],
  ['docker.io', 'https://gitlab.com/jwt/auth', false],
  ['registry.gitlab.com', 'https://gitlab.com/jwt/auth', true],
  ['registry.gitlab.com:5050', 'https://gitlab.com/jwt/auth', false],
  ['registry.gitlab.com.evil.test', 'https://gitlab.com/jwt/auth', false],
  ['evil.test', 'https://auth.docker.io/token', false],
  ['ghcr.io', 'https://auth.ghcr.io/token', false]
])('C-08 the login of %s may go to %s: %s', (registry, realm, trusted) => {
  const request = new URL(`https://${registry === 'docker.io' ? 'registry-1.docker.io' : registry}/v2/a/tags/list`)
  const verdict = judgeRealm({ realm, registry, request, authHost: undefined, plainHttp: () => false })
  expect(verdict).toMatchObject({ kind: 'ask', trusted })
})

test('the table in the documentation is this one', () => {
  const page = readFileSync(new URL('../../../docs/registries.md', import.meta.url), 'utf8')
  const rows = habits.map(describeRow)
  const table = [
    '| registry | tags a page | order | login also at | what is odd |',
    '| --- | --- | --- | --- | --- |',
    ...rows
  ]
  expect(page).toContain(`<!-- habits -->\n${table.join('\n')}\n<!-- habits: end -->`)
})

function describeRow({ name, hosts, largestPage, order, authHosts, odd, sources }: Habit): string {
  const where = hosts.length === 0 ? '' : ` (${hosts.map(host => `\`${host}\``).join(', ')})`
  const orders = { lexical: 'by bytes', other: 'none', unknown: '' }
  const links = sources.map((source, index) => `[${index + 1}](${source})`).join(' ')
  const most = largestPage === undefined ? '' : `≤ ${largestPage}`
  return `| ${name}${where} | ${most} | ${orders[order]} | ${authHosts.map(host => `\`${host}\``).join(', ')} | ${odd.join('; ')} ${links} |`
}
