import type { RenderedTree } from '../../../src/project/kustomize-scan.ts'

export type Files = Readonly<Record<string, string | Uint8Array>>

const deployment = `apiVersion: apps/v1
kind: Deployment
metadata: {name: web, labels: {app: web}}
spec:
  replicas: 1
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec: {containers: [{name: app, image: example.com/app:1}]}
`

const patch = `apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec: {replicas: 3}
`

/** A project of which every file is harmless; a test adds `app/kustomization.yaml`. */
const files: Files = {
  'app/web.yaml': deployment,
  'app/patch.yaml': patch,
  'app/patch.json': '[{"op": "replace", "path": "/spec/replicas", "value": 2}]',
  'app/settings.ini': 'colour = blue\n',
  'app/app.properties': 'A=1\nB=2\n',
  'app/logo.png': new Uint8Array([0x89, 0x50, 0xff, 0xfe]),
  'app/sub dir/ünï.yaml': deployment.replaceAll('web', 'other'),
  'app/crd.json': '{"example.com/v1.Thing": {"Schema": {"properties": {}}}}',
  'app/config.yaml': 'nameReference: []\n',
  'app/schema.json': '{"definitions": {}}',
  'app/prefix.yaml':
    'apiVersion: builtin\nkind: PrefixTransformer\nmetadata: {name: p}\nprefix: pre-\nfieldSpecs: [{path: metadata/name}]\n',
  'app/replace.yaml':
    'source: {kind: Deployment, name: web, fieldPath: metadata.name}\ntargets:\n- select: {kind: Deployment}\n  fieldPaths: [metadata.labels.app]\n',
  'base/kustomization.yaml': 'resources: [service.yaml]\n',
  'base/service.yaml': 'apiVersion: v1\nkind: Service\nmetadata: {name: web}\nspec: {ports: [{port: 80}]}\n',
  'second/kustomization.yml': 'resources: [../base]\nnamePrefix: two-\n',
  'third/Kustomization': 'resources: [cm.yaml]\n',
  'third/cm.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: third}\n',
  'component/kustomization.yaml':
    'apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\nnamePrefix: part-\npatches: [{path: ../component/p.yaml}]\n',
  'component/p.yaml': patch,
  'app/my.domain/thing.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: thing}\n'
}

export function treeOf(more: Files): RenderedTree {
  return new Map(Object.entries({ ...files, ...more }))
}

/** Harmless kustomizations of `app`: allowed by the scan, and built by kustomize. */
export const controls: readonly (readonly [name: string, text: string, more?: Files])[] = [
  ['a file', 'resources: [web.yaml]'],
  ['a file with ./', 'resources: [./web.yaml]'],
  ['a file below a folder, with a blank and letters of other alphabets', 'resources: ["sub dir/ünï.yaml"]'],
  ['a file below a folder that is called like a domain', 'resources: [my.domain/thing.yaml]'],
  ['a folder', 'resources: [web.yaml, ../base]'],
  ['a folder with a slash at its end', 'resources: [../base/]'],
  ['kustomization.yml and a folder behind a folder', 'resources: [../second]'],
  ['Kustomization', 'resources: [../third]'],
  ['the same folder in two others', 'resources: [../base, ../second]'],
  ['bases', 'bases: [../base]'],
  ['a component', 'resources: [web.yaml]\ncomponents: [../component]'],
  [
    'names and labels',
    'resources: [web.yaml]\nnamePrefix: a-\nnameSuffix: -z\nnamespace: prod\ncommonLabels: {team: x}'
  ],
  ['images and replicas', 'resources: [web.yaml]\nimages: [{name: a, newTag: "1"}]\nreplicas: [{name: web, count: 3}]'],
  ['a patch in a file', 'resources: [web.yaml]\npatches: [{path: patch.yaml}]'],
  ['an inline patch', `resources: [web.yaml]\npatches:\n- patch: |\n${indent(patch)}`],
  ['a JSON patch', 'resources: [web.yaml]\npatches: [{path: patch.json, target: {kind: Deployment}}]'],
  [
    'the older kinds of patches',
    `resources: [web.yaml]\npatchesStrategicMerge:\n- patch.yaml\n- |\n${indent(patch)}patchesJson6902:\n- path: patch.json\n  target: {group: apps, version: v1, kind: Deployment, name: web}`
  ],
  ['replacements in a file', 'resources: [web.yaml]\nreplacements: [{path: replace.yaml}]'],
  [
    'a replacement',
    'resources: [web.yaml]\nreplacements:\n- source: {kind: Deployment, name: web}\n  targets: [{select: {kind: Deployment}, fieldPaths: [metadata.labels.app]}]'
  ],
  [
    'generators of ConfigMaps and Secrets',
    'configMapGenerator:\n- {name: a, files: [settings.ini, logo=logo.png], envs: [app.properties], literals: ["url=https://example.com/?ref=x"]}\nsecretGenerator:\n- {name: b, env: app.properties, type: Opaque, options: {disableNameSuffixHash: true}}\ngeneratorOptions: {disableNameSuffixHash: true}'
  ],
  ['crds, configurations', 'resources: [web.yaml]\ncrds: [crd.json]\nconfigurations: [config.yaml]'],
  ['a transformer in a file', 'resources: [web.yaml]\ntransformers: [prefix.yaml]'],
  [
    'a generator and a transformer inline',
    'resources: [web.yaml]\ngenerators:\n- |\n  apiVersion: builtin\n  kind: ConfigMapGenerator\n  metadata: {name: made}\n  files: [settings.ini]\ntransformers:\n- |\n  apiVersion: builtin\n  kind: PatchTransformer\n  metadata: {name: patched}\n  path: patch.json\n  target: {kind: Deployment}'
  ],
  ['empty lists for helm', 'resources: [web.yaml]\nhelmCharts: []'],
  [
    'an alias and a merge key',
    'resources: [web.yaml]\nlabels:\n- &a {pairs: {tier: front}}\n- <<: *a\n  includeSelectors: false'
  ],
  ['JSON', '{"resources": ["web.yaml"], "namePrefix": "j-"}'],
  ['Windows line ends and a comment', '# https://example.com\r\nresources:\r\n- web.yaml # git::x\r\n']
]

function indent(text: string): string {
  return text.replace(/^/gm, '    ').trimEnd().concat('\n')
}
