import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { compareAddress, readRevision, sameRevision } from '../../src/image/source-address.ts'
import { parseSourcePlace, type SourceHosts } from '../../src/image/source-place.ts'
import { hostileTexts } from '../report/hostile.ts'

const from = '1111111111111111111111111111111111111111'
const to = '2222222222222222222222222222222222222222'
const hosts: SourceHosts = new Map([
  ['github.example.com', 'github'],
  ['gitlab.example.com', 'gitlab'],
  ['git.example.com:8443', 'gitea']
])
const dots = `${from}...${to}`
const azure = `branchCompare?baseVersion=GC${from}&targetVersion=GC${to}`

describe('a page that compares', () => {
  test.each([
    ['https://github.com/team/app', `https://github.com/team/app/compare/${dots}`],
    ['https://github.com/team/app/', `https://github.com/team/app/compare/${dots}`],
    ['https://github.com/team/app.git', `https://github.com/team/app/compare/${dots}`],
    ['http://github.com/team/app', `https://github.com/team/app/compare/${dots}`],
    ['http://github.com:80/team/app', `https://github.com/team/app/compare/${dots}`],
    ['HTTPS://GitHub.com:443/Team/App', `https://github.com/Team/App/compare/${dots}`],
    ['https://www.github.com/team/app', `https://github.com/team/app/compare/${dots}`],
    ['  https://github.com/team/app\n', `https://github.com/team/app/compare/${dots}`],
    ['https://github.com/team/app/tree/main/sub/folder', `https://github.com/team/app/compare/${dots}`],
    ['https://github.com/team/app.git#abc:7.2/alpine', `https://github.com/team/app/compare/${dots}`],
    ['https://github.com/team/app?tab=readme', `https://github.com/team/app/compare/${dots}`],
    ['https://github.com/team/my.app_x-1', `https://github.com/team/my.app_x-1/compare/${dots}`],
    ['https://github.com//team//app', `https://github.com/team/app/compare/${dots}`],
    ['https://github.example.com/team/app', `https://github.example.com/team/app/compare/${dots}`],
    ['https://gitlab.com/team/app', `https://gitlab.com/team/app/-/compare/${dots}`],
    ['https://gitlab.com/a/b/c/app.git', `https://gitlab.com/a/b/c/app/-/compare/${dots}`],
    ['https://gitlab.com/a/b/app/-/tree/main', `https://gitlab.com/a/b/app/-/compare/${dots}`],
    ['https://gitlab.com/a/app/tree/main', `https://gitlab.com/a/app/-/compare/${dots}`],
    ['https://gitlab.example.com/a/app', `https://gitlab.example.com/a/app/-/compare/${dots}`],
    ['https://bitbucket.org/team/app', `https://bitbucket.org/team/app/branches/compare/${to}..${from}`],
    ['https://bitbucket.org/team/app/src/main/', `https://bitbucket.org/team/app/branches/compare/${to}..${from}`],
    ['https://codeberg.org/team/app', `https://codeberg.org/team/app/compare/${dots}`],
    ['https://gitea.com/team/app.git', `https://gitea.com/team/app/compare/${dots}`],
    ['https://git.example.com:8443/team/app', `https://git.example.com:8443/team/app/compare/${dots}`],
    ['https://dev.azure.com/org/project/_git/app', `https://dev.azure.com/org/project/_git/app/${azure}`],
    ['https://dev.azure.com/org/My%20Project/_git/app', `https://dev.azure.com/org/My%20Project/_git/app/${azure}`],
    ['https://dev.azure.com/org/_git/app', `https://dev.azure.com/org/_git/app/${azure}`],
    ['https://org.visualstudio.com/project/_git/app', `https://org.visualstudio.com/project/_git/app/${azure}`],
    [
      'https://org.visualstudio.com/DefaultCollection/p/_git/a',
      `https://org.visualstudio.com/DefaultCollection/p/_git/a/${azure}`
    ],
    ['https://org.visualstudio.com/_git/app', `https://org.visualstudio.com/_git/app/${azure}`]
  ])('%s', (source, page) => {
    expect(compareAddress(source, from, to, hosts)).toBe(page)
  })
})

