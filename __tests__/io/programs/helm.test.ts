import { afterEach, describe, expect, test } from 'vitest'
import type { ProjectError } from '../../../src/errors.ts'
import { openHelm } from '../../../src/io/helm.ts'
import { findProgram } from '../../../src/io/program.ts'
import type { ChartJob } from '../../../src/project/chart.ts'
import { findPlaceholders, formatPlaceholder } from '../../../src/template/placeholder.ts'
import { type FakePath, fakePath } from './fake-program.ts'

const isHere = findProgram(['helm'], { env: process.env }) !== undefined
const windows = process.platform === 'win32'

const placeholder = formatPlaceholder({ image: 'example.com/web', filter: undefined, place: undefined })
const job: ChartJob = {
  folder: 'apps/web',
  file: 'apps/web/helm-chart.yaml',
  chart: 'apps/web/charts/web',
  releaseName: 'shop',
  namespace: 'prod',
  output: 'helm-rendered.yaml',
  skipCRDs: false,
  values: `image: ${placeholder}\n`
}
const configMap = (name: string, more = ''): string =>
  `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: ${name}\n  namespace: {{ .Release.Namespace }}\n${more}data: {image: {{ .Values.image | quote }}}\n`
const tree = new Map([
  ['apps/web/charts/web/Chart.yaml', 'apiVersion: v2\nname: web\nversion: 1.0.0\n'],
  ['apps/web/charts/web/values.yaml', 'image: none\n'],
  ['apps/web/charts/web/crds/thing.yaml', 'kind: CustomResourceDefinition\nmetadata: {name: things.example.com}\n'],
  ['apps/web/charts/web/templates/plain.yaml', configMap('{{ .Release.Name }}-plain')],
  ['apps/web/charts/web/templates/hook.yaml', configMap('hook', '  annotations: {helm.sh/hook: pre-install}\n')],
  ['apps/web/charts/web/templates/test.yaml', configMap('tested', '  annotations: {helm.sh/hook: test}\n')]
])

describe.skipIf(!isHere)('helm (skipped without helm)', () => {
  const render = async (change: Partial<ChartJob>, more: readonly (readonly [string, string])[] = []) => {
    const results = await openHelm({ env: process.env }).render(new Map([...tree, ...more]), [{ ...job, ...change }])
    return results?.get(job.folder) ?? 'nothing'
  }

  test('renders a chart with release, namespace and values, with hooks and CRDs and without tests', async () => {
    const text = String(await render({}))
    expect(text).toMatch(/name: shop-plain\n {2}namespace: prod/)
    expect(findPlaceholders(text)).toHaveLength(2)
    expect(text).toContain('name: hook')
    expect(text).toContain('things.example.com')
    expect(text).not.toContain('tested')
  })

  test('leaves CRDs out, and takes the chart’s own values', async () => {
    const text = String(await render({ skipCRDs: true, values: undefined }))
    expect(text).not.toContain('things.example.com')
    expect(text).toContain('image: "none"')
  })

  test('tells its reason with names of the project', async () => {
    const error = await render({}, [['apps/web/charts/web/templates/bad.yaml', '{{ fail "not like this" }}']])
    expect(String(error)).toMatch(/helm cannot render the chart "apps\/web\/charts\/web": .*not like this/)
    expect(String(error)).not.toContain('kluctl-images-program')
    expect(error).toMatchObject({ code: 'config', place: { file: job.file } })
  })

  test('passes on that a dependency is missing, and fetches none', async () => {
    const text =
      'apiVersion: v2\nname: web\nversion: 1.0.0\ndependencies: [{name: redis, version: 1.0.0, repository: "https://evil.example"}]\n'
    const error = await render({}, [['apps/web/charts/web/Chart.yaml', text]])
    expect(String(error)).toMatch(/missing in charts\/ directory: redis/)
    expect(error).toMatchObject({ hint: expect.stringContaining('helm dependency build') })
  })

  test('gives templates no environment, and no cluster', async () => {
    const probe = 'x: "{{ (lookup "v1" "Secret" "a" "b") }}{{ getHostByName "evil.example" }}"\n'
    expect(String(await render({}, [['apps/web/charts/web/templates/probe.yaml', probe]]))).toContain('x: "map[]"')
    const env = await render({}, [['apps/web/charts/web/templates/env.yaml', '{{ env "HOME" }}']])
    expect(String(env)).toMatch(/function "env" not defined/)
  })
})

