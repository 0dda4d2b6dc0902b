import { afterEach, describe, expect, test } from 'vitest'
import {
  type DockerRegistry,
  type DockerRegistryOptions,
  dockerLogin,
  dockerRegistryAvailable,
  dockerRegistryMissing,
  startDockerRegistry
} from '../../helpers/docker-registry.ts'
import { clientFor, failureOf, listTags, shown } from '../../helpers/registry/client.ts'
import { tlsFixture } from '../../helpers/registry.ts'

if (dockerRegistryMissing !== undefined) process.stderr.write(`${dockerRegistryMissing}\n`)

const tags = ['1.0.0', '1.1.0', 'main-7']
const stops: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop()
})

async function start(options: DockerRegistryOptions): Promise<DockerRegistry> {
  const registry = await startDockerRegistry(options)
  stops.push(registry.stop)
  await registry.pushTags('team/app', tags)
  return registry
}

function client(...input: Parameters<typeof clientFor>): ReturnType<typeof clientFor> {
  const made = clientFor(...input)
  stops.push(made.close)
  return made
}

const plainHttp = { KLUCTL_REGISTRY_PLAIN_HTTP: 'true' }
const user = { KLUCTL_REGISTRY_USERNAME: dockerLogin.username, KLUCTL_REGISTRY_PASSWORD: dockerLogin.password }

describe.runIf(dockerRegistryAvailable)('a real registry', () => {
  test('without login, over plain http', async () => {
    const { host } = await start({})
    const one = client({ KLUCTL_REGISTRY_HOST: host, ...plainHttp })
    expect([...(await listTags(one, `${host}/team/app`)).tags].sort()).toEqual(tags)
    expect((await failureOf(listTags(one, `${host}/team/other`))).code).toBe('not-found')
  })

  test('with htpasswd, right and wrong password', async () => {
    const { host } = await start({ htpasswd: true })
    const base = { KLUCTL_REGISTRY_HOST: host, ...plainHttp, ...user }
    expect((await listTags(client(base), `${host}/team/app`)).tags).toHaveLength(3)
    const wrong = client({ ...base, KLUCTL_REGISTRY_PASSWORD: 'wrong horse' })
    const error = await failureOf(listTags(wrong, `${host}/team/app`))
    expect(error).toMatchObject({ code: 'unauthorized', status: 401 })
    expect(error.hint).toContain('KLUCTL_REGISTRY_PASSWORD')
    expect(shown(error)).not.toContain('wrong horse')
    expect((await failureOf(listTags(wrong, `${host}/team/other`))).message).toContain('first seen at image')
    expect(wrong.cost().requests).toBe(2)
  })

  test('with a self-signed certificate: refused, off for this host, or with the right authority', async () => {
    const { host } = await start({ tls: 'self-signed', htpasswd: true })
    const base = { KLUCTL_REGISTRY_HOST: host, ...user }
    const error = await failureOf(listTags(client({ ...base, KLUCTL_REGISTRY_TLSVERIFY: '1' }), `${host}/team/app`))
    expect(error.code).toBe('tls')
    expect(error.hint).toContain('TLSVERIFY=1 keeps verification on.')
    expect(error.hint).toContain('KLUCTL_REGISTRY_TLSVERIFY=0')
    const off = client({ ...base, KLUCTL_REGISTRY_TLSVERIFY: '0' })
    expect((await listTags(off, `${host}/team/app`)).tags).toHaveLength(3)
    expect(off.warnings().join()).toContain('certificate checks are switched off')
    const files = { '/ca.pem': tlsFixture('self.pem') }
    const trusting = client({ ...base, KLUCTL_REGISTRY_CA_FILE: '/ca.pem' }, {}, files)
    expect((await listTags(trusting, `${host}/team/app`)).tags).toHaveLength(3)
    expect(trusting.warnings()).toEqual([])
  })

  test.each([
    ['with a certificate of ours', ['CERT_FILE', 'KEY_FILE'], 'ok'],
    ['without one', [], 'tls']
  ])('that asks for a client certificate, %s', async (_name, keys, code) => {
    const { host } = await start({ tls: 'signed', clientCert: true })
    const files = {
      '/CA_FILE': tlsFixture('ca.pem'),
      '/CERT_FILE': tlsFixture('client.pem'),
      '/KEY_FILE': tlsFixture('client.key')
    }
    const settings = ['CA_FILE', ...keys].map(key => [`KLUCTL_REGISTRY_7_${key}`, `/${key}`])
    const one = client({ KLUCTL_REGISTRY_7_HOST: host, ...Object.fromEntries(settings) }, {}, files)
    if (code === 'ok') return expect((await listTags(one, `${host}/team/app`)).tags).toHaveLength(3)
    const error = await failureOf(listTags(one, `${host}/team/app`))
    expect(error.code).toBe(code)
    expect(error.hint).toContain('KLUCTL_REGISTRY_7_CERT_FILE and KLUCTL_REGISTRY_7_KEY_FILE')
  })

  test('signed by an authority of its own: refused, and right with the authority', async () => {
    const { host } = await start({ tls: 'signed', htpasswd: true })
    const base = { KLUCTL_REGISTRY_HOST: host, ...user }
    const error = await failureOf(listTags(client(base), `${host}/team/app`))
    expect(error).toMatchObject({ code: 'tls', message: expect.stringContaining('not trusted') })
    expect(error.hint).toContain('KLUCTL_REGISTRY_CA_FILE')
    const trusting = client({ ...base, KLUCTL_REGISTRY_CA_FILE: '/ca.pem' }, {}, { '/ca.pem': tlsFixture('ca.pem') })
    expect((await listTags(trusting, `${host}/team/app`)).tags).toHaveLength(3)
  })
})