describe('no page', () => {
  test.each([
    ['', 'nothing'],
    ['github.com/team/app', 'no protocol'],
    ['git@github.com:team/app.git', 'ssh'],
    ['ssh://git@github.com/team/app', 'ssh with a protocol'],
    ['git://github.com/team/app', 'git'],
    ['git+https://github.com/team/app', 'another protocol'],
    ['javascript:alert(1)//github.com/team/app', 'a script'],
    ['data:text/html,https://github.com/team/app', 'data'],
    ['//github.com/team/app', 'no protocol, two slashes'],
    ['https:github.com/team/app', 'no slashes'],
    ['https:///github.com/team/app', 'three slashes'],
    ['https:\\\\github.com\\team\\app', 'backslashes'],
    ['https://github.com\\@evil.example/team/app', 'a backslash before an at'],
    ['https://me@github.com/team/app', 'a user name'],
    ['https://me:pw@github.com/team/app', 'a password'],
    ['https://github.com@evil.example/team/app', 'a user name like a host'],
    ['https://@github.com/team/app', 'an empty user name'],
    ['https://github.com.evil.example/team/app', 'a longer host'],
    ['https://evil-github.com/team/app', 'a host that ends like it'],
    ['https://evilgithub.com/team/app', 'a host that ends like it, without hyphen'],
    ['https://sub.github.com/team/app', 'a host below it'],
    ['https://github.com./team/app', 'a dot behind the host'],
    ['https://github.com:8443/team/app', 'a port'],
    ['http://github.com:443/team/app', 'http at the port of https'],
    ['http://git.example.com:8443/team/app', 'http at a port'],
    ['https://git.example.com/team/app', 'a known host without its port'],
    ['https://gitlab.example.org/team/app', 'a host that nobody named'],
    ['https://gitlab.evil.example/team/app', 'a host that sounds like GitLab'],
    ['https://gіthub.com/team/app', 'a Cyrillic letter'],
    ['https://github.com%2eevil.example/team/app', 'an escape in the host'],
    ['https://github。com/team/app', 'an ideographic full stop'],
    ['https://github.com', 'no path'],
    ['https://github.com/team', 'an owner only'],
    ['https://github.com/team/..', 'two dots'],
    ['https://github.com/team/%2e%2e/app', 'escaped dots'],
    ['https://github.com/team/.git', 'nothing but .git'],
    ['https://github.com/team/a%2Fb', 'an escaped slash'],
    ['https://github.com/team/a%', 'a broken escape'],
    ['https://github.com/team/a b', 'a blank'],
    ['https://github.com/team/a%20b', 'an escaped blank'],
    ['https://github.com/team/app see https://evil.example', 'words behind it'],
    ['https://github.com/team/<b>', 'markup'],
    ['https://github.com/team/a|b', 'a pipe'],
    ['https://github.com/team/a)b', 'a bracket'],
    [`https://github.com/team/${'a'.repeat(201)}`, 'a name that is too long'],
    ['https://gitlab.com/team', 'a group only'],
    ['https://gitlab.com/team/-/tree/main', 'a group with a page'],
    [`https://gitlab.com/${'a/'.repeat(22)}`, 'too many groups'],
    ['https://dev.azure.com/org/project/app', 'Azure without _git'],
    ['https://dev.azure.com/_git/app', 'Azure without an organisation'],
    ['https://dev.azure.com/org/a/b/_git/app', 'Azure with too much'],
    ['https://dev.azure.com/org/p/_git/app/commit/1', 'a page at Azure'],
    ['https://visualstudio.com/p/_git/app', 'no organisation in the host'],
    ['https://a.b.visualstudio.com/p/_git/app', 'two labels before visualstudio.com'],
    ['https://org.visualstudio.com.evil.example/p/_git/app', 'visualstudio.com in the middle']
  ])('%s (%s)', source => {
    expect(compareAddress(source, from, to, hosts)).toBeUndefined()
  })

  test.each([
    'https://github.com/login/oauth',
    'https://github.com/settings/tokens',
    'https://github.com/Settings/Tokens',
    'https://github.com/users/team',
    'https://github.com/orgs/team',
    'https://github.com/organizations/new',
    'https://github.com/sessions/two-factor',
    'https://github.com/apps/bot',
    'https://github.com/marketplace/actions',
    'https://github.com/new/import',
    'https://github.com/notifications/beta',
    'https://github.com/explore/email',
    'https://github.com/topics/kluctl',
    'https://github.com/sponsors/team',
    'https://www.github.com/codespaces/new',
    'https://github.example.com/login/oauth',
    'https://gitlab.com/users/sign_in',
    'https://gitlab.com/admin/users',
    'https://gitlab.com/api/v4/projects',
    'https://gitlab.com/-/profile',
    'https://gitlab.com/dashboard/projects',
    'https://gitlab.example.com/groups/new',
    'https://bitbucket.org/account/settings',
    'https://bitbucket.org/dashboard/overview',
    'https://codeberg.org/user/login',
    'https://git.example.com:8443/explore/repos'
  ])('of a host itself: %s', source => {
    expect(compareAddress(source, from, to, hosts)).toBeUndefined()
  })

  test.each([
    ['1.2.3', to],
    ['main', to],
    ['111111', to],
    ['1'.repeat(65), to],
    ['g'.repeat(40), to],
    ['1111111\n', to.slice(0, 6)],
    ['1111111..2222222', to],
    [from, '../../../evil'],
    [from, ''],
    [from, from],
    [from, from.slice(0, 7)],
    ['abcdef1', 'ABCDEF1234']
  ])('for the revisions %s and %s', (a, b) => {
    expect(compareAddress('https://github.com/team/app', a, b, hosts)).toBeUndefined()
  })

  test('at Azure for a commit that is cut short', () => {
    expect(compareAddress('https://dev.azure.com/o/p/_git/a', from, '2222222', hosts)).toBeUndefined()
  })
})

