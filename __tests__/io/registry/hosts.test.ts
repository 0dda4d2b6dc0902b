import { afterEach, describe, expect, test } from 'vitest'
import { addressKind, hostNameKind } from '../../../src/io/registry/address.ts'
import { createBench } from '../../helpers/registry/bench.ts'
import { failureOf, listTags } from '../../helpers/registry/client.ts'
import { tlsFixture } from '../../helpers/registry.ts'

const bench = createBench()
afterEach(bench.clear)

test.each([
  ['8.8.8.8', 'public'],
  ['2606:4700::1111', 'public'],
  ['10.1.2.3', 'private'],
  ['172.16.0.1', 'private'],
  ['172.32.0.1', 'public'],
  ['192.168.1.1', 'private'],
  ['100.64.0.1', 'private'],
  ['127.0.0.1', 'private'],
  ['::1', 'private'],
  ['fd12::1', 'private'],
  ['::ffff:10.0.0.1', 'private'],
  ['::ffff:a00:1', 'private'],
  ['64:ff9b::10.0.0.1', 'private'],
  ['2002:7f00:1::', 'private'],
  ['::ffff:8.8.8.8', 'public'],
  ['169.254.169.254', 'forbidden'],
  ['::ffff:169.254.169.254', 'forbidden'],
  ['fd00:ec2::254', 'forbidden'],
  ['fe80::1%eth0', 'forbidden'],
  ['0.0.0.0', 'forbidden'],
  ['::', 'forbidden'],
  ['224.0.0.1', 'forbidden'],
  ['255.255.255.255', 'forbidden'],
  ['ff02::1', 'forbidden'],
  ['100.100.100.200', 'forbidden'],
  ['nonsense', 'forbidden']
])('R-02 the address %s is %s', (address, kind) => {
  expect(addressKind(address)).toBe(kind)
})

test.each([
  ['ghcr.io', 'public'],
  ['localhost', 'private'],
  ['registry.localhost', 'private'],
  ['registry.default.svc', 'private'],
  ['registry.svc.cluster.local', 'private'],
  ['metadata.google.internal', 'forbidden'],
  ['METADATA.google.internal.', 'forbidden'],
  ['metadata', 'forbidden'],
  ['[::1]', 'private'],
  ['[fe80::1]', 'forbidden']
])('R-02 the name %s is %s', (name, kind) => {
  expect(hostNameKind(name)).toBe(kind)
})

test.each([
  ['169.254.169.254/a', 'registry 169.254.169.254 is not allowed'],
  ['metadata.google.internal/a', 'is not allowed'],
  ['0.0.0.0:5000/a', 'is not allowed'],
  ['127.0.0.1:1/a', 'on this machine or in a private network'],
  ['localhost:1/a', 'on this machine or in a private network'],
  ['10.0.0.1/a', 'on this machine or in a private network'],
  ['0177.0.0.1/a', 'not an image reference that can be asked for'],
  ['0x7f.1/a', 'not an image reference that can be asked for'],
  ['127.1/a', 'not an image reference that can be asked for']
])('R-01, R-02 %s is refused without a request', async (image, text) => {
  const one = bench.client({})
  const error = await failureOf(listTags(one, image))
  expect(error).toMatchObject({ code: 'refused', message: expect.stringContaining(text) })
  expect(one.cost().requests).toBe(0)
})

test('R-02 naming a host does not open link-local addresses', async () => {
  const one = bench.client({ KLUCTL_REGISTRY_HOST: '169.254.169.254', KLUCTL_REGISTRY_PLAIN_HTTP: 'true' })
  expect((await failureOf(listTags(one, '169.254.169.254/a'))).code).toBe('refused')
})

describe('certificates', () => {
  test('V-05 plain http is no fallback, and R-03 the error says what to set', async () => {
    const registry = await bench.start({ repositories: { a: ['1'] } })
    const error = await failureOf(
      listTags(bench.client({ KLUCTL_REGISTRY_3_HOST: registry.host }), `${registry.host}/a`)
    )
    expect(error.code).toBe('tls')
    expect(error.hint).toContain('set KLUCTL_REGISTRY_3_PLAIN_HTTP=true for this host')
    expect(registry.requests).toHaveLength(0)
  })

  test('V-04 off for one registry is not off for the target of its redirect', async () => {
    const other = await bench.start({ tls: 'self-signed', repositories: { a: ['1'] } })
    const registry = await bench.start({
      tls: 'self-signed',
      answer: (_, response) => {
        response.writeHead(302, { location: `https://localhost:${other.port}/v2/a/tags/list` }).end()
        return true
      }
    })
    const env = {
      KLUCTL_REGISTRY_HOST: registry.host,
      KLUCTL_REGISTRY_TLSVERIFY: '0',
      KLUCTL_REGISTRY_2_HOST: `localhost:${other.port}`
    }
    expect((await failureOf(listTags(bench.client(env), `${registry.host}/a`))).code).toBe('tls')
    expect(other.requests).toHaveLength(0)
  })

  test.each([
    [{}, 'ok'],
    [{ KLUCTL_REGISTRY_USERNAME: 'me', KLUCTL_REGISTRY_PASSWORD: 'secret' }, 'tls']
  ])('V-04 the default switches checks off only for hosts without a login', async (env, code) => {
    const registry = await bench.start({ tls: 'self-signed', repositories: { a: ['1'] } })
    const one = bench.client({
      KLUCTL_REGISTRY_HOST: registry.host,
      KLUCTL_REGISTRY_DEFAULT_TLSVERIFY: 'false',
      ...env
    })
    const result = await listTags(one, `${registry.host}/a`).then(
      () => 'ok',
      (error: unknown) => (error instanceof Error && 'code' in error ? error.code : error)
    )
    expect(result).toBe(code)
  })

  test('a certificate for another host is refused', async () => {
    const registry = await bench.start({ tls: 'signed', repositories: { a: ['1'] } })
    const env = { KLUCTL_REGISTRY_HOST: 'other.test', KLUCTL_REGISTRY_CA_FILE: '/ca.pem' }
    const connectTo = new Map([['other.test', { host: '127.0.0.1', port: registry.port }]])
    const error = await failureOf(
      listTags(bench.client(env, { connectTo }, { '/ca.pem': tlsFixture('ca.pem') }), 'other.test/a')
    )
    expect(error).toMatchObject({ code: 'tls', message: expect.stringContaining('for another host') })
  })
})
