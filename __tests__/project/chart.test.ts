import { describe, expect, test } from 'vitest'
import { readChart } from '../../src/project/chart.ts'

const file = 'apps/web/helm-chart.yaml'
const withFiles =
  (...paths: readonly string[]) =>
  (path: string): boolean =>
    paths.includes(path)
const read = (text: string, ...paths: readonly string[]): ReturnType<typeof readChart> =>
  readChart(text, file, 'apps/web', withFiles(...paths))

const repo = 'repo: https://charts.example.com/stable'
const chart = `helmChart: {${repo}, chartName: redis, chartVersion: 1.2.3, releaseName: cache}`

test('reads what helm needs', () => {
  expect(read(chart, 'apps/web/charts/redis/Chart.yaml')).toEqual({
    folder: 'apps/web',
    file,
    chart: 'apps/web/charts/redis',
    releaseName: 'cache',
    namespace: 'default',
    output: 'helm-rendered.yaml',
    skipCRDs: false,
    values: undefined
  })
})

test('takes namespace, output and skipCRDs, also with keys at the root as older files have them', () => {
  const text = 'chartName: redis\nreleaseName: cache.two\nnamespace: data\noutput: out/all.yaml\nskipCRDs: true\n'
  expect(read(text, 'apps/web/charts/redis/Chart.yml')).toMatchObject({
    releaseName: 'cache.two',
    namespace: 'data',
    output: 'out/all.yaml',
    skipCRDs: true
  })
})

describe('finds the chart', () => {
  const oci = 'helmChart: {repo: oci://Registry.example.com:5000/Charts/redis, chartVersion: 1.2.3, releaseName: cache}'
  test.each([
    ['beside the file', chart, 'apps/web/charts/redis'],
    ['where helm-pull puts it, up the tree', chart, '.helm-charts/https_charts.example.com/stable/redis/1.2.3'],
    ['where helm-pull puts it, nearer', chart, 'apps/.helm-charts/https_charts.example.com/stable/redis/1.2.3'],
    ['of a registry with a port', oci, '.helm-charts/oci_5000_registry.example.com/charts/redis/1.2.3'],
    [
      'of a repository on its usual port',
      chart.replace('.com/', '.com:443/'),
      '.helm-charts/https_charts.example.com/stable/redis/1.2.3'
    ],
    [
      'of a plain repository',
      chart.replace(repo, 'repo: http://127.0.0.1:8080'),
      '.helm-charts/http_8080_127.0.0.1/redis/1.2.3'
    ],
    ['at a path', 'helmChart: {path: ../../local/redis, releaseName: cache}', 'local/redis']
  ])('%s', (_, text, folder) => {
    expect(read(text, `${folder}/Chart.yaml`)?.chart).toBe(folder)
  })

  test('nearest first', () => {
    const at = (folder: string): string =>
      `${folder}.helm-charts/https_charts.example.com/stable/redis/1.2.3/Chart.yaml`
    expect(read(chart, at(''), at('apps/'), 'apps/web/charts/redis/Chart.yaml')?.chart).toMatch(/^apps\/\.helm-charts/)
  })

  test.each([
    ['it is not in the repository', chart],
    ['another version is', chart, '.helm-charts/https_charts.example.com/stable/redis/1.2.4/Chart.yaml'],
    [
      'it comes from git',
      'helmChart: {git: {url: "https://example.com/x"}, releaseName: cache}',
      'apps/web/charts/x/Chart.yaml'
    ]
  ])('and says nothing where %s', (_, text, ...paths) => {
    expect(read(text, ...paths)).toBeUndefined()
  })
})

test.each([
  ['', /the file is empty/],
  ['- a', /map is expected/],
  ['helmChart: {chartName: redis}', /releaseName: text is expected/],
  ['{chartName: redis, releaseName: "--post-renderer=x"}', /releaseName: "--post-renderer=x" is not a valid name/],
  ['{chartName: redis, releaseName: Upper}', /not a valid name/],
  [`{chartName: redis, releaseName: ${'a'.repeat(54)}}`, /not a valid name/],
  ['{chartName: redis, releaseName: a, namespace: "a b"}', /namespace: "a b" is not a valid name/],
  ['{chartName: redis, releaseName: a, namespace: 1}', /text is expected/],
  ['{chartName: ../redis, releaseName: a}', /letters, digits/],
  ['{chartName: .., releaseName: a}', /letters, digits/],
  ['{path: /etc, releaseName: a}', /not a path relative/],
  ['{path: ../../../x, releaseName: a}', /points outside/],
  ['{path: "https://example.com/x", releaseName: a}', /not a path relative/],
  ['{chartName: redis, releaseName: a, output: ../../../x}', /points outside/],
  ['{chartName: redis, releaseName: a, skipCRDs: maybe}', /true or false/]
])('refuses %j', (text, message) => {
  expect(() => read(text, 'apps/web/charts/redis/Chart.yaml')).toThrow(message)
})