test('without helm there is no answer', async () => {
  expect(await openHelm({ env: { PATH: '/nowhere' } }).render(tree, [job])).toBeUndefined()
})

describe.skipIf(windows)('the call (its fakes are not for Windows)', () => {
  let fake: FakePath
  afterEach(() => fake.remove())
  const show = `const { readFileSync } = require('node:fs')
const args = process.argv.slice(2)
const values = args.filter(arg => arg.startsWith('--values=')).map(arg => readFileSync(arg.slice(9), 'utf8'))
console.log(JSON.stringify({ args, values, env: process.env }))`

  type Shown = {
    readonly args: readonly string[]
    readonly values: readonly string[]
    readonly env: Record<string, string>
  }
  const call = async (jobs: readonly ChartJob[], code = show): Promise<ReadonlyMap<string, string | ProjectError>> => {
    fake = fakePath({ helm: code })
    return (await openHelm({ env: { PATH: fake.alone } }).render(tree, jobs)) ?? new Map()
  }
  const shown = (result: string | ProjectError | undefined): Shown => JSON.parse(String(result)) as Shown

  test('has fixed flags, then release and chart', async () => {
    const { args, values, env } = shown((await call([job])).get('apps/web'))
    expect(args).toEqual([
      'template',
      '--namespace=prod',
      '--skip-tests',
      '--include-crds',
      '--values=values-0.yaml',
      '--',
      'shop',
      expect.stringMatching(/\/tree\/apps\/web\/charts\/web$/)
    ])
    expect(values).toEqual([job.values])
    const own = ['HELM_CACHE_HOME', 'HELM_CONFIG_HOME', 'HELM_DATA_HOME']
    for (const name of own) expect(env[name]).toMatch(/\/home\/helm-\w+$/)
    expect(env['HELM_PLUGINS']).toBe(env['PATH'])
  })

  test('without CRDs and values', async () => {
    const { args } = shown((await call([{ ...job, skipCRDs: true, values: undefined }])).get('apps/web'))
    expect(args.slice(0, 5)).toEqual(['template', '--namespace=prod', '--skip-tests', '--', 'shop'])
  })

  test('cannot be given options', async () => {
    const odd = { ...job, releaseName: '--post-renderer=x', namespace: 'a --kube-apiserver=b' }
    const { args } = shown((await call([odd])).get('apps/web'))
    expect(args.slice(1, 2)).toEqual(['--namespace=a --kube-apiserver=b'])
    expect(args.slice(-3, -1)).toEqual(['--', '--post-renderer=x'])
  })

  test('gives each chart its own values', async () => {
    const jobs = Array.from({ length: 6 }, (_, i) => ({ ...job, folder: `f${i}`, values: `n: ${i}\n` }))
    const results = await call(jobs)
    expect(jobs.map(({ folder }) => shown(results.get(folder)).values)).toEqual(jobs.map(({ values }) => [values]))
  })

  test('that fails is an error of the chart alone', async () => {
    const code = `${show}\nif (process.argv.includes('bad')) { console.error('Error: no such thing'); process.exitCode = 1 }`
    const results = await call([job, { ...job, folder: 'other', releaseName: 'bad' }], code)
    expect(shown(results.get('apps/web')).args).toContain('shop')
    expect(results.get('other')).toMatchObject({
      code: 'config',
      message: 'helm cannot render the chart "apps/web/charts/web": no such thing'
    })
  })
})
