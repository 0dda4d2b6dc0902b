import { describe, expect, test } from 'vitest'
import { matchDeployed } from '../../src/deployed/match.ts'
import { deployedObject, renderedIn, token } from '../helpers/kubernetes-uses.ts'

const head = 'apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: x}\n'

/** What is shown of a deployed text by a template that calls for an image of any name in place of `$`. */
function shown(image: string, rendered: string, deployed: string): string | undefined {
  const [use] = renderedIn(`${head}spec: ${rendered.replaceAll('$', token(image))}`)
  if (!use) throw new Error('the use has no object')
  return matchDeployed(use, deployedObject(`${head}spec: ${deployed}`))
}

const env = (name: string, value: string): string =>
  `{containers: [{name: a, env: [{name: ${name}, value: "${value}"}]}]}`
const args = (...list: readonly string[]): string => `{containers: [{name: a, args: ${JSON.stringify(list)}}]}`

type Row = readonly [about: string, image: string, rendered: string, deployed: string]

describe('nothing is shown of a text outside of the image of a container', () => {
  const named = [
    'IMAGE_PULL_LOGIN',
    'imagePullSecret',
    'IMAGE_AUTH',
    'REGISTRY_TOKEN',
    'DB_PASSWD',
    'imagePwd',
    'API_KEY',
    'IMAGE_CREDENTIALS'
  ]
  const rows: readonly Row[] = [
    ...named.map(
      (name): Row => [`under the name ${name}`, 'docker.io/svc/admin', env(name, '$'), env(name, 'svc/admin:1.2.3')]
    ),
    [
      'with a tag that nobody gives to images',
      'docker.io/svc/admin',
      env('WEB_IMAGE', '$'),
      env('WEB_IMAGE', 'svc/admin:SECRETVALUE2')
    ],
    ['of a registry, with such a tag', 'db.local/admin', env('WHERE', '$'), env('WHERE', 'db.local/admin:S3cret')],
    [
      'without a registry, where nothing speaks of an image',
      'docker.io/svc/admin',
      env('WHO', '$'),
      env('WHO', 'svc/admin:1.2.3')
    ],
    [
      'in an address',
      'docker.io/svc/admin',
      env('IMAGE', 'https://$@db.local/x'),
      env('IMAGE', 'https://svc/admin:1.2@db.local/x')
    ],
    ['behind an address', 'db.local/admin', env('IMAGE', 'https://$'), env('IMAGE', 'https://db.local/admin:1.2')],
    ['before a host', 'docker.io/svc/admin', env('IMAGE', '$@db.local'), env('IMAGE', 'svc/admin:1.2@db.local')],
    ['with a digest of another kind', 'docker.io/a', env('IMAGE', '$'), env('IMAGE', `a@md5:${'0'.repeat(32)}`)],
    ['behind a flag', 'db.local/a', args('x', '--password', '$'), args('x', '--password', 'db.local/a:1.2')],
    ['behind a flag at another index', 'db.local/a', args('--image', '$'), args('x', '--login', 'db.local/a:1.2')],
    ['behind a short flag', 'db.local/a', args('-p', '$'), args('-p', 'db.local/a:1.2')],
    ['behind a flag in the same text', 'db.local/a', args('--token=$'), args('--token=db.local/a:1.2')],
    [
      'behind a flag in a script',
      'db.local/a',
      args('run --auth $ --image x'),
      args('run --auth db.local/a:1.2 --image x')
    ],
    ['below a key in a text', 'db.local/a', '{conf: "password: >\\n  $"}', '{conf: "password: >\\n  db.local/a:1.2"}'],
    ['below a key', 'db.local/a', '{secrets: {first: $}}', '{secrets: {first: "db.local/a:1.2"}}'],
    ['beside a key', 'db.local/a', '{list: [{value: $}]}', '{list: [{key: DB_PASSWORD, value: "db.local/a:1.2"}]}']
  ]
  test.each(rows)('%s', (_, image, rendered, deployed) => expect(shown(image, rendered, deployed)).toBeUndefined())
})

describe('an image is shown', () => {
  const rows: readonly (readonly [...Row, image: string])[] = [
    ['of its registry', 'reg.example/a', env('WHERE', '$'), env('WHERE', 'reg.example/a:1.2'), 'reg.example/a:1.2'],
    ['of a name that speaks of one', 'docker.io/a', env('A_IMAGE', '$'), env('A_IMAGE', 'a:1.2'), 'a:1.2'],
    ['behind a flag', 'docker.io/a', args('--image', '$'), args('--image', 'a:1.2'), 'a:1.2'],
    [
      'in a container that is about logins',
      'docker.io/a',
      '{containers: [{name: auth-proxy, env: [{name: A_IMAGE, value: $}]}]}',
      '{containers: [{name: auth-proxy, env: [{name: A_IMAGE, value: "a:1.2"}]}]}',
      'a:1.2'
    ],
    ['of a component that is about logins', 'docker.io/a', '{auth: {image: $}}', '{auth: {image: "a:1.2"}}', 'a:1.2'],
    [
      'with a digest',
      'docker.io/a',
      env('A_IMAGE', '$'),
      env('A_IMAGE', `a:any-branch@sha256:${'0'.repeat(64)}`),
      `a:any-branch@sha256:${'0'.repeat(64)}`
    ],
    [
      'before a digest that the template wrote',
      'docker.io/a',
      env('A_IMAGE', `$@sha256:${'0'.repeat(64)}`),
      env('A_IMAGE', `a:1.2@sha256:${'0'.repeat(64)}`),
      'a:1.2'
    ]
  ]
  test.each(rows)('%s', (_, image, rendered, deployed, found) => expect(shown(image, rendered, deployed)).toBe(found))

  test('of a container whatever its tag', () => {
    const pod = (image: string): string => `{containers: [{name: login, image: "${image}"}]}`
    expect(shown('docker.io/a', pod('$'), pod('b:SomeBranch'))).toBe('b:SomeBranch')
  })
})
