import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { DeployedAnswer } from '../../../src/deployed/answer.ts'
import { openDeployed } from '../../../src/io/deployed.ts'
import { findProgram, type ProgramLimits } from '../../../src/io/program.ts'
import type { ImageUse } from '../../../src/project/uses.ts'
import {
  type Kubernetes,
  type KubernetesOptions,
  kubeconfig,
  sendStatus,
  startKubernetes
} from '../../helpers/kubernetes.ts'
import { shopImages, shopObjects, shopRendered, usesIn } from '../../helpers/kubernetes-uses.ts'

const isHere = findProgram(['kubectl'], { env: process.env }) !== undefined
const secret = 'token-of-the-cluster-7a61'

let folder: string
let cluster: Kubernetes | undefined
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'kubectl-test-'))
})
afterEach(async () => {
  await cluster?.stop()
  cluster = undefined
  rmSync(folder, { recursive: true, force: true })
})

type Asked = {
  readonly uses?: readonly ImageUse[]
  readonly context?: string
  readonly token?: string
  readonly limits?: ProgramLimits
}

/** Starts a cluster and asks it with the real kubectl. */
async function ask(options: KubernetesOptions, asked: Asked = {}): Promise<readonly DeployedAnswer[]> {
  cluster = await startKubernetes({ objects: shopObjects(), token: secret, ...options })
  const file = join(folder, 'kubeconfig')
  writeFileSync(file, kubeconfig(cluster.server, asked.token ?? secret))
  chmodSync(file, 0o600)
  const source = openDeployed({
    deployedImages: 'cluster',
    context: asked.context,
    surroundings: { env: { PATH: process.env['PATH'], KUBECONFIG: file }, home: folder },
    ...(asked.limits ? { limits: asked.limits } : {})
  })
  return (await source?.find(asked.uses ?? usesIn(shopRendered))) ?? []
}

const workload = (kind: string, apiVersion: string, namespace = 'shop'): string =>
  `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata: {name: x, namespace: ${namespace}}\nspec: {containers: [{name: c, image: $x}]}\n`

const statuses = (answers: readonly DeployedAnswer[]): readonly string[] => answers.map(({ status }) => status)
const errorOf = (answer: DeployedAnswer | undefined): unknown =>
  answer?.status === 'unknown' ? answer.error : undefined
/** The paths of the lists that were asked for. */
const listed = (): readonly string[] =>
  (cluster?.requests ?? []).map(({ path }) => path.split('?')[0] ?? '').filter(path => path.includes('/namespaces/'))

describe.skipIf(!isHere)('what a cluster runs (skipped without kubectl)', () => {
  test.each(['aggregated', 'separate'] as const)('is found in one run, with %s discovery', async discovery => {
    const answers = await ask({ discovery })
    expect(answers).toMatchObject(
      shopImages.map(([, image]) =>
        image === undefined ? { status: 'none' } : { status: 'found', image, source: 'the cluster' }
      )
    )
    expect(listed().toSorted()).toEqual([
      '/api/v1/namespaces/shop/pods',
      '/apis/apps/v1/namespaces/shop/deployments',
      '/apis/apps/v1/namespaces/shop/statefulsets',
      '/apis/batch/v1/namespaces/shop/cronjobs'
    ])
  })

  test('is only read, with the token, and never a Secret (K-05)', async () => {
    const config = `apiVersion: v1\nkind: Secret\nmetadata: {name: s, namespace: shop}\nstringData: {image: $secret}\n---\n`
    const other = `${workload('Deployment', 'shop.example/v1')}---\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: c}\ndata: {image: $config}\n---\n`
    const answers = await ask({}, { uses: usesIn(config + other + shopRendered) })
    expect(statuses(answers.slice(0, 3))).toEqual(['none', 'none', 'none'])
    const requests = cluster?.requests ?? []
    expect(requests.length).toBeGreaterThan(4)
    expect(new Set(requests.map(({ method }) => method))).toEqual(new Set(['GET']))
    expect(requests.filter(({ path }) => /secrets|configmaps|shop\.example/.test(path))).toEqual([])
    expect(new Set(requests.map(({ authorization }) => authorization))).toEqual(new Set([`Bearer ${secret}`]))
  })

  test('is asked for kinds and namespaces in use only; no namespace is default', async () => {
    const text = [
      workload('Job', 'batch/v1', 'a'),
      workload('DaemonSet', 'apps/v1', 'b'),
      workload('ReplicaSet', 'apps/v1', '""')
    ].join('---\n')
    const answers = await ask({}, { uses: usesIn(text) })
    expect(statuses(answers)).toEqual(['none', 'none', 'none'])
    expect(listed().toSorted()).toEqual([
      '/apis/apps/v1/namespaces/b/daemonsets',
      '/apis/apps/v1/namespaces/default/replicasets',
      '/apis/batch/v1/namespaces/a/jobs'
    ])
  })

  test('is not asked at all where nothing of it is in use', async () => {
    const answers = await ask({}, { uses: usesIn('image: $x\n', { kind: 'values' }) })
    expect(statuses(answers)).toEqual(['none'])
    expect(cluster?.requests).toEqual([])
  })

  test('is named with its context', async () => {
    const answers = await ask({}, { context: 'team/shop (eu)' })
    expect(answers[1]).toMatchObject({ status: 'found', source: 'the cluster (context team/shop (eu))' })
  })
})

