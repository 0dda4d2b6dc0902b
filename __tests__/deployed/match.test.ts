import { describe, expect, test } from 'vitest'
import { matchDeployed } from '../../src/deployed/match.ts'
import { deployedObject, renderedIn, token } from '../helpers/kubernetes-uses.ts'

const shop = 'registry.example.com/shop'

/** What is found for each call of a rendered object, by the order of the text; images of the shop without its name. */
function found(rendered: string, deployed: string): readonly (string | undefined)[] {
  const object = deployedObject(deployed)
  return renderedIn(rendered).map(use => {
    if (!use) throw new Error('a use has no object')
    return matchDeployed(use, object)?.replace(`${shop}/`, '')
  })
}

const head = 'apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: x}\n'
/** The same rendered and deployed, with `spec` from each row; `shop/` is the registry of the calls. */
const inSpec = (rendered: string, deployed: string): readonly (string | undefined)[] =>
  found(`${head}spec: ${rendered}`, `${head}spec: ${deployed.replaceAll('shop/', `${shop}/`)}`)

type Row = readonly [about: string, rendered: string, deployed: string, images: readonly (string | undefined)[]]

describe('a placeholder that is the whole text', () => {
  const rows: readonly Row[] = [
    [
      'is found in its container',
      '{containers: [{name: a, image: $a}]}',
      '{containers: [{name: a, image: shop/a:1}]}',
      ['a:1']
    ],
    [
      'is found where containers have another order',
      '{containers: [{name: a, image: $a}, {name: b, image: $b}]}',
      '{containers: [{name: b, image: shop/b:2}, {name: a, image: shop/a:1}]}',
      ['a:1', 'b:2']
    ],
    [
      'is found where others were put before it',
      '{containers: [{name: a, image: $a}]}',
      '{containers: [{name: mesh, image: shop/a:9}, {name: a, image: shop/a:1}]}',
      ['a:1']
    ],
    [
      'is not found in a new container',
      '{containers: [{name: a, image: $a}, {name: b, image: $a}]}',
      '{containers: [{name: b, image: shop/a:1}]}',
      [undefined, 'a:1']
    ],
    [
      'never mixes containers and init containers',
      '{initContainers: [{name: a, image: $a}], containers: [{name: a, image: $a}]}',
      '{containers: [{name: a, image: shop/a:1}]}',
      [undefined, 'a:1']
    ],
    [
      'takes another repository, as kluctl does',
      '{containers: [{name: a, image: $a}]}',
      '{containers: [{name: a, image: "other.example/b:2"}]}',
      ['other.example/b:2']
    ],
    [
      'takes a digest',
      '{containers: [{name: a, image: $a}]}',
      `{containers: [{name: a, image: "shop/a:1@sha256:${'0'.repeat(64)}"}]}`,
      [`a:1@sha256:${'0'.repeat(64)}`]
    ],
    [
      'takes nothing that is no image',
      '{containers: [{name: a, image: $a}]}',
      '{containers: [{name: a, image: "not an image"}]}',
      [undefined]
    ],
    ['takes no number', '{containers: [{name: a, image: $a}]}', '{containers: [{name: a, image: 12}]}', [undefined]],
    [
      'takes nothing of a name that stands twice',
      '{containers: [{name: a, image: $a}]}',
      '{containers: [{name: a, image: shop/a:1}, {name: a, image: shop/a:2}]}',
      [undefined]
    ],
    [
      'takes nothing where its own name stands twice',
      '{containers: [{name: a, image: $a}, {name: a, image: x}]}',
      '{containers: [{name: a, image: shop/a:1}]}',
      [undefined]
    ],
    [
      'is found in env by name',
      '{containers: [{name: a, env: [{name: A, value: $a}, {name: B, value: $b}]}]}',
      '{containers: [{name: a, env: [{name: B, value: shop/b:2}, {name: X, value: y}, {name: A, value: shop/a:1}]}]}',
      ['a:1', 'b:2']
    ],
    [
      'is found in the template of a CronJob',
      '{jobTemplate: {spec: {template: {spec: {containers: [{name: a, image: $a}]}}}}}',
      '{schedule: x, jobTemplate: {spec: {template: {spec: {containers: [{name: a, image: shop/a:1}]}}}}}',
      ['a:1']
    ],
    [
      'is found under a key that needs quotes',
      '{"app.conf/x": {"a\\"b": $a}}',
      '{"app.conf/x": {"a\\"b": shop/a:1}}',
      ['a:1']
    ],
    ['is not found where the way ends', '{containers: [{name: a, image: $a}]}', '{containers: {name: a}}', [undefined]],
    ['is not found below a text', '{image: {ref: $a}}', '{image: shop/a:1}', [undefined]],
    ['is not found in a map', '{image: $a}', '{image: {ref: shop/a:1}}', [undefined]]
  ]
  test.each(rows)('%s', (_, rendered, deployed, images) => expect(inSpec(rendered, deployed)).toEqual(images))
})

