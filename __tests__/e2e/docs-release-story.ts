import { findDeployed } from '../../src/deployed/find.ts'
import { findDeployedObjects, indexObjects } from '../../src/deployed/objects.ts'
import { openRenderedUses } from '../../src/deployed/rendered-use.ts'
import { exportFormats } from '../../src/export/formats.ts'
import { readDocument } from '../../src/fixed/document.ts'
import type { FixedImage } from '../../src/fixed/entry.ts'
import { parseOptions, type RawOptions } from '../../src/options.ts'
import type { PreparePorts } from '../../src/prepare.ts'
import { renderProject } from '../../src/project/render-project.ts'
import { unwatched } from '../../src/project/renderer.ts'
import { compareReport } from '../../src/report/compare-report.ts'
import { formatSoakedDiffs } from '../../src/report/format-diff-soak.ts'
import { formatComment } from '../../src/report/markdown.ts'
import { minimumSoak, type Soak } from '../../src/report/soak.ts'
import { formatTable } from '../../src/report/terminal.ts'
import { type RunPorts, type RunResult, run } from '../../src/run.ts'
import { formatVerification } from '../../src/verify/format-terminal.ts'
import type { Verification } from '../../src/verify/record.ts'
import { optionsToVerify, verifyProject } from '../../src/verify/verify-project.ts'
import { parseYamlDocuments } from '../../src/yaml/parse.ts'
import { imagesIn, type KnownImage } from '../helpers/image-source.ts'
import { tagsIn } from '../helpers/tag-source.ts'
import { tree } from '../helpers/tree.ts'

/** The shop of docs/releases.md: its whole pipeline over a registry in memory, so that the page shows what a run says. */
const look = { color: false, width: 100 } as const

const calls = [
  ['web', 'ghcr.io/acme/web'],
  ['orders', 'ghcr.io/acme/orders']
] as const

const project = {
  '.kluctl.yaml': 'targets:\n  - name: prod\n',
  'deployment.yaml': 'deployments:\n  - path: shop\n',
  ...Object.fromEntries(
    calls.map(([name, image]) => [`shop/${name}.yaml`, workload(name, `{{ images.get_image("${image}") }}`)])
  )
}

function workload(name: string, image: string): string {
  return `apiVersion: apps/v1
kind: Deployment
metadata: { name: ${name}, namespace: shop }
spec:
  template:
    spec:
      containers:
        - { name: app, image: '${image}' }
`
}

/** What `kubectl get -o yaml` would say of the workload. */
const deployedWeb = workload('web', 'ghcr.io/acme/web:1.4.1')

const digests = {
  web142: 'sha256:1d7a4c0f9be2385c6aa01f4d72e9b83c5d6e7f8091a2b3c4d5e6f7081920a3b4',
  web143: 'sha256:8f0b6d2e41c7935a0de4b8f1627c3a95d40e5f6a7b8c9d0e1f2a3b4c5d6e7f80',
  orders: 'sha256:c25e9a7b3f10d84e62a59b0c7d8e1f2a3b4c5d6e7f8091a2b3c4d5e6f7a8b9c0',
  moved: 'sha256:77e1d0c2b3a495867f6e5d4c3b2a19080f1e2d3c4b5a69788796a5b4c3d2e1f0'
}
const children = (first: string): Readonly<Record<string, string>> => ({
  'linux/amd64': `sha256:${first.repeat(64)}`,
  'linux/arm64': `sha256:${'b'.repeat(64)}`
})

const registry: Readonly<Record<string, KnownImage>> = {
  'ghcr.io/acme/web:1.4.2': { digest: digests.web142, platforms: children('1'), date: '2026-11-12T08:30:00Z' },
  'ghcr.io/acme/web:1.4.3': { digest: digests.web143, platforms: children('2'), date: '2026-11-22T14:05:00Z' },
  'ghcr.io/acme/orders:2.1.0': { digest: digests.orders, platforms: children('3'), date: '2026-11-10T10:00:00Z' }
}

