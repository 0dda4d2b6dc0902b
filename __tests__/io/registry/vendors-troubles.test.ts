import { readFileSync } from 'node:fs'
import { afterEach, describe, expect, test } from 'vitest'
import { explainFault } from '../../../src/io/registry/fault-meaning.ts'
import { defaultLimits } from '../../../src/io/registry/limits.ts'
import { readProxies } from '../../../src/io/registry/proxies.ts'
import { basicThen } from '../../helpers/registry/attack.ts'
import { createBench, linked, page, plain } from '../../helpers/registry/bench.ts'
import * as troubles from '../../helpers/registry/troubles.ts'
import { refuse } from '../../helpers/registry/vendors/answers.ts'
import { sendText } from '../../helpers/registry.ts'

const {
  at,
  basicRefused,
  code,
  image,
  proxied,
  reading,
  tokenElsewhere,
  tokenFromStranger,
  tokenForNothing,
  tokenRefused,
  withLogin
} = troubles
const bench = createBench()
afterEach(bench.clear)

const guide = readFileSync(new URL('../../../docs/troubleshooting.md', import.meta.url), 'utf8')
const dockerConfig = '/home/me/.docker/config.json'
const noSuch = refuse(404, 'NAME_UNKNOWN', 'repository name not known to registry')
const answers: Readonly<Record<string, troubles.Trouble>> = {
  'authentication failed for …: the token endpoint of registry … answered 401': withLogin(tokenRefused(401)),
  'authentication failed for …: the token endpoint of registry … answered 403': withLogin(tokenRefused(403)),
  'authentication failed for … (…: …)': withLogin(basicRefused(401, 'UNAUTHORIZED', 'authentication required')),
  'authentication failed for … (DENIED: Your authorization token has expired. Reauthenticate and try again.)':
    withLogin(basicRefused(403, 'DENIED', 'Your authorization token has expired. Reauthenticate and try again.')),
  'the token endpoint of registry … gives no token without a login (403)': at(tokenRefused(403)),
  'registry … does not show the tags of … without another login': at(tokenForNothing(401)),
  'registry … needs a login': at(basicThen(noSuch)),
  'registry … denies access to …': at(tokenForNothing(403)),
  '… asks for the password at …': tokenFromStranger,
  'registry … asks for a login over plain http, at …': at(tokenElsewhere('http://auth.example.com/token')),
  'refusing to send a password over http to …': async bench => {
    const registry = await bench.start({ answer: basicThen(noSuch) })
    const { KLUCTL_REGISTRY_1_HOST: host = '' } = plain(registry.host)
    const env = {
      ...plain(registry.host, '2'),
      KLUCTL_REGISTRY_1_HOST: host,
      KLUCTL_REGISTRY_1_REPOSITORY: 'team/*',
      KLUCTL_REGISTRY_1_USERNAME: 'me',
      KLUCTL_REGISTRY_1_PASSWORD: 'swordfish-9'
    }
    return troubles.listing(bench.client(env), `${registry.host}/team/app`)
  },
  'registry … takes a user name and a password only, not a token': at(basicThen(noSuch), {
    env: { KLUCTL_REGISTRY_1_TOKEN: 'token-of-mine' }
  }),
  'no login for …: credential helper … is not on the PATH': at(basicThen(noSuch), {
    files: { [dockerConfig]: '{"credHelpers":{"<host>":"no-such-helper"}}' }
  }),
  'no login for …: the login for … in docker config.json cannot be read': at(basicThen(noSuch), {
    files: { [dockerConfig]: '{"auths":{"<host>":{"auth":"!"}}}' }
  }),
  '… has a password but no host': reading({
    KLUCTL_REGISTRY_1_USERNAME: 'me',
    KLUCTL_REGISTRY_1_PASSWORD: 'long-enough'
  }),
  '… has a password but no user name': reading({
    KLUCTL_REGISTRY_1_HOST: 'reg.test',
    KLUCTL_REGISTRY_1_PASSWORD: 'long-enough'
  }),
  '… and … disagree about …': reading({
    KLUCTL_REGISTRY_1_HOST: 'reg.test',
    KLUCTL_REGISTRY_1_TLSVERIFY: '1',
    KLUCTL_REGISTRY_2_HOST: 'reg.test',
    KLUCTL_REGISTRY_2_TLSVERIFY: '0'
  }),
  '… is empty, so … has no login; secrets are empty in workflow runs for forks': reading({
    KLUCTL_REGISTRY_1_HOST: 'reg.test',
    KLUCTL_REGISTRY_1_USERNAME: 'me',
    KLUCTL_REGISTRY_1_PASSWORD: ''
  }),
  '… is not a known variable and is ignored': reading({ KLUCTL_REGISTRY_1_PASSWROD: 'x' }),
  'TLS checks are switched off for the whole process (NODE_TLS_REJECT_UNAUTHORIZED=0), so no credentials are used':
    reading({
      KLUCTL_REGISTRY_1_HOST: 'reg.test',
      KLUCTL_REGISTRY_1_USERNAME: 'me',
      KLUCTL_REGISTRY_1_PASSWORD: 'swordfish-9',
      NODE_TLS_REJECT_UNAUTHORIZED: '0'
    }),
  'registry … has no repository …': at(noSuch),
  '… is not an image reference that can be asked for': image('0177.0.0.1/team/app'),
  'registry … answered with a web page instead of a tag list (proxy or login page?)': at((_, response) =>
    sendText(response, 200, '<!doctype html>')
  ),
  'registry … answered … instead of a tag list': at((_, response) => sendText(response, 405, '')),
  'registry … answered with … bytes that are not JSON': at((_, response) => sendText(response, 200, 'hello')),
  'registry … sent an answer that is not HTTP': code('HPE_INVALID_CONSTANT'),
  'the tag list of … cannot be followed: …': at((_, response) =>
    linked(response, ['1'], '<https://other.test/>; rel="next"')
  ),
  'the tag list of … does not end: …': at((request, response) =>
    linked(response, ['1'], `<${request.path}>; rel="next"`)
  ),
  'registry … broke off in the middle of an answer': () =>
    Promise.resolve(`registry reg.test ${explainFault('ECONNRESET', true, defaultLimits).what}`),
  'a page of the tag list of … is larger than …': at((_, response) => sendText(response, 200, page(['1', '2', '3'])), {
    limits: { pageBytes: 10 }
  }),
  'registry … has had too many requests after 3 retries': at((_, response) => sendText(response, 429, '')),
  'registry … has had too many requests and asks to wait …; giving up': at((_, response) =>
    sendText(response, 429, '', { 'retry-after': '999999' })
  ),
  'registry … still answers 503 after 3 retries': at((_, response) => sendText(response, 503, '')),
  'registry … does not speak TLS (…)': code('ERR_SSL_WRONG_VERSION_NUMBER'),
  'registry … speaks TLS, and plain http is set for it': at((_, response) =>
    sendText(response, 400, 'Client sent an HTTP request to an HTTPS server.')
  ),
  'registry … speaks only versions of TLS that are too old (…)': code('ERR_SSL_UNSUPPORTED_PROTOCOL'),
  'registry … broke the TLS connection off (…)': code('ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED'),
  'registry … could not agree on TLS (…)': code('ERR_SSL_NO_CIPHERS_AVAILABLE'),
  '… points into the checked-out repository': reading({
    KLUCTL_REGISTRY_1_HOST: 'reg.test',
    KLUCTL_REGISTRY_1_CA_FILE: '/workspace/ca.pem'
  }),
  'registry … has no address: the name is not known': code('ENOTFOUND'),
  'registry … could not be looked up': code('EAI_AGAIN'),
  'registry … refused the connection': code('ECONNREFUSED'),
  'registry … cannot be reached from here (…)': code('EHOSTUNREACH'),
  'registry … could not be connected to in … s': code('UND_ERR_CONNECT_TIMEOUT'),
  'registry … closed the connection without an answer': code('ECONNRESET'),
  'registry … sent nothing for … s': code('UND_ERR_HEADERS_TIMEOUT'),
  'registry … did not finish in … s': at(() => true, { limits: { requestMs: 50, retries: 0 } }),
  'registry … is on this machine or in a private network, and no setting names it': image('10.0.0.1/team/app'),
  'registry … is not allowed': image('169.254.169.254/team/app'),
  'registry … sent a redirect from https to http (…), which is refused': async bench => {
    const registry = await bench.start({
      tls: 'self-signed',
      answer: (_, response) => sendText(response, 302, '', { location: 'http://other.test/' })
    })
    const env = { KLUCTL_REGISTRY_1_HOST: registry.host, KLUCTL_REGISTRY_1_TLSVERIFY: '0' }
    return troubles.listing(bench.client(env), `${registry.host}/team/app`)
  },
  'registry … cannot be reached through the proxy … of HTTPS_PROXY: it answered 407': proxied({
    login: 'me:right-one'
  }),
  'registry … cannot be reached through the proxy … of HTTPS_PROXY: it answered 403': proxied({ status: 403 }),
  'registry … cannot be reached through the proxy … of HTTPS_PROXY: it could not be reached (…)': image(
    '198.51.100.7/team/app',
    {
      proxy: 'http://127.0.0.1:1'
    }
  ),
  'HTTPS_PROXY begins with …, and only http and https proxies are supported': () =>
    Promise.resolve(readProxies({ HTTPS_PROXY: 'socks5://proxy.test' }).problems[0]?.message ?? '')
}