describe('an item of a list without names', () => {
  const rows: readonly Row[] = [
    ['is found at its index', '{args: [run, $a]}', '{args: [run, shop/a:1]}', ['a:1']],
    ['must be of the repository of the call', '{args: [run, $a]}', '{args: [run, shop/b:1]}', [undefined]],
    [
      'is found at another index, if nothing else fits',
      '{args: [run, $a]}',
      '{args: [--verbose, run, x, shop/a:1]}',
      ['a:1']
    ],
    ['is not found where two others fit', '{args: [run, $a]}', '{args: [shop/a:1, x, shop/a:2]}', [undefined]],
    ['is found where two others are the same', '{args: [run, $a]}', '{args: [shop/a:1, x, shop/a:1]}', ['a:1']],
    ['goes by index among its like', '{args: [$a, x, $a]}', '{args: [shop/a:1, y, shop/a:2]}', ['a:1', 'a:2']],
    [
      'is not found where its like have moved',
      '{args: [$a, $a]}',
      '{args: [x, shop/a:1, shop/a:2]}',
      [undefined, undefined]
    ],
    ['is not found where one of its like is new', '{args: [$a, $a]}', '{args: [shop/a:1]}', [undefined, undefined]],
    [
      'is told from an image that the template wrote',
      '{args: [$a, "registry.example.com/shop/a:0"]}',
      '{args: [shop/a:1, shop/a:0]}',
      ['a:1']
    ],
    [
      'is found by the text before it',
      '{args: ["--a=$a", "--b=$a"]}',
      '{args: ["--b=shop/a:2", x, "--a=shop/a:1"]}',
      ['a:1', 'a:2']
    ],
    [
      'may be a map',
      '{images: [{ref: $a}, {ref: $b}]}',
      '{images: [{ref: shop/b:2}, {ref: shop/a:1}]}',
      ['a:1', 'b:2']
    ],
    [
      'may be a list',
      '{commands: [[run, $a], [run, $b]]}',
      '{commands: [[run, shop/a:1], [run, shop/b:2]]}',
      ['a:1', 'b:2']
    ],
    [
      'with names below it must be of the repository too',
      '{pods: [{containers: [{name: a, image: $a}]}]}',
      '{pods: [{containers: [{name: a, image: shop/b:1}]}]}',
      [undefined]
    ]
  ]
  test.each(rows)('%s', (_, rendered, deployed, images) => expect(inSpec(rendered, deployed)).toEqual(images))
})

