import { expect, test } from 'vitest'
import { matchDeployed } from '../../src/deployed/match.ts'
import { asObject, renderedIn, token } from '../helpers/kubernetes-uses.ts'

const image = 'registry.example.com/shop/a'
const head = { apiVersion: 'x.example/v1', kind: 'Foo', metadata: { name: 'x' } }

/** Far more than it takes, and far less than a search that doubles with each level or placeholder. */
const milliseconds = 3000

function nested(depth: number, make: (inner: unknown) => unknown, innermost: string): unknown {
  return Array.from({ length: depth }).reduce<unknown>(inner => make(inner), innermost)
}

test.each<[about: string, make: (inner: unknown) => unknown, found: string | undefined]>([
  ['one item', inner => [inner], `${image}:1.0`],
  ['two items', inner => ['x', inner], `${image}:1.0`],
  ['one item in a map', inner => [{ a: inner }], `${image}:1.0`],
  ['one item and one like it', inner => [inner, [token('b')]], `${image}:1.0`]
])('lists of %s are followed however deep they are', (_, make, found) => {
  const began = performance.now()
  const [use] = renderedIn(JSON.stringify({ ...head, spec: nested(45, make, token('a')) }))
  const deployed = nested(45, inner => JSON.parse(JSON.stringify(make(inner))), `${image}:1.0`)
  expect(use && matchDeployed(use, asObject({ spec: deployed }))).toBe(found)
  expect(performance.now() - began).toBeLessThan(milliseconds)
})

test.each([2, 8, 20, 60])('%d placeholders with nothing between them take no time', count => {
  const began = performance.now()
  const text = token('docker.io/library/a').repeat(count)
  const uses = renderedIn(JSON.stringify({ ...head, spec: { image: text } }))
  const object = asObject({ spec: { image: 'a:a'.repeat(count * 40) } })
  for (const use of uses) expect(use && matchDeployed(use, object)).toBeUndefined()
  expect(uses).toHaveLength(count)
  expect(performance.now() - began).toBeLessThan(milliseconds)
})

test('more than eight images that nothing separates are not looked for, and any number of others is', () => {
  const find = (count: number, between: string): string | undefined => {
    const text = (one: string): string => Array.from({ length: count }, () => one).join(between)
    const [use] = renderedIn(JSON.stringify({ ...head, spec: { image: text(token('a')) } }))
    return use && matchDeployed(use, asObject({ spec: { image: text(`${image}:1.0`) } }))
  }
  expect([find(9, '-x'), find(10, '-x'), find(100, ','), find(100, '\n')]).toEqual([
    `${image}:1.0`,
    undefined,
    `${image}:1.0`,
    `${image}:1.0`
  ])
})