test.each(['https://github.com/loginx/settings', 'https://gitlab.com/team/users', 'https://codeberg.org/login2/api'])(
  'a name that only sounds like a page is one: %s',
  source => {
    expect(compareAddress(source, from, to, hosts)).toContain(source)
  }
)

test('a workflow cannot make a public host another kind', () => {
  const wrong: SourceHosts = new Map([['github.com', 'gitlab']])
  expect(parseSourcePlace('https://github.com/team/app', wrong)?.kind).toBe('github')
})

test('the same repository has one id, however it is written', () => {
  const ids = [
    'https://github.com/Team/App.git',
    'http://www.github.com/team/app/tree/main',
    'https://github.com/team/app/'
  ].map(text => parseSourcePlace(text, hosts)?.id)
  expect(new Set(ids)).toEqual(new Set(['https://github.com/team/app']))
})

test('revisions are commits, in lower case, and may be cut short', () => {
  expect(readRevision(' ABCDEF1 ')).toBe('abcdef1')
  expect(readRevision(undefined)).toBeUndefined()
  expect([
    sameRevision('abcdef1', 'abcdef12'),
    sameRevision('abcdef12', 'abcdef1'),
    sameRevision('abcdef1', 'abcdef2')
  ]).toEqual([true, true, false])
})

describe('whatever a label says, a page is https at a known host', () => {
  const known = new Set([
    'github.com',
    'gitlab.com',
    'bitbucket.org',
    'codeberg.org',
    'gitea.com',
    'dev.azure.com',
    ...hosts.keys()
  ])
  const check = (source: string, a: string, b: string): boolean => {
    const page = compareAddress(source, a, b, hosts)
    if (page === undefined) return false
    const url = new URL(page)
    expect(url.href).toBe(page)
    expect(url).toMatchObject({ protocol: 'https:', username: '', password: '', hash: '' })
    expect(known.has(url.host) || /^[a-z0-9-]+\.visualstudio\.com$/.test(url.host)).toBe(true)
    expect(page).toMatch(/^[A-Za-z0-9:/._?=&%-]+$/)
    return true
  }

  test('for any text', () => {
    const host = fc.oneof(
      { weight: 3, arbitrary: fc.constantFrom(...known) },
      { weight: 1, arbitrary: fc.constantFrom('evil.example', 'github.com@evil.example', 'github.com.') },
      { weight: 1, arbitrary: fc.webAuthority({ withUserInfo: true }) }
    )
    const segment = fc.oneof(
      { weight: 4, arbitrary: fc.constantFrom('team', 'app', 'b.git', '_git', 'tree') },
      { weight: 1, arbitrary: fc.constantFrom('..', '-', '%2e%2e', '%2F', '%0a', ' ', '@x') },
      { weight: 1, arbitrary: fc.string({ unit: 'binary' }) }
    )
    const scheme = fc.constantFrom('https://', 'https://', 'http://', 'ssh://', '//', 'https:/\\')
    const address = fc.tuple(scheme, host, fc.array(segment, { minLength: 1, maxLength: 5 }))
    const revision = fc.oneof(
      { weight: 5, arbitrary: fc.stringMatching(/^[0-9a-fA-F]{7,64}$/) },
      { weight: 1, arbitrary: fc.string() }
    )
    let pages = 0
    fc.assert(
      fc.property(address, revision, revision, ([scheme, authority, path], a, b) => {
        if (check(`${scheme}${authority}/${path.join('/')}`, a, b)) pages++
      }),
      { numRuns: 3000, seed: 6 }
    )
    expect(pages).toBeGreaterThan(100)
  })

  test('for hostile texts in every place', () => {
    for (const [, text] of hostileTexts) {
      check(text, from, to)
      check(`https://github.com/${text}`, from, to)
      check(`https://github.com/team/${text}`, from, to)
      check(`https://${text}/team/app`, from, to)
      check('https://github.com/team/app', text, to)
      check('https://github.com/team/app', from, text)
    }
  })
})