describe('a placeholder in a text', () => {
  const rows: readonly Row[] = [
    ['is found between what stands around it', '{a: "--image=$a,mode=x"}', '{a: "--image=shop/a:1,mode=x"}', ['a:1']],
    ['is not found where that has changed', '{a: "--image=$a,mode=x"}', '{a: "--image=shop/a:1,mode=y"}', [undefined]],
    ['is not found where more stands before', '{a: "--image=$a"}', '{a: "x --image=shop/a:1"}', [undefined]],
    ['must be of the repository of the call, even by name', '{a: "image=$a"}', '{a: "image=shop/b:1"}', [undefined]],
    ['keeps a suffix out of the tag', '{a: "$a-alpine"}', '{a: shop/a:1.2-alpine}', ['a:1.2']],
    ['is one of two', '{a: "$a and $b"}', '{a: "shop/a:1 and shop/b:2"}', ['a:1', 'b:2']],
    ['is one of two of one repository, by order', '{a: "$a,$a"}', '{a: "shop/a:1,shop/a:2"}', ['a:1', 'a:2']],
    [
      'is not found where it can be read in two ways',
      '{a: "$a-$b"}',
      '{a: "shop/a:1-registry.example.com/shop/b:2-registry.example.com/shop/b:3"}',
      [undefined, undefined]
    ],
    ['is one of two without anything between', '{a: "$a$b"}', '{a: "shop/a:1shop/b:2"}', ['a:1', 'b:2']],
    [
      'may be on one of many lines',
      '{a: "x: 1\\nimage: $a\\ny: 2\\n"}',
      '{a: "x: 1\\nimage: shop/a:1\\ny: 2\\n"}',
      ['a:1']
    ]
  ]
  test.each(rows)('%s', (_, rendered, deployed, images) => expect(inSpec(rendered, deployed)).toEqual(images))
})

describe('a text that may be a secret', () => {
  /** As {@link inSpec}, with a call of any image. */
  const inPlace = (image: string, rendered: string, deployed: string): string | undefined => {
    const text = `${head}spec: ${rendered.replace('$', token(image))}`
    const [use] = renderedIn(text)
    return use && matchDeployed(use, deployedObject(`${head}spec: ${deployed}`))
  }
  const env = (name: string, value: string): string =>
    `{containers: [{name: a, env: [{name: ${name}, value: "${value}"}]}]}`

  test.each<[about: string, image: string, rendered: string, deployed: string]>([
    ['of another name is not shown', 'x/nginx', env('KEY', '$'), env('KEY', 'd41d8cd98f00b204e9800998ecf8427e')],
    ['is not shown where the key says image either', 'x/nginx', env('IMAGE', '$'), env('IMAGE', 'hunter2')],
    ['with a user name is not shown', 'docker.io/library/admin', env('LOGIN', '$'), env('LOGIN', 'admin:S3cret')],
    [
      'in an address is not shown',
      'docker.io/admin',
      env('DB', 'postgres://$@db/shop'),
      env('DB', 'postgres://admin:S3cret@db/shop')
    ],
    [
      'of a map is not shown, whatever stands beside it',
      'docker.io/admin',
      '{name: image, value: $}',
      '{name: x, value: "admin:S3cret"}'
    ],
    ['among arguments is not shown', 'docker.io/admin', '{args: [--login, $]}', '{args: [--login, "admin:S3cret"]}']
  ])('%s', (_, image, rendered, deployed) => expect(inPlace(image, rendered, deployed)).toBeUndefined())

  test.each<[about: string, rendered: string, deployed: string]>([
    ['by its key', '{sidecarImage: $}', '{sidecarImage: "nginx:1"}'],
    ['by the name of its item', env('WEB_IMAGE', '$'), env('WEB_IMAGE', 'nginx:1')],
    ['by the text around it', '{args: ["--image=$"]}', '{args: ["--image=nginx:1"]}'],
    [
      'as the image of a container',
      '{initContainers: [{name: a, image: $}]}',
      '{initContainers: [{name: a, image: "nginx:1"}]}'
    ]
  ])('is none where the place is for an image: %s', (_, rendered, deployed) =>
    expect(inPlace('docker.io/nginx', rendered, deployed)).toBe('nginx:1')
  )
})