describe('the guide to messages', () => {
  test.each(Object.entries(answers))('%s', async (heading, trouble) => {
    expect(await trouble(bench)).toMatch(patternOf(heading))
  })

  test('has a heading for each of these, and no other', () => {
    expect([...guide.matchAll(/^### `(.+)`$/gm)].map(([, heading]) => heading)).toEqual(Object.keys(answers))
  })

  test('explains every fault of a certificate', () => {
    const source = readFileSync(new URL('../../../src/io/registry/fault-meaning.ts', import.meta.url), 'utf8')
    const codes = [...source.matchAll(/^ {2}\['([A-Z_]+)', /gm)].map(([, name = '']) => name)
    const texts = codes.map(name => explainFault(name, false, defaultLimits).what.replace(`(${name})`, '(…)'))
    const rows = [...guide.matchAll(/^\| `(.+ \(…\))` \| .+ \|$/gm)].map(([, text]) => `cannot be trusted: ${text}`)
    expect(codes.length).toBeGreaterThan(10)
    expect([...new Set(texts)].sort()).toEqual(rows.sort())
  })
})

/** The whole beginning of a message; what the registry itself said may follow. */
function patternOf(heading: string): RegExp {
  const parts = heading.split('…').map(part => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
  return new RegExp(`^${parts.join('.*?')}`)
}
