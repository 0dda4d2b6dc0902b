import type { Part } from '../yaml/shape.ts'
import { scanFields, scanFile, scanInlineOrFile, sourcePath, unknownKey } from './kustomize-fields.ts'
import { localEntry } from './kustomize-path.ts'
import { scanPlugin } from './kustomize-plugin.ts'
import type { KustomizationScan } from './kustomize-state.ts'

type KeyScan = (part: Part, scan: KustomizationScan) => void

const harmless: KeyScan = () => undefined

/**
 * Every key that a kustomization may have (kustomize 5.5, api/types/kustomization.go), and what is looked at below it. A key that is not
 * here, also one that differs in case only, is refused: kustomize's reader takes no notice of case.
 */
const keys: ReadonlyMap<string, KeyScan> = new Map<string, KeyScan>([
  ...[
    'apiVersion',
    'kind',
    'metadata',
    'namePrefix',
    'nameSuffix',
    'namespace',
    'commonLabels',
    'commonAnnotations',
    'labels',
    'images',
    'imageTags',
    'replicas',
    'vars',
    'sortOptions',
    'buildMetadata',
    'generatorOptions'
  ].map((key): [string, KeyScan] => [key, harmless]),
  ['resources', eachText(scanResource)],
  ['bases', eachText(scanResource)],
  ['components', eachText(scanResource)],
  ['crds', eachText(scanFile)],
  ['configurations', eachText(scanFile)],
  ['openapi', (part, scan) => scanFields(part, ['path', 'version'], ['path'], scan)],
  ['patches', eachPart(scanPatch)],
  ['patchesJson6902', eachPart(scanPatch)],
  ['patchesStrategicMerge', eachText(scanInlineOrFile)],
  ['replacements', eachPart((part, scan) => scanFields(part, ['path', 'source', 'targets'], ['path'], scan))],
  ['configMapGenerator', eachPart(scanGenerator)],
  ['secretGenerator', eachPart(scanGenerator)],
  ['generators', eachText(scanPlugin)],
  ['transformers', eachText(scanPlugin)],
  ['validators', eachText(scanPlugin)],
  ...['helmCharts', 'helmChartInflationGenerator', 'helmGlobals'].map((key): [string, KeyScan] => [key, refuseHelm])
])

/** Scans one kustomization. @throws ProjectError where it is no map */
export function scanKeys(root: Part, scan: KustomizationScan): void {
  for (const key of root.map().keys()) {
    scan.attempt(() => {
      const part = root.at(key)
      const check = keys.get(key)
      if (check === undefined) throw unknownKey(part, key, [...keys.keys()])
      if (!part.isEmpty) check(part, scan)
    })
  }
}

function eachPart(check: KeyScan): KeyScan {
  return (part, scan) => {
    for (const item of part.list()) scan.attempt(() => check(item, scan))
  }
}

function eachText(check: (part: Part, text: string, scan: KustomizationScan) => void): KeyScan {
  return eachPart((part, scan) => check(part, part.text(), scan))
}

function scanResource(part: Part, text: string, { index, folder, enter }: KustomizationScan): void {
  const { kind, path } = localEntry(part, text, folder, index)
  if (kind === 'folder') enter(path)
}

/** A patch is a map; in older kustomizations the text of one, or a file. */
function scanPatch(part: Part, scan: KustomizationScan): void {
  if (typeof part.value === 'string') scanInlineOrFile(part, part.value, scan)
  else scanFields(part, ['path', 'patch', 'target', 'options'], ['path'], scan)
}

function scanGenerator(part: Part, scan: KustomizationScan): void {
  const lists = ['files', 'envs']
  const plain = ['name', 'namespace', 'behavior', 'type', 'options', 'literals']
  scanFields(part, [...plain, ...lists, 'env'], ['env'], scan)
  for (const key of lists)
    for (const item of part.at(key).list()) scan.attempt(() => scanFile(item, sourcePath(item.text(), key), scan))
}

function refuseHelm(part: Part): void {
  if (Array.isArray(part.value) && part.value.length === 0) return
  throw part.fail(
    'kustomize would start helm, which is not allowed',
    'unsupported',
    'Use helm-chart.yaml and helm-values.yaml of kluctl with a chart in the repository.'
  )
}
