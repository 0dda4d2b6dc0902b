// node bench/registries/server.mjs [--order lexical|pushed] [--rate 100] [--cap 1000] [--refuse] [--unknown seek|ignore] [--round-trip 30]
//   [--port 0] [--control 0] [--set small,medium,large]
// A registry with TLS (HTTP/2, or HTTP/1.1), token login and pages, as far away as the round trip says. Prints one line of JSON with its
// address. GET of the control port gives what was counted since the last POST to it.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import { createSecureServer } from 'node:http2'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { countRequest, noCounts } from './counts.mjs'
import { createRegistry, login } from './registry.mjs'
import { dataSets, repositoriesOf } from './tags.mjs'
import { startWire } from './wire.mjs'

const { values } = parseArgs({
  options: {
    order: { type: 'string', default: 'lexical' },
    rate: { type: 'string', default: '0' },
    cap: { type: 'string', default: '1000' },
    refuse: { type: 'boolean', default: false },
    unknown: { type: 'string', default: 'seek' },
    'round-trip': { type: 'string', default: '30' },
    port: { type: 'string', default: '0' },
    control: { type: 'string', default: '0' },
    set: { type: 'string', default: 'small,medium,large' }
  }
})
const tls = name => fileURLToPath(new URL(`../../__tests__/fixtures/tls/${name}`, import.meta.url))
const sets = dataSets.filter(({ name }) => values.set.split(',').includes(name))
const repositories = new Map(sets.flatMap(set => [...repositoriesOf(set)]))
const answer = createRegistry(repositories, {
  order: values.order === 'pushed' ? 'pushed' : 'lexical',
  cap: Number(values.cap),
  refuse: values.refuse,
  unknown: values.unknown === 'ignore' ? 'ignore' : 'seek',
  rate: Number(values.rate)
})
let counts = noCounts()

// The streams that one connection may have at once: what RFC 9113 (6.5.2) recommends as the least, and common front ends offer.
const server = createSecureServer(
  {
    key: readFileSync(tls('server.key')),
    cert: readFileSync(tls('server.pem')),
    allowHTTP1: true,
    settings: { maxConcurrentStreams: 100 }
  },
  (request, response) => {
    const url = new URL(request.url, 'https://registry')
    const { status, headers, body } = answer({
      path: url.pathname,
      query: url.searchParams,
      authorization: request.headers.authorization,
      host: request.authority ?? request.headers.host ?? ''
    })
    countRequest(counts, url.pathname, status)
    response.writeHead(status, { ...headers, 'content-length': Buffer.byteLength(body) })
    response.end(request.method === 'HEAD' ? undefined : body)
  }
)
server.on('secureConnection', socket => {
  if (socket.alpnProtocol === 'h2') counts.h2++
  else counts.h1++
})
server.on('sessionError', () => {})
server.on('tlsClientError', () => {})

const folder = mkdtempSync(join(tmpdir(), 'registry-'))
const target = join(folder, 'registry.sock')
await new Promise(resolve => server.listen(target, () => resolve(undefined)))
const roundTrip = Number(values['round-trip'])
const port = await startWire({ target, roundTrip, port: Number(values.port), onConnection: () => counts.connections++ })

const control = createServer((request, response) => {
  const text = JSON.stringify(counts)
  if (request.method === 'POST') counts = noCounts()
  response.end(`${text}\n`)
})
await new Promise(resolve => control.listen(Number(values.control), '127.0.0.1', () => resolve(undefined)))
const address = control.address()

process.on('exit', () => rmSync(folder, { recursive: true, force: true }))
for (const signal of ['SIGTERM', 'SIGINT']) process.on(signal, () => process.exit(0))
process.on('disconnect', () => process.exit(0))
const ready = { host: `127.0.0.1:${port}`, control: `http://127.0.0.1:${address?.port}/`, ca: tls('ca.pem'), ...login }
console.log(JSON.stringify(ready))
