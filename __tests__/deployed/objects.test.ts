import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseFieldPath } from '../../src/deployed/field-path.ts'
import { findDeployedObjects, indexObjects } from '../../src/deployed/objects.ts'
import { plainValue } from '../../src/deployed/plain-value.ts'
import { ProjectError } from '../../src/errors.ts'
import { textValues } from '../../src/project/objects.ts'
import { parseYamlDocuments } from '../../src/yaml/parse.ts'

const names = (value: unknown): readonly string[] =>
  findDeployedObjects(value, 'x.yaml', () => true).map(
    ({ identity: { group, kind, namespace, name } }) => `${group}/${kind} ${namespace}/${name}`
  )
const object = (kind: string, name: string, more: object = {}): object => ({
  apiVersion: 'apps/v1',
  kind,
  metadata: { name, namespace: 'shop' },
  ...more
})

describe('deployed objects', () => {
  test.each<[about: string, value: unknown, found: readonly string[]]>([
    ['are one', object('Deployment', 'a'), ['apps/Deployment shop/a']],
    [
      'are the items of a List',
      { kind: 'List', items: [object('Deployment', 'a'), object('Job', 'b')] },
      ['apps/Deployment shop/a', 'apps/Job shop/b']
    ],
    [
      'are those of a List in a List',
      { kind: 'List', items: [{ kind: 'List', items: [object('Job', 'b')] }] },
      ['apps/Job shop/b']
    ],
    [
      'of a typed list have its kind',
      { kind: 'DeploymentList', apiVersion: 'apps/v1', items: [{ metadata: { name: 'a' } }] },
      ['apps/Deployment default/a']
    ],
    ['of a List need a kind', { kind: 'List', apiVersion: 'v1', items: [{ metadata: { name: 'a' } }] }, []],
    ['may have a number as name', { kind: 'Pod', apiVersion: 'v1', metadata: { name: 12n } }, ['/Pod default/12']],
    [
      'are no Secrets (K-05)',
      { kind: 'List', items: [{ kind: 'Secret', apiVersion: 'v1', metadata: { name: 's' } }, object('Job', 'b')] },
      ['apps/Job shop/b']
    ],
    [
      'are no Secrets of a SecretList either',
      { kind: 'SecretList', apiVersion: 'v1', items: [{ metadata: { name: 's' } }] },
      []
    ],
    ['have a name', object('Pod', ''), []],
    ['are nothing else', 'kind: Pod', []],
    ['are not in a list', [object('Pod', 'a')], []],
    ['are no null', null, []],
    [
      'are no list without an end',
      Array.from({ length: 50 }).reduce<object>(items => ({ kind: 'List', items: [items] }), object('Pod', 'a')),
      []
    ]
  ])('%s', (_, value, found) => expect(names(value)).toEqual(found))

  test('that nobody wants are not read', () => {
    const deep = Array.from({ length: 500 }).reduce<unknown>(inner => [inner], 'x')
    const list = { kind: 'List', items: [object('Pod', 'a', { spec: deep }), object('Pod', 'b')] }
    expect(findDeployedObjects(list, 'x', ({ name }) => name === 'b')).toHaveLength(1)
    expect(() => findDeployedObjects(list, 'x', ({ name }) => name === 'a')).toThrow('nested too deeply')
  })

  test('are found by what they are', () => {
    const index = indexObjects(
      findDeployedObjects(
        { kind: 'List', items: [object('Pod', 'a'), object('Pod', 'b'), object('Pod', 'a')] },
        'x',
        () => true
      )
    )
    expect([...index.values()].map(({ length }) => length)).toEqual([2, 1])
  })

  test('have no field that means anything of its own', () => {
    const [found] = findDeployedObjects(
      JSON.parse('{"kind": "Pod", "metadata": {"name": "a"}, "__proto__": {"x": 1}, "constructor": "y"}'),
      'x',
      () => true
    )
    expect([...(found?.content.keys() ?? [])]).toEqual(['kind', 'metadata', '__proto__', 'constructor'])
  })
})

test('a plain value is made of any JSON, and of nothing that is no data', () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 8 }), value => {
      // the same text by way of the YAML reader
      const [document] = parseYamlDocuments(JSON.stringify({ value }), 'x')
      const back = (plain: unknown): unknown =>
        plain instanceof Map
          ? Object.fromEntries([...plain].map(([key, item]) => [key, back(item)]))
          : Array.isArray(plain)
            ? plain.map(back)
            : typeof plain === 'bigint'
              ? Number(plain)
              : plain
      expect(back(plainValue(JSON.parse(JSON.stringify({ value })), 'x'))).toEqual(back(document?.value))
    })
  )
  expect(() => plainValue({ a: () => 1 }, 'x')).toThrow(ProjectError)
})

test('the path of a field leads back to its text', () => {
  const key = fc.oneof(fc.string(), fc.constantFrom('a', 'a.b', '0', '[1]', '"', '\\', '', 'a-b_c'))
  const { node } = fc.letrec<{ node: unknown }>(tie => ({
    node: fc.oneof(
      { maxDepth: 4, withCrossShrink: true },
      fc.constant('text'),
      fc.array(tie('node'), { maxLength: 3 }),
      fc.dictionary(key, tie('node'), { maxKeys: 3, noNullPrototype: true })
    )
  }))
  fc.assert(
    fc.property(node, root => {
      const [document] = parseYamlDocuments(JSON.stringify({ root }), 'x')
      if (!document) throw new Error('there is no document')
      for (const { field, value } of textValues(document.document.contents, document)) {
        const steps = parseFieldPath(field)
        const found = steps?.reduce<unknown>(
          (at, step) => (at instanceof Map ? at.get(step) : Array.isArray(at) ? at[Number(step)] : undefined),
          document.value
        )
        expect(found, field).toBe(value)
      }
    })
  )
})

test.each(['a..b', '[', 'a[', 'a["b', 'a["\\x"]', ' a', 'a b', 'a[-1]'])('%j is no path of a field', text => {
  expect(parseFieldPath(text)).toBeUndefined()
})
