import { RegistryError } from '../../src/errors.ts'
import { formatRepository } from '../../src/image/repository.ts'
import { parseOptions, type RawOptions } from '../../src/options.ts'
import type { CommitSource, LabelSource } from '../../src/ports.ts'
import { renderProject } from '../../src/project/render-project.ts'
import { unwatched } from '../../src/project/renderer.ts'
import { findChangeSources } from '../../src/report/change-source.ts'
import { formatComment } from '../../src/report/markdown.ts'
import type { Report } from '../../src/report/record.ts'
import { type RunPorts, run } from '../../src/run.ts'
import { unasked } from '../helpers/image-source.ts'
import { tagsIn } from '../helpers/tag-source.ts'
import { tree } from '../helpers/tree.ts'

/** The shop whose comment docs/review.md explains and the pictures show: the whole pipeline, over registries, labels and commits in memory. */
const filters: readonly (readonly [kind: string, name: string, image: string, filter: string])[] = [
  ['Deployment', 'front', 'nginx', "semver(range='<1.28')"],
  ['Deployment', 'orders', 'ghcr.io/acme/orders', 'semver()'],
  ['CronJob', 'invoices', 'ghcr.io/acme/orders', 'semver()'],
  ['Deployment', 'search', 'ghcr.io/acme/search', 'semver()'],
  ['Deployment', 'worker', 'ghcr.io/acme/worker', "prefix('main-', suffix=number())"],
  ['StatefulSet', 'db', 'postgres', 'semver()']
]

const tags = {
  'docker.io/library/nginx': ['1.27.4', '1.27.5', '1.27.5-alpine', '1.28.0', '1.29.0', '1.29.0-alpine', 'latest'],
  'ghcr.io/acme/orders': ['1.9.3', '1.9.4', '2.0.0-rc.1', '2.0.0', 'latest', 'pr-811', 'pr-812', 'main'],
  'ghcr.io/acme/worker': ['main-1040', 'main-1041', 'main-1058', 'pr-97', 'main-latest']
}

const previous = `images:
${[
  ['nginx', '1.29.0', 'Deployment', 'front'],
  ['ghcr.io/acme/orders', '1.9.4', 'Deployment', 'orders'],
  ['ghcr.io/acme/orders', '1.9.4', 'CronJob', 'invoices'],
  ['ghcr.io/acme/search', '0.8.1', 'Deployment', 'search'],
  ['ghcr.io/acme/worker', 'main-1041', 'Deployment', 'worker'],
  ['postgres', '16.4', 'StatefulSet', 'db'],
  ['ghcr.io/acme/legacy', '3.2.0', 'Deployment', 'legacy']
]
  .map(([image, tag, kind, name]) => entry(`${image}`, `${image}:${tag}`, `${kind}/${name}`))
  .join('')}`

function entry(image: string, result: string, deployment: string): string {
  return `  - {image: ${image}, resultImage: "${result}", namespace: shop, deployment: ${deployment}, container: app}\n`
}

const revisions: Readonly<Record<string, string>> = {
  'orders:1.9.4': '3f2c1ab7d9e04f5586a1c0b2d3e4f5061728394a',
  'orders:2.0.0': '9b0e7d4c5a6f78091b2c3d4e5f60718293a4b5c6',
  'worker:main-1041': '5d1e0a9c4b3f2e1d0c9b8a7f6e5d4c3b2a190807',
  'worker:main-1058': 'c4f1b2a39d8e7f60514233a1b0c9d8e7f6051423'
}

const commits: CommitSource = {
  async list(_owner, repo) {
    if (repo !== 'orders') return undefined
    const subjects = [
      { sha: '71c0d9e8f7a6b5c4d3e2f1a0b9c8d7e6f5a4b3c2', subject: 'Keep the session over a restart (#812)' },
      { sha: '9b0e7d4c5a6f78091b2c3d4e5f60718293a4b5c6', subject: 'Release 2.0.0' }
    ]
    return { total: 23, subjects }
  }
}

const labels: LabelSource = {
  async readLabels({ repository, tag }) {
    const name = formatRepository(repository)
    const revision = revisions[`${name.slice(name.lastIndexOf('/') + 1)}:${tag}`]
    return { source: revision === undefined ? undefined : `https://github.com/${name.slice(8)}`, revision }
  }
}

function template([kind, name, image, filter]: (typeof filters)[number]): string {
  const pod = `template:
    spec:
      containers:
        - name: app
          image: {{ images.get_image("${image}", "${filter}") }}
`
  const spec = kind === 'CronJob' ? `jobTemplate:\n    spec:\n      ${pod.replaceAll('\n    ', '\n        ')}` : pod
  return `apiVersion: x/v1\nkind: ${kind}\nmetadata:\n  name: ${name}\n  namespace: shop\nspec:\n  ${spec}`
}

const project = {
  '.kluctl.yaml': 'targets:\n  - name: prod\n    images:\n      - {image: postgres, resultImage: "postgres:16.4"}\n',
  'deployment.yaml': 'deployments:\n  - path: shop\n',
  ...Object.fromEntries(filters.map(use => [`shop/${use[1]}.yaml`, template(use)]))
}

/** The record of the example. @param raw options beside the target, as `fail-on` */
export async function exampleReport(raw: RawOptions = {}): Promise<Report> {
  const { options } = parseOptions({ target: 'prod', ...raw })
  const known = tagsIn(tags)
  const ports: RunPorts = {
    render: async request => renderProject(tree(project), request, unwatched),
    builders: { kustomize: async () => new Map(), helm: async () => undefined },
    images: unasked,
    now: () => 0,
    tags: {
      ...known,
      async listTags(repository, wanted) {
        if (formatRepository(repository) !== 'ghcr.io/acme/search') return known.listTags(repository, wanted)
        throw new RegistryError('denied', refusal, { registry: 'ghcr.io', status: 403 }, { hint: advice })
      }
    },
    readFile: () => '',
    readPrevious: () => previous,
    readBaseline: async text => (text === undefined ? undefined : { text, name: 'baseline' }),
    ownFiles: new Set(['fixed-images.yaml']),
    log: { debug: () => undefined, info: () => undefined, warning: () => undefined },
    findSources: changes =>
      findChangeSources(changes, {
        labels,
        hosts: new Map(),
        commits: { source: commits, host: 'github.com', owner: 'acme' }
      })
  }
  return (await run(options, ports)).report
}

const refusal = 'authentication failed for ghcr.io: the token endpoint of registry ghcr.io answered 403'
const advice =
  'Check KLUCTL_REGISTRY_0_USERNAME and KLUCTL_REGISTRY_0_PASSWORD. ghcr.io takes GITHUB_TOKEN with "packages: read" where the package lets the repository in, or a classic token with read:packages.'

/** The comment that the page shows, without its marker. */
export function exampleComment(report: Report): string {
  const run = 'https://github.com/acme/shop/actions/runs/17'
  const links = { summary: run, artifact: `${run}/artifacts/5` }
  const files = { fixedImagesFile: 'fixed-images.yaml', reportFile: 'images-report.json' }
  return formatComment(report, { ...files, links, marker: '' }).trim()
}