/** `orders:2.1.0` was built anew for one platform, and pushed over the old one, which is still there. */
const tampered: Readonly<Record<string, KnownImage>> = {
  ...registry,
  'ghcr.io/acme/orders:old': registry['ghcr.io/acme/orders:2.1.0'] ?? { digest: '' },
  'ghcr.io/acme/orders:2.1.0': { digest: digests.moved, platforms: children('4') }
}

/** With the image of each platform, which is there by its digest. */
function withChildren(known: Readonly<Record<string, KnownImage>>): Readonly<Record<string, KnownImage>> {
  const found = Object.entries(known).flatMap(([name, { platforms = {} }]) =>
    Object.values(platforms).map(digest => [`${name}-${digest.slice(-64)}`, { digest }] as const)
  )
  return { ...known, ...Object.fromEntries(found) }
}

const tags = {
  'ghcr.io/acme/web': ['1.4.1', '1.4.2', '1.4.3'],
  'ghcr.io/acme/orders': ['2.0.9', '2.1.0']
}

type Situation = {
  readonly raw?: RawOptions
  readonly policy?: string
  readonly previous?: string | undefined
  readonly lock?: string | undefined
  readonly known?: Readonly<Record<string, KnownImage>>
  readonly deployed?: string
  readonly now?: string
}

function preparing({ previous, policy, lock }: Situation): PreparePorts {
  return {
    render: async request => renderProject(tree(project), request, unwatched),
    builders: { kustomize: async () => new Map(), helm: async () => undefined },
    readFile: () => '',
    readPrevious: () => previous,
    readPolicy: () => (policy === undefined ? undefined : { text: policy, name: '.kluctl-images.yaml' }),
    readLock: () => (lock === undefined ? undefined : { text: lock, name: 'images.lock.json' }),
    ownFiles: new Set(['fixed-images.yaml'])
  }
}

/** A file with the two images, as a run wrote it. */
function fileWith(web: string, orders: string): string {
  const entries = [
    ['ghcr.io/acme/orders', orders, 'orders'],
    ['ghcr.io/acme/web', web, 'web']
  ]
  return `images:\n${entries
    .map(
      ([image, tag, name]) =>
        `  - image: ${image}\n    resultImage: ${image}:${tag}\n    deployment: Deployment/${name}\n    namespace: shop\n    container: app\n`
    )
    .join('')}`
}

/** A run of `kluctl-images resolve`. */
async function resolve(situation: Situation): Promise<RunResult> {
  const { raw = {}, known = registry, previous, deployed, now = '2026-11-23T09:00:00Z' } = situation
  const { options } = parseOptions({ target: 'prod', ...raw })
  const ports: RunPorts = {
    ...preparing(situation),
    tags: tagsIn(tags),
    images: imagesIn(known),
    now: () => Date.parse(now),
    deployed:
      deployed === undefined ? undefined : () => ({ find: async uses => uses.map(use => lookUp(use, deployed)) }),
    readBaseline: async () => (previous === undefined ? undefined : { text: previous, name: 'before' }),
    log: { debug: () => undefined, info: () => undefined, warning: () => undefined }
  }
  return run(options, ports)
}

type Use = Parameters<typeof findDeployed>[0]

function lookUp(use: Use, text: string): ReturnType<typeof findDeployed> {
  const file = 'deployed/prod.yaml'
  const objects = parseYamlDocuments(text, file).flatMap(({ value }) => findDeployedObjects(value, file, () => true))
  return findDeployed(use, openRenderedUses().find(use), indexObjects(objects))
}

/** What `kluctl-images verify` finds. */
export async function verify(situation: Situation): Promise<Verification> {
  const { options } = parseOptions({ target: 'prod', ...situation.raw })
  const ports = {
    ...preparing(situation),
    images: { ...imagesIn(withChildren(situation.known ?? registry)), ...asked }
  }
  return verifyProject(optionsToVerify(options), ports)
}

const asked = {
  cost: () => ({ requests: 0, waits: 0, repositories: 0, imageRequests: 0 }),
  warnings: () => []
}

const table = async (situation: Situation): Promise<string> => formatTable((await resolve(situation)).report, look)
const proof = async (situation: Situation): Promise<string> => formatVerification(await verify(situation), look)

