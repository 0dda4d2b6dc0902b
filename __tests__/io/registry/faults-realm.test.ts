import { afterEach, describe, expect, test } from 'vitest'
import { attack, bearerAt, victim } from '../../helpers/registry/attack.ts'
import { type Answer, createBench } from '../../helpers/registry/bench.ts'
import { sendJson } from '../../helpers/registry.ts'

const bench = createBench()
afterEach(bench.clear)

const token: Answer = (_, response) => sendJson(response, 200, { token: victim.token })
const otherToken: Answer = (_, response) => sendJson(response, 200, { token: 'another-token-1111' })

type Row = readonly [
  name: string,
  code: string,
  requests: number,
  other: number,
  realm: (own: string, other: string) => string
]

const rows: readonly Row[] = [
  ['itself', 'ok', 3, 0, own => `http://${own}/token`],
  ['itself in upper case', 'ok', 3, 0, own => `HTTP://${own}/token`],
  ['itself as a number', 'ok', 3, 0, own => `http://${own.replace('127.0.0.1', '2130706433')}/token`],
  ['itself in hexadecimal', 'ok', 3, 0, own => `http://${own.replace('127.0.0.1', '0x7f.1')}/token`],
  ['itself with a dot at the end', 'ok', 3, 0, own => `http://${own.replace(':', '.:')}/token`],
  ['itself with a query', 'ok', 3, 0, own => `http://${own}/token?a=b&scope=repository:x:push`],
  [
    'itself with a scope of its own',
    'ok',
    3,
    0,
    own => `http://${own}/token?scope=registry:catalog:*&Scope=x&service=y&account=z`
  ],
  ['itself with a user name', 'refused', 1, 0, own => `http://me@${own}/token`],
  ['itself with user name and password', 'refused', 1, 0, own => `http://me:pw@${own}/token`],
  ['itself with an empty user name', 'refused', 1, 0, own => `http://@${own}/token`],
  ['itself with a colon for a user name', 'refused', 1, 0, own => `http://:@${own}/token`],
  ['itself with a fragment', 'refused', 1, 0, own => `http://${own}/token#x`],
  ['itself with an empty fragment', 'refused', 1, 0, own => `http://${own}/token#`],
  ['its name as user name of another', 'refused', 1, 0, (own, other) => `http://${own}@${other}/token`],
  ['its name behind an encoded at', 'refused', 1, 0, (own, other) => `http://${other}%40${own}/token`],
  ['its name behind a backslash', 'refused', 1, 0, (own, other) => `http://${other}\\@${own}/token`],
  ['another port of its address', 'refused', 1, 0, () => 'http://127.0.0.1:1/token'],
  ['another port of its address over https', 'credentials', 1, 0, () => 'https://127.0.0.1:1/token'],
  ['its address over https', 'tls', 1, 0, own => `https://${own}/token`],
  ['another host that is named', 'ok', 2, 1, (_own, other) => `http://${other}/token`],
  ['another host that is named, in upper case', 'ok', 2, 1, (_own, other) => `http://${other.toUpperCase()}/token`],
  [
    'another host that is named, with a dot',
    'refused',
    1,
    0,
    (_own, other) => `http://${other.replace(':', '.:')}/token`
  ],
  [
    'another host that is named, with a letter outside ASCII',
    'refused',
    1,
    0,
    (_own, other) => `http://${other.replace('o', 'º')}/token`
  ],
  ['another host that is named, encoded', 'ok', 2, 1, (_own, other) => `http://${other.replace('l', '%6c')}/token`],
  ['another host without a scheme', 'refused', 1, 0, (_own, other) => `//${other}/token`],
  ['another host after one slash', 'refused', 1, 0, (_own, other) => `http:/${other}/token`],
  ['another host after backslashes', 'refused', 1, 0, (_own, other) => `http:\\\\${other}\\token`],
  ['another host after three slashes', 'refused', 1, 0, (_own, other) => `http:///${other}/token`],
  ['another host after a tab', 'refused', 1, 0, (_own, other) => `ht\ttp://${other}/token`],
  ['another host after a blank', 'refused', 1, 0, (_own, other) => ` http://${other}/token`],
  ['two addresses', 'refused', 1, 0, (own, other) => `http://${own}/token http://${other}/token`],
  ['a private address', 'refused', 1, 0, () => 'https://10.0.0.1/token'],
  ['a private address in IPv6 clothes', 'refused', 1, 0, () => 'https://[::ffff:10.0.0.1]/token'],
  ['the metadata service', 'refused', 1, 0, () => 'http://169.254.169.254/token'],
  ['the metadata service over https', 'refused', 1, 0, () => 'https://169.254.169.254/token'],
  ['the metadata service as a number', 'refused', 1, 0, () => 'https://2852039166/token'],
  ['the metadata service in octal', 'refused', 1, 0, () => 'https://0251.0376.0251.0376/token'],
  ['the metadata service in IPv6', 'refused', 1, 0, () => 'https://[fd00:ec2::254]/token'],
  ['the metadata service by name', 'refused', 1, 0, () => 'https://metadata.google.internal/token'],
  ['the metadata service by name with a dot', 'refused', 1, 0, () => 'https://metadata.google.internal./token'],
  ['an address with a zone', 'refused', 1, 0, () => 'https://[fe80::1%25eth0]/token'],
  ['nothing in particular', 'refused', 1, 0, () => 'https://0.0.0.0/token'],
  ['this machine by another name', 'credentials', 1, 0, () => 'https://localhost:1/token'],
  ['a name of a cluster', 'credentials', 1, 0, () => 'https://vault.default.svc/token'],
  ['a path', 'refused', 1, 0, () => '/token'],
  ['a word', 'refused', 1, 0, () => 'registry'],
  ['nothing', 'refused', 1, 0, () => ''],
  ['a file', 'refused', 1, 0, () => 'file:///etc/passwd'],
  ['a script', 'refused', 1, 0, () => 'javascript:alert(1)'],
  ['data', 'refused', 1, 0, () => 'data:application/json,{"token":"x"}'],
  ['a socket', 'refused', 1, 0, () => 'unix:///var/run/docker.sock'],
  ['websockets', 'refused', 1, 0, own => `ws://${own}/token`],
  ['port 0', 'refused', 1, 0, () => 'http://127.0.0.1:0/token'],
  ['port 65536', 'refused', 1, 0, () => 'http://127.0.0.1:65536/token'],
  ['a very long address', 'refused', 1, 0, own => `http://${own}/${'x'.repeat(3000)}`]
]

describe('C-08, R-02 a realm that is', () => {
  test.each(rows)('%s: %s', async (_name, code, requests, others, realm) => {
    const result = await attack(bench, {
      registry: other => bearerAt(own => realm(own, other), undefined, token),
      other: otherToken
    })
    expect({ codes: result.codes, requests: result.requests, other: result.other.length, leaks: result.leaks }).toEqual(
      {
        codes: [code],
        requests,
        other: others,
        leaks: []
      }
    )
  })
})
