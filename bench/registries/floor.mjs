// node floor.mjs: the fastest honest program that lists tags. It only fetches and parses: one connection, a token for each
// repository, pages one after the other, no check of what comes and no retry. It loads the two parts
// of undici that it uses, as all of undici takes 80 ms more. Prints {"repository": [tags]} as JSON.
// Variables: BENCH_IMAGES (file with one image a line), BENCH_CA, BENCH_USERNAME, BENCH_PASSWORD.
import { readFileSync } from 'node:fs'
import request from 'undici/lib/api/api-request.js'
import Client from 'undici/lib/dispatcher/client.js'

const { BENCH_IMAGES = '', BENCH_CA = '', BENCH_USERNAME, BENCH_PASSWORD } = process.env
const images = readFileSync(BENCH_IMAGES, 'utf8').trim().split('\n')
const host = images[0].slice(0, images[0].indexOf('/'))
const paths = images.map(image => image.slice(host.length + 1))
const basic = `Basic ${Buffer.from(`${BENCH_USERNAME}:${BENCH_PASSWORD}`).toString('base64')}`
const atOnce = 100
const mebi = 1024 * 1024
const client = new Client(`https://${host}`, {
  connect: { ca: readFileSync(BENCH_CA) },
  allowH2: true,
  pipelining: atOnce,
  maxConcurrentStreams: atOnce,
  // a window that a round trip cannot empty
  initialWindowSize: mebi,
  connectionWindowSize: 16 * mebi
})

const get = async (path, authorization) => {
  const headers = authorization === undefined ? {} : { authorization }
  const { statusCode, headers: answered, body } = await request.call(client, { method: 'GET', path, headers })
  const value = await body.json()
  return { status: statusCode, headers: answered, value }
}

const listPath = path => `/v2/${path}/tags/list?n=1000`
const first = await get(listPath(paths[0]))
const challenge = String(first.headers['www-authenticate'])
const [, realm = ''] = /realm="([^"]*)"/.exec(challenge) ?? []
const [, service = ''] = /service="([^"]*)"/.exec(challenge) ?? []
const tokenPath = new URL(realm).pathname

const listTags = async path => {
  const scope = encodeURIComponent(`repository:${path}:pull`)
  const { value } = await get(`${tokenPath}?service=${service}&scope=${scope}`, basic)
  const tags = []
  let next = listPath(path)
  while (next !== undefined) {
    const page = await get(next, `Bearer ${value.token}`)
    if (page.status !== 200) throw new Error(`${next}: ${page.status}`)
    tags.push(...page.value.tags)
    next = /<([^>]*)>/.exec(page.headers.link ?? '')?.[1]
  }
  return tags
}

const lists = await Promise.all(paths.map(async path => [path, await listTags(path)]))
process.stdout.write(JSON.stringify(Object.fromEntries(lists)))
await client.destroy()