describe.skipIf(!isHere)('what a cluster does not tell (skipped without kubectl)', () => {
  test('a kind that may not be listed is unknown, and the others are found', async () => {
    const answers = await ask({ denied: ['batch', 'cronjobs.batch', 'pods'] })
    expect(answers[1]).toMatchObject({ status: 'found' })
    expect(statuses(answers.slice(6))).toEqual(['unknown', 'unknown', 'none'])
    expect(errorOf(answers[6])).toMatchObject({
      code: 'denied',
      message: 'the cluster does not let kubectl list cronjobs.batch in namespace "shop"',
      hint: 'Give the user of the kubeconfig a Role in this namespace with apiGroups ["batch"], resources ["cronjobs"] and verbs ["get", "list"].'
    })
    expect(errorOf(answers[7])).toMatchObject({
      message: expect.stringContaining('list pods in'),
      hint: expect.stringContaining('apiGroups [""]')
    })
  })

  test('a kind of which the answer is an error makes the namespace unknown, and no other', async () => {
    const uses = [...usesIn(shopRendered), ...usesIn(workload('Job', 'batch/v1', 'other'))]
    const answer: KubernetesOptions['answer'] = (path, response) =>
      path.includes('/shop/pods') ? sendStatus(response, 500, 'InternalError', 'etcd has no leader') : undefined
    const answers = await ask({ answer, denied: ['statefulsets.apps'] }, { uses })
    expect(statuses(answers)).toEqual([...shopImages.map(() => 'unknown'), 'none'])
    expect(errorOf(answers[0])).toMatchObject({
      code: 'cluster',
      message:
        'what is deployed in namespace "shop" cannot be read: Error from server (InternalError): etcd has no leader'
    })
    expect(errorOf(answers[8])).toMatchObject({ code: 'denied' })
  })

  test('a list that breaks off is no short list', async () => {
    const answer: KubernetesOptions['answer'] = (path, response) => {
      if (!path.includes('/shop/pods')) return undefined
      response
        .writeHead(200, { 'content-type': 'application/json' })
        .end('{"kind": "PodList", "apiVersion": "v1", "items": [')
      return true
    }
    expect(new Set(statuses(await ask({ answer })))).toEqual(new Set(['unknown']))
  })

  test('a page that fails after the first is no short list', async () => {
    const answer: KubernetesOptions['answer'] = (path, response) => {
      if (!path.includes('/shop/deployments')) return undefined
      if (path.includes('continue=')) return sendStatus(response, 500, 'InternalError', 'gone')
      const body = { kind: 'DeploymentList', apiVersion: 'apps/v1', metadata: { continue: 'more' }, items: [] }
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body))
      return true
    }
    const answers = await ask({ answer })
    expect(answers[0]?.status).toBe('unknown')
    expect(cluster?.requests.some(({ path }) => path.includes('continue=more'))).toBe(true)
  })

  test('a namespace that does not exist has nothing deployed', async () => {
    const answer: KubernetesOptions['answer'] = (path, response) =>
      path.includes('/shop/') ? sendStatus(response, 404, 'NotFound', 'namespaces "shop" not found') : undefined
    expect(new Set(statuses(await ask({ answer })))).toEqual(new Set(['none']))
  })

  test('a token that is not taken is said, and never shown', async () => {
    const answers = await ask({}, { token: 'another-token-99' })
    expect(errorOf(answers[0])).toMatchObject({
      code: 'denied',
      message: expect.stringContaining('does not take the login')
    })
    expect(String(errorOf(answers[0]))).not.toContain('another-token-99')
  })

  test('a secret that the cluster repeats is not shown', async () => {
    const answer: KubernetesOptions['answer'] = (path, response) =>
      path.includes('/shop/')
        ? sendStatus(response, 500, 'InternalError', `got ${secret}\n\u001b[31mand Bearer abc.def`)
        : undefined
    const [first] = await ask({ answer })
    const message = String(errorOf(first))
    expect(message).toContain('got ***')
    expect(message).not.toMatch(/\n|\u001b|7a61|abc\.def/)
  })

  test.each([
    ['no-such', 'kubeconfig', /context.*no-such/],
    ['other', 'cluster', /127\.0\.0\.1:9/]
  ])('context %s is an error of code %s', async (context, code, message) => {
    const [first] = await ask({}, { context })
    expect(errorOf(first)).toMatchObject({
      code,
      message: expect.stringMatching(message),
      hint: expect.stringMatching(/context|reaches/)
    })
    expect(cluster?.requests).toEqual([])
  })

  test.each(['-A', '--server=http://evil.example', 'a\nb', ''])(
    'context %j never reaches kubectl (K-03)',
    async context => {
      const [first] = await ask({}, { context })
      expect(errorOf(first)).toMatchObject({
        code: 'kubeconfig',
        message: expect.stringContaining('is not the name of a context')
      })
      expect(cluster?.requests).toEqual([])
    }
  )

  test.each(['--all-namespaces', 'Shop', 'a.b', `a${'b'.repeat(63)}`])(
    'namespace %j never reaches kubectl (K-03)',
    async name => {
      const text = [workload('Pod', 'v1', JSON.stringify(name)), workload('Pod', 'v1', 'fine')].join('---\n')
      const answers = await ask({}, { uses: usesIn(text) })
      expect(errorOf(answers[0])).toMatchObject({ code: 'cluster', message: `namespace "${name}" is not valid` })
      expect(answers[1]).toEqual({ status: 'none', object: 'absent' })
      expect(listed()).toEqual(['/api/v1/namespaces/fine/pods'])
    }
  )

  test('an answer that never ends is given up', async () => {
    const answer: KubernetesOptions['answer'] = path => (path.includes('/shop/pods') ? true : undefined)
    const [first] = await ask({ answer }, { limits: { seconds: 2, bytes: 1_000_000 } })
    expect(errorOf(first)).toMatchObject({
      code: 'cluster',
      message: expect.stringContaining('kubectl get did not end within 2 s')
    })
  })

  test('an answer that is too large is given up', async () => {
    const pods = Array.from({ length: 50 }, (_, i) => ({
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: `p${i}`, namespace: 'shop', annotations: { much: 'x'.repeat(1000) } }
    }))
    const [first] = await ask({ objects: pods }, { limits: { seconds: 20, bytes: 20_000 } })
    expect(errorOf(first)).toMatchObject({
      code: 'cluster',
      message: expect.stringContaining('wrote more than 20000 bytes')
    })
  })
})
