// node renovate.mjs MODULES WHAT: lists tags with Renovate's docker datasource. WHAT is
//   releases  getPkgReleases, through which Renovate asks all datasources, for all images at once;
//   files     the same as Renovate does it for files of one image each: five at a time;
//   listing   the tags alone from the bare datasource, all images at once.
// Renovate sends at most 16 requests at a time to a host.
// Caches are in memory. Prints {"repository": [tags]} as JSON. Variables: BENCH_IMAGES (file with one image a line), BENCH_USERNAME,
// BENCH_PASSWORD, NODE_EXTRA_CA_CERTS. MODULES: a node_modules folder.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'

const [modules = '', what = 'releases'] = process.argv.slice(2)
const { BENCH_IMAGES = '', BENCH_USERNAME, BENCH_PASSWORD } = process.env
const load = path => import(pathToFileURL(join(modules, 'renovate', 'dist', path)).href)
const [{ GlobalConfig }, hostRules, memory, { setHttpRateLimits }, logger] = await Promise.all([
  load('config/global.js'),
  load('util/host-rules.js'),
  load('util/cache/memory/index.js'),
  load('util/http/rate-limits.js'),
  load('logger/index.js')
])

const images = readFileSync(BENCH_IMAGES, 'utf8').trim().split('\n')
const host = images[0].slice(0, images[0].indexOf('/'))
const repositoryOf = image => image.slice(host.length + 1)
await logger.init()
// a list longer than 20 pages would be cut by default
GlobalConfig.set({ dockerMaxPages: 2000, allowedHeaders: [] })
memory.init()
setHttpRateLimits()
const rule = { hostType: 'docker', matchHost: `https://${host}`, username: BENCH_USERNAME, password: BENCH_PASSWORD }
hostRules.add({ ...rule, allowInternal: true }, { trusted: true })

const lists = what === 'listing' ? await listing() : await releases()
process.stdout.write(JSON.stringify(Object.fromEntries(lists)))

async function listing() {
  const { DockerDatasource } = await load('modules/datasource/docker/index.js')
  const docker = new DockerDatasource()
  return Promise.all(
    images.map(async image => [repositoryOf(image), await docker.getTags(`https://${host}`, repositoryOf(image))])
  )
}

async function releases() {
  const [{ getPkgReleases }, { all }] = await Promise.all([
    load('modules/datasource/index.js'),
    load('util/promises.js')
  ])
  const find = async image => {
    const found = await getPkgReleases({ datasource: 'docker', packageName: image, versioning: 'docker' })
    return [repositoryOf(image), found?.releases.map(({ version }) => version)]
  }
  return what === 'files' ? all(images.map(image => () => find(image))) : Promise.all(images.map(find))
}