const pin = { 'pin-digests': 'true' }
const pinnedRun = (): Promise<RunResult> => resolve({ raw: pin, previous: fileWith('1.4.2', '2.1.0') })
export const lockText = async (): Promise<string> => (await pinnedRun()).lock?.(undefined) ?? ''

/** Everything that a page may show, by the name of its block. */
export function outputsOf(policyOf: (name: string) => string): Readonly<Record<string, () => Promise<string>>> {
  return {
    'decides: table': async () => formatTable((await decidedRun(policyOf('decides'))).report, look),
    'decides: why': async () => whyOf((await decidedRun(policyOf('decides'))).report),
    'pin: table': () => table({ raw: pin, previous: fileWith('1.4.2', '2.1.0') }),
    'pin: file': async () => (await pinnedRun()).text,
    lock: lockText,
    soak: () => table({ policy: policyOf('soak'), previous: fileWith('1.4.1', '2.1.0') }),
    'soak: later': () =>
      table({ policy: policyOf('soak'), previous: fileWith('1.4.2', '2.1.0'), now: '2026-11-25T15:00:00Z' }),
    skip: () => table({ policy: policyOf('skip'), previous: fileWith('1.4.3', '2.1.0') }),
    hold: () => table({ policy: policyOf('hold'), previous: fileWith('1.4.2', '2.0.9') }),
    'hold: expired': () =>
      table({ policy: policyOf('hold'), previous: fileWith('1.4.2', '2.0.9'), now: '2027-01-07T09:00:00Z' }),
    'verify: good': async () => proof({ ...(await pinnedFiles()) }),
    'verify: moved': async () => proof({ ...(await pinnedFiles()), known: tampered }),
    deployed: () =>
      table({
        raw: { 'deployed-images': 'deployed/prod.yaml' },
        deployed: deployedWeb,
        previous: fileWith('1.4.1', '2.0.9')
      }),
    diff: async () => targets(undefined),
    'diff: ready': async () => targets('3d'),
    ...Object.fromEntries(
      Object.entries(exportFormats).map(([name, format]) => [
        `export: ${name}`,
        async () => format(entriesOf((await pinnedRun()).text))
      ])
    )
  }
}

/** One image that an option fixes, and one whose newest tag the policy skips. */
const decidedRun = (policy: string): Promise<RunResult> =>
  resolve({
    raw: { 'fixed-images': 'ghcr.io/acme/orders=ghcr.io/acme/orders:2.0.9' },
    policy,
    previous: fileWith('1.4.1', '2.0.9')
  })

/** What the fold "Why these tags" of the comment holds. */
function whyOf(report: RunResult['report']): string {
  const comment = formatComment(report, { marker: '', fixedImagesFile: 'fixed-images.yaml' })
  return /<summary>Why these tags<\/summary>\n\n([\s\S]*?)\n\n<\/details>/.exec(comment)?.[1] ?? ''
}

async function pinnedFiles(): Promise<Situation> {
  const { text, lock } = await pinnedRun()
  return { previous: text, lock: lock?.(undefined) }
}

function entriesOf(text: string): readonly FixedImage[] {
  return readDocument(text, 'fixed-images.yaml', () => undefined)
}

/** What production lacks of staging, whose file is five days old, but for one image of yesterday. */
function targets(minimum: string | undefined): string {
  const [staging, production] = [fileWith('1.4.3', '2.1.0'), fileWith('1.4.2', '2.0.9')].map(entriesOf)
  const report = compareReport(production ?? [], staging ?? [])
  const soaks = new Map(
    report.changes.map(change => [
      change,
      soakOf(change.image.endsWith('web') ? '2026-11-22T16:20:00Z' : '2026-11-18T07:40:00Z')
    ])
  )
  const pair = { ahead: 'staging', behind: 'production' }
  const diff = { pair, report, soaks, minimum: minimum === undefined ? undefined : minimumSoak(minimum) }
  return formatSoakedDiffs([diff], 'text', look)
}

function soakOf(since: string): Soak {
  const seconds = (Date.parse('2026-11-23T09:00:00Z') - Date.parse(since)) / 1000
  return { since, source: 'lock', atLeast: false, seconds }
}
