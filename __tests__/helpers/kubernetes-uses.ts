import { readFileSync } from 'node:fs'
import { parse } from 'yaml'
import { plainValue } from '../../src/deployed/plain-value.ts'
import { openRenderedUses, type RenderedUse } from '../../src/deployed/rendered-use.ts'
import { findUses, type ImageUse } from '../../src/project/uses.ts'
import { formatPlaceholder } from '../../src/template/placeholder.ts'
import { isYamlMap, parseYamlDocuments, type YamlMap } from '../../src/yaml/parse.ts'

/** What `images.get_image` returns for an image of `registry.example.com/shop`. */
export function token(name: string, filter?: string): string {
  return formatPlaceholder({ image: imageName(name), filter, place: { file: 'app/app.yaml', line: 3, column: 5 } })
}

/** Full name of an image; a name with a slash is one already. */
export function imageName(name: string): string {
  return name.includes('/') ? name : `registry.example.com/shop/${name}`
}

/** The uses of a rendered text, in which `$name` stands for a call with an image of `registry.example.com/shop`. */
export function usesIn(
  text: string,
  more: { readonly namespace?: string; readonly kind?: 'values' } = {}
): readonly ImageUse[] {
  const rendered = text.replace(/\$([a-z]+)/g, (_, name: string) => token(name))
  const { uses, problems } = findUses({
    item: { folder: 'app', deploymentDir: 'app', tags: [], treeDir: 'app', imagesVariable: undefined },
    path: 'app/app.yaml',
    text: rendered,
    kind: more.kind ?? 'objects',
    namespace: more.namespace,
    output: 'app.yaml'
  })
  if (problems.length > 0) throw new AggregateError(problems, String(problems[0]))
  return uses
}

/** Each use of {@link usesIn} in its rendered object. */
export function renderedIn(text: string): readonly (RenderedUse | undefined)[] {
  const reader = openRenderedUses()
  return usesIn(text).map(use => reader.find(use))
}

/** A deployed object from YAML. */
export function deployedObject(text: string): YamlMap {
  const value = parseYamlDocuments(text, 'deployed.yaml')[0]?.value
  if (!isYamlMap(value)) throw new Error('this is no object')
  return value
}

/** The same for data of a test. */
export function asObject(data: unknown): YamlMap {
  const value = plainValue(data, 'deployed')
  if (!isYamlMap(value)) throw new Error('this is no object')
  return value
}

/** The objects of fixtures/kubernetes/shop.yaml. */
export function shopObjects(): readonly unknown[] {
  const text = readFileSync(new URL('../fixtures/kubernetes/shop.yaml', import.meta.url), 'utf8')
  const list: { items: readonly unknown[] } = parse(text)
  return list.items
}

/** What a template made of the project that runs as shop.yaml says, with one workload and one container that do not. */
export const shopRendered = `apiVersion: apps/v1
kind: Deployment
metadata: {name: api, namespace: shop}
spec:
  template:
    spec:
      initContainers: [{name: migrate, image: $migrate}]
      containers:
      - name: app
        image: $api
        env: [{name: WORKER_IMAGE, value: $worker}]
      - name: side
        image: $side
        args: ["--image=$job,mode=fast"]
      - {name: fresh, image: $fresh}
---
apiVersion: batch/v1
kind: CronJob
metadata: {name: nightly, namespace: shop}
spec: {jobTemplate: {spec: {template: {spec: {containers: [{name: run, image: $nightly}]}}}}}
---
apiVersion: v1
kind: Pod
metadata: {name: debug, namespace: shop}
spec: {containers: [{name: shell, image: $shell}]}
---
apiVersion: apps/v1
kind: StatefulSet
metadata: {name: db, namespace: shop}
spec: {template: {spec: {containers: [{name: db, image: $db}]}}}
`

/** What is found of {@link shopRendered} where {@link shopObjects} run, by the name of the image. */
export const shopImages: readonly (readonly [name: string, image: string | undefined])[] = [
  ['migrate', 'registry.example.com/shop/migrate:2.1.0'],
  ['api', `registry.example.com/shop/api:1.4.2@sha256:${'1'.repeat(64)}`],
  ['worker', 'registry.example.com/shop/worker:3.0.1'],
  ['side', 'registry.example.com/shop/side:0.3.0'],
  ['job', 'registry.example.com/shop/job:4.5.6'],
  ['fresh', undefined],
  ['nightly', 'registry.example.com/shop/nightly:5.0.0'],
  // another repository stands where the whole text of a named container is wanted: kluctl takes it
  ['shell', 'registry.example.com/tools/shell:1.0.0'],
  ['db', undefined]
]
