import { ProjectError } from '../errors.ts'
import { quote } from '../text.ts'
import { parseKluctlYaml } from '../yaml/kluctl-yaml.ts'
import { Part } from '../yaml/shape.ts'
import { joinPath, withParents } from './files.ts'

/** A chart to render, as `helm template` takes it. */
export type ChartJob = {
  /** Folder of its helm-chart file, in the same tree as `chart`. */
  readonly folder: string
  /** Its helm-chart file, for messages. */
  readonly file: string
  /** Folder of the chart itself. */
  readonly chart: string
  readonly releaseName: string
  readonly namespace: string
  /** File that the objects are written to, relative to `folder`. */
  readonly output: string
  readonly skipCRDs: boolean
  /** Rendered text of helm-values; undefined where there is none. */
  readonly values: string | undefined
}

/** How a release and a namespace may be called (Helm 3, pkg/chartutil/validate_name.go; RFC 1123 for namespaces). */
const releaseName = /^[a-z0-9](?:[-a-z0-9]*[a-z0-9])?(?:\.[a-z0-9](?:[-a-z0-9]*[a-z0-9])?)*$/
const namespaceName = /^[a-z0-9](?:[-a-z0-9]*[a-z0-9])?$/

/**
 * Reads a rendered helm-chart file of `folder` (kluctl v2.28, pkg/types/helm_chart.go; older files name the keys at the root). `exists` tells
 * whether a path is a file; where no known place has the chart it is not vendored, and the answer is undefined.
 * @throws ProjectError `config`, `yaml` or `outside-root`
 */
export function readChart(
  text: string,
  file: string,
  folder: string,
  exists: (path: string) => boolean
): ChartJob | undefined {
  const document = parseKluctlYaml(text, file)
  if (!document) throw new ProjectError('config', 'a chart is expected here, and the file is empty', { file })
  const root = new Part(document)
  root.map()
  const about = root.at('helmChart').isEmpty ? root : root.at('helmChart')
  const isChart = (path: string): boolean => ['Chart.yaml', 'Chart.yml'].some(name => exists(joinPath(path, name)))
  const release = named(about.at('releaseName'), releaseName, 53)
  const namespace = about.at('namespace')
  const output = outputOf(about.at('output'), folder)
  const skipCRDs = about.at('skipCRDs').boolean(false)
  const chart = placesOf(about, folder).find(isChart)
  if (chart === undefined) return undefined
  return {
    folder,
    file,
    chart,
    releaseName: release,
    namespace: namespace.isEmpty ? 'default' : named(namespace, namespaceName, 63),
    output,
    skipCRDs,
    values: undefined
  }
}

function named(part: Part, grammar: RegExp, limit: number): string {
  const text = part.text()
  if (grammar.test(text) && text.length <= limit) return text
  throw part.fail(
    `${quote(text, 80)} is not a valid name`,
    'config',
    'Use lower-case letters, digits and "-"; it begins and ends with a letter or digit.'
  )
}

function outputOf(part: Part, folder: string): string {
  const output = part.optionalText() ?? 'helm-rendered.yaml'
  joinPath(folder, output, part.place)
  return output
}

/** Folders that may hold the chart, best first. */
function placesOf(about: Part, folder: string): readonly string[] {
  const path = about.at('path')
  if (!path.isEmpty) return [joinPath(folder, path.text(), path.place)]
  const name = chartName(about)
  if (name === undefined) return []
  const pulled = pulledFolder(about, name)
  const parents =
    pulled === undefined ? [] : withParents(folder).map(parent => joinPath(parent, `.helm-charts/${pulled}`))
  return [...parents, joinPath(folder, `charts/${name}`)]
}

/** A chart from an OCI registry is called as the last part of its address. */
function chartName(about: Part): string | undefined {
  const given = about.at('chartName').optionalText()
  const repo = about.at('repo').optionalText() ?? ''
  const name = given ?? (repo.startsWith('oci://') ? repo.slice(repo.lastIndexOf('/') + 1) : undefined)
  if (name === undefined || (/^[A-Za-z0-9._-]+$/.test(name) && !/^\.+$/.test(name))) return name
  throw about.at('chartName').fail('the name of a chart has letters, digits, ".", "_" and "-"')
}

/** `https_example.com/charts/name/1.2.3`: where `kluctl helm-pull` puts it (kluctl v2.28, pkg/helm/chart.go). */
function pulledFolder(about: Part, name: string): string | undefined {
  const repo = /^(oci|https?):\/\/(?:[^/?#@]*@)?([^/:?#@]+)(?::(\d+))?(\/[^?#]*)?$/i.exec(
    about.at('repo').optionalText() ?? ''
  )
  if (!repo || about.at('chartVersion').isEmpty) return undefined
  const [, scheme = '', host = '', port, path = ''] = repo
  const kind = scheme.toLowerCase()
  const isUsual = (kind === 'http' && port === '80') || (kind === 'https' && port === '443')
  const prefix = port === undefined || isUsual ? kind : `${kind}_${port}`
  const own = kind === 'oci' ? [] : [name]
  const version = about.at('chartVersion').scalarText()
  return [`${prefix}_${host.toLowerCase()}`, path.toLowerCase(), ...own, version].join('/')
}
