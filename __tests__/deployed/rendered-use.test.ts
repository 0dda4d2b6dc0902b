import { describe, expect, test } from 'vitest'
import { identityKey, identityOf } from '../../src/deployed/identity.ts'
import { matchDeployed } from '../../src/deployed/match.ts'
import { openRenderedUses } from '../../src/deployed/rendered-use.ts'
import { workloadOf, workloads } from '../../src/deployed/workload.ts'
import { deployedObject, renderedIn, usesIn } from '../helpers/kubernetes-uses.ts'

const pod = (more: string): string => `apiVersion: v1\nkind: Pod\nmetadata: {name: x}\n${more}\n`

describe('a use in its rendered object', () => {
  test('has the identity of the object, and the way to its text', () => {
    const [use] = renderedIn(
      'apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: api, namespace: shop}\nspec: {a: [x, {b.c: "y $a"}]}\n'
    )
    expect(use).toMatchObject({
      identity: { group: 'apps', kind: 'Deployment', namespace: 'shop', name: 'api' },
      steps: ['spec', 'a', 1, 'b.c'],
      pattern: { literals: ['y ', ''], repositories: ['registry.example.com/shop/a'] },
      index: 0,
      isContainer: false
    })
  })

  test('is in the namespace that the kustomization sets', () => {
    const [use] = usesIn(pod('image: $a'), { namespace: 'prod' })
    expect(use && openRenderedUses().find(use)?.identity.namespace).toBe('prod')
  })

  test('has none in Helm values, and none without a name', () => {
    const uses = [
      ...usesIn('image: $a', { kind: 'values' }),
      ...usesIn('apiVersion: v1\nkind: Pod\nmetadata: {generateName: x-}\nimage: $a\n')
    ]
    const reader = openRenderedUses()
    expect(uses.map(use => reader.find(use))).toEqual([undefined, undefined])
  })

  test('has the item of a List as its object', () => {
    const text = `apiVersion: v1\nkind: List\nitems:\n- {apiVersion: v1, kind: Pod, metadata: {name: a}, image: $a}\n- {apiVersion: v1, kind: Pod, metadata: {name: b}, image: $b}\n`
    expect(renderedIn(text).map(use => use?.identity.name)).toEqual(['a', 'b'])
  })

  test.each([
    ['anchors', 'x: &i {name: a, image: $a}\nspec: {containers: [*i]}'],
    ['merge keys', 'x: &i {image: $a}\nspec: {containers: [{name: a, <<: *i}]}'],
    ['folded text', 'spec:\n  containers:\n  - name: a\n    image: >-\n      $a'],
    ['quotes', 'spec: {"containers": [{"name": "a", "image": "$a"}]}']
  ])('is found through %s', (_, text) => {
    const object = deployedObject(pod('spec: {containers: [{name: b, image: x/b:1}, {name: a, image: x/a:1}]}'))
    const images = renderedIn(pod(text)).map(use => use && matchDeployed(use, object))
    expect(images.at(-1)).toBe('x/a:1')
  })

  test('stands in each of several objects of a file with its own', () => {
    const text = ['a', 'b']
      .map(name => `apiVersion: v1\nkind: Pod\nmetadata: {name: ${name}}\nimage: $a\n`)
      .join('---\n')
    expect(renderedIn(text).map(use => use?.identity.name)).toEqual(['a', 'b'])
  })
})

describe('the identity of an object', () => {
  const key = (apiVersion: string, kind: string, namespace: string): string =>
    identityKey(identityOf({ apiVersion, kind, namespace, name: 'x' }))

  test.each([
    ['has no version', key('apps/v1beta2', 'Deployment', 'a'), key('apps/v1', 'Deployment', 'a')],
    ['is in default without a namespace', key('v1', 'Pod', ''), key('v1', 'Pod', 'default')],
    [
      'is that of apps for what was in extensions',
      key('extensions/v1beta1', 'Deployment', 'a'),
      key('apps/v1', 'Deployment', 'a')
    ]
  ])('%s', (_, a, b) => expect(a).toBe(b))

  test.each([
    ['group', key('apps/v1', 'Deployment', 'a'), key('shop.example/v1', 'Deployment', 'a')],
    ['kind', key('v1', 'Pod', 'a'), key('v1', 'Secret', 'a')],
    ['namespace', key('v1', 'Pod', 'a'), key('v1', 'Pod', 'b')]
  ])('is another with another %s', (_, a, b) => expect(a).not.toBe(b))

  test('tells which kinds are read of a cluster (K-05)', () => {
    const kindsOf = (apiVersion: string, kinds: readonly string[]): readonly (string | undefined)[] =>
      kinds.map(kind => workloadOf(identityOf({ apiVersion, kind, namespace: '', name: 'x' }))?.resource)
    expect(kindsOf('v1', ['Pod', 'Secret', 'ConfigMap', 'Deployment'])).toEqual([
      'pods',
      undefined,
      undefined,
      undefined
    ])
    expect(kindsOf('apps/v1', ['Deployment', 'Pod', 'ControllerRevision'])).toEqual([
      'deployments.apps',
      undefined,
      undefined
    ])
    expect(kindsOf('metrics.k8s.io/v1', ['Pod'])).toEqual([undefined])
    expect(workloads.map(({ kind }) => kind).toSorted()).toEqual([
      'CronJob',
      'DaemonSet',
      'Deployment',
      'Job',
      'Pod',
      'ReplicaSet',
      'StatefulSet'
    ])
  })
})
