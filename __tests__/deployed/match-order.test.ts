import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { matchDeployed } from '../../src/deployed/match.ts'
import { asObject, renderedIn, token, usesIn } from '../helpers/kubernetes-uses.ts'

const shop = 'registry.example.com/shop'

const name = fc.stringMatching(/^[a-z]{1,6}$/)
const tag = fc.stringMatching(/^[a-z0-9][a-z0-9.]{0,6}$/)
/** As elsewhere than in the image of a container, where only what looks like an image is one. */
const version = fc
  .tuple(fc.nat(30), fc.nat(99), fc.constantFrom('', '-rc.1', '-alpine3.19'))
  .map(([a, b, c]) => `${a}.${b}${c}`)
const container = fc.record({ name, tag, isInit: fc.boolean(), envTag: version, argTag: version })
const containers = fc.uniqueArray(container, { selector: one => one.name, minLength: 1, maxLength: 6 })

/** A pod whose images are made by `image`, with the containers in the order given. */
function pod(
  list: readonly (typeof container extends fc.Arbitrary<infer C> ? C : never)[],
  image: (app: string, tag: string) => string
): object {
  const made = (isInit: boolean): readonly object[] =>
    list
      .filter(one => one.isInit === isInit)
      .map(one => ({
        name: one.name,
        image: image(`i${one.name}`, one.tag),
        env: [
          { name: 'X', value: 'y' },
          { name: 'IMAGE', value: image(`e${one.name}`, one.envTag) }
        ],
        args: ['run', `--run=${image(`a${one.name}`, one.argTag)},x`]
      }))
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'x' },
    spec: { initContainers: made(true), containers: made(false) }
  }
}

describe('whatever the order', () => {
  test('every image of a pod is found again', () => {
    const pods = containers.chain(list =>
      fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length }))
    )
    fc.assert(
      fc.property(pods, fc.array(name, { maxLength: 3 }), ([list, shuffled], sidecars) => {
        const rendered = JSON.stringify(pod(list, app => token(app)))
        const more = sidecars.map(side => ({ name: `side-${side}`, tag: '0', isInit: false, envTag: '0', argTag: '0' }))
        const object = asObject(pod([...more, ...shuffled], (app, tagged) => `${shop}/${app}:${tagged}`))
        const wanted = new Map<string, string>(
          list.flatMap(
            one =>
              [
                [`i${one.name}`, one.tag],
                [`e${one.name}`, one.envTag],
                [`a${one.name}`, one.argTag]
              ] as const
          )
        )
        const uses = usesIn(rendered)
        expect(uses).toHaveLength(list.length * 3)
        for (const [index, use] of renderedIn(rendered).entries()) {
          const app = uses[index]?.call.image.replace(`${shop}/`, '') ?? ''
          expect(use && matchDeployed(use, object)).toBe(`${shop}/${app}:${wanted.get(app)}`)
        }
      }),
      { numRuns: 100 }
    )
  })

  test('nothing but a reference of the call’s repository is ever found in a list of texts', () => {
    const texts = fc.array(
      fc.oneof(
        tag.map(one => `${shop}/a:${one}`),
        tag.map(one => `${shop}/b:${one}`),
        fc.string()
      ),
      { maxLength: 5 }
    )
    fc.assert(
      fc.property(texts, fc.nat(3), (args, before) => {
        const rendered = JSON.stringify({
          apiVersion: 'v1',
          kind: 'Pod',
          metadata: { name: 'x' },
          args: [...Array.from({ length: before }, () => 'x'), token('a')]
        })
        const [use] = renderedIn(rendered)
        const image = use && matchDeployed(use, asObject({ args }))
        if (image !== undefined)
          expect(args.filter(arg => arg === image && arg.startsWith(`${shop}/a:`))).not.toEqual([])
      })
    )
  })

  test('any deployed value is no trouble', () => {
    const uses = renderedIn(
      `kind: Pod\nmetadata: {name: x}\nspec: {a: [{name: a, b: ["--x=$a", $b]}], c: [[$c]], d: "x $d y $e"}`
    )
    const keys = fc.constantFrom('spec', 'a', 'b', 'c', 'd', 'name')
    const { value } = fc.letrec<{ value: unknown }>(tie => ({
      value: fc.oneof(
        { maxDepth: 5 },
        fc.string(),
        fc.constantFrom('a', `${shop}/a:1`, `--x=${shop}/a:1`),
        fc.integer(),
        fc.constant(null),
        fc.array(tie('value'), { maxLength: 3 }),
        fc.dictionary(keys, tie('value'), { maxKeys: 4 })
      )
    }))
    fc.assert(
      fc.property(value, spec => {
        for (const use of uses) {
          const image = use && matchDeployed(use, asObject({ spec }))
          expect(image === undefined || image.includes('/') || /^[a-z]/.test(image)).toBe(true)
        }
      })
    )
  })
})

test('many placeholders in one text are found in no time', () => {
  const lines = Array.from({ length: 400 }, (_, i) => i)
  const text = lines.map(i => `image${i}=${token('a')};`).join('')
  const deployed = lines.map(i => `image${i}=${shop}/a:${i};`).join('')
  const [first, ...rest] = renderedIn(
    JSON.stringify({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'x' }, data: { text } })
  )
  const object = asObject({ data: { text: deployed } })
  expect(first && matchDeployed(first, object)).toBe(`${shop}/a:0`)
  const last = rest.at(-1)
  expect(last && matchDeployed(last, object)).toBe(`${shop}/a:399`)
  expect(rest).toHaveLength(399)
})
