import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { manifests } from './manifests.mjs'
import { shared } from './shared.mjs'

/** Numbers that are the same in every run. Source: the mulberry32 generator, public domain. */
export function seeded(seed) {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
}

const apps = 200
const groups = 10

/**
 * Writes a kluctl project of 200 apps in 10 groups with 10 manifests each, 500 calls of get_image in them, and `corpus.json`, which lists
 * every manifest with the variables it is rendered with. Returns how many there are.
 */
export function writeCorpus(folder, seed = 1) {
  const random = seeded(seed)
  const write = (path, text) => {
    const file = join(folder, path)
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, text)
  }
  const common = commonVariables(random)
  const variables = []
  const files = []
  const grouped = Array.from({ length: groups }, () => [])
  for (let index = 0; index < apps; index++) {
    const app = makeApp(index, random)
    const group = `group-${index % groups}`
    grouped[index % groups].push(app.name)
    write(`${group}/vars/${app.name}.yaml`, `${JSON.stringify({ app }, undefined, 2)}\n`)
    for (const [name, text] of manifests(app, index)) {
      const path = `${group}/${app.name}/${name}`
      write(path, text)
      files.push({ path, variables: index })
    }
    variables.push({ ...common, app })
  }
  // nunjucks keeps a last line end, Jinja2 drops it
  for (const [path, text] of Object.entries(shared)) write(path, text.trimEnd())
  write('vars/common.yaml', `${JSON.stringify(withoutTarget(common), undefined, 2)}\n`)
  write(
    '.kluctl.yaml',
    'discriminator: bench\ntargets:\n  - name: prod\nargs:\n  - name: environment\n    default: prod\n'
  )
  const includes = grouped.map((_, index) => `  - include: group-${index}\n`).join('')
  write('deployment.yaml', `vars:\n  - file: vars/common.yaml\ndeployments:\n${includes}`)
  for (const [index, names] of grouped.entries()) {
    const items = names.map(name => `  - path: ${name}\n    vars:\n      - file: ./vars/${name}.yaml\n`).join('')
    write(`group-${index}/deployment.yaml`, `deployments:\n${items}`)
  }
  write(
    'fixed-images.yaml',
    `images:\n${images.map(image => `  - {image: ${image}, resultImage: "${image}:1.2.3"}\n`).join('')}`
  )
  write('corpus.json', JSON.stringify({ files, variables }))
  return { manifests: files.length, calls: (apps / 2) * 5 }
}

const images = ['registry.example.com/team/api', 'registry.example.com/team/worker', 'docker.io/library/busybox']

function commonVariables(random) {
  const number = limit => Math.floor(random() * limit)
  const list = (count, make) => Array.from({ length: count }, (_, index) => make(index))
  return {
    args: { environment: 'prod' },
    cluster: {
      domain: 'example.com',
      dns: list(3, index => `10.0.0.${index + number(200)}`),
      name: 'main',
      zones: list(3, index => `eu-${index}`)
    },
    env: Object.fromEntries(list(6, index => [`COMMON_${'ABCDEF'[index]}`, `value-${number(1000)}`])),
    features: Object.fromEntries(list(20, index => [`feature-${String(index).padStart(2, '0')}`, random() < 0.5])),
    labels: { owner: 'platform', stage: 'prod', team: 'shop' },
    limits: list(10, index => ({ cpu: `${index + 1}00m`, memory: `${(index + 1) * 64}Mi`, tier: `tier-${index}` })),
    registry: 'registry.example.com/team',
    target: { discriminator: 'bench', name: 'prod' }
  }
}

/** kluctl gives these itself. */
function withoutTarget({ args: _args, target: _target, ...rest }) {
  return rest
}

function makeApp(index, random) {
  const number = limit => Math.floor(random() * limit)
  return {
    config: { debug: random() < 0.3, retries: number(9), workers: 1 + number(16) },
    env: Array.from({ length: 3 + number(8) }, (_, position) => ({
      name: `APP_VALUE_${position}`,
      value: `text-${number(100_000)}`
    })),
    hosts: Array.from({ length: 1 + number(3) }, (_, position) => `app-${index}-${position}`),
    name: `app-${String(index).padStart(3, '0')}`,
    ports: [{ name: 'http', port: 8000 + number(999) }].concat(
      random() < 0.5 ? [{ name: 'metrics', port: 9000 + number(999) }] : []
    ),
    replicas: 1 + number(5),
    resources: {
      limits: { cpu: `${1 + number(4)}`, memory: `${(1 + number(16)) * 128}Mi` },
      requests: { cpu: '100m', memory: '128Mi' }
    },
    tls: random() < 0.7
  }
}
