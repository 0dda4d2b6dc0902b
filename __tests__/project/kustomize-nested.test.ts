import { describe, expect, test } from 'vitest'
import type { ProjectError } from '../../src/errors.ts'
import { scanKustomization } from '../../src/project/kustomize-scan.ts'
import { type Files, treeOf } from '../io/programs/kustomizations.ts'

const url = 'https://evil.example/x.yaml'
const scan = (text: string, more: Files = {}): readonly ProjectError[] =>
  scanKustomization(treeOf({ 'app/kustomization.yaml': text, ...more }), 'app')

const first = (text: string, more?: Files): string => {
  const [problem] = scan(text, more)
  return problem ? `${problem.code} ${problem.message}` : 'allowed'
}

describe('kustomizations behind others (K-01)', () => {
  test.each(['kustomization.yaml', 'kustomization.yml', 'Kustomization', 'KUSTOMIZATION.YAML'])('%s is read', name => {
    const more = { 'a/kustomization.yaml': 'components: [../b]\n', [`b/${name}`]: `bases: [${url}]\n` }
    const [problem] = scan('resources: [../a]', more)
    expect(problem?.place?.file).toBe(`b/${name}`)
    expect(problem?.message).toMatch(/remote resource/)
  })

  test('all of two kustomizations of a folder are read, and it is said', () => {
    const problems = scan('resources: []', { 'app/kustomization.yml': `resources: [${url}]` })
    expect(problems.map(({ code }) => code)).toEqual(['config', 'unsupported'])
  })

  test('every problem of every file is reported', () => {
    const more = { 'a/kustomization.yaml': 'resources: [nothing.yaml]\n' }
    expect(scan(`resources: [${url}, ../a, /x]\nother: 1`, more)).toHaveLength(4)
  })

  test('a circle is said', () => {
    expect(first('resources: [../a]', { 'a/kustomization.yaml': 'resources: [../app]' })).toBe(
      'config the kustomization of "app" is reached from itself'
    )
    expect(first('resources: [.]')).toMatch(/^config .*from itself/)
  })

  const chain = (depth: number, entry: (next: string) => string): Files =>
    Object.fromEntries(
      Array.from({ length: depth }, (_, i) => [
        `n${i}/kustomization.yaml`,
        i === depth - 1 ? '{}' : entry(`../n${i + 1}`)
      ])
    )

  test('depth has a limit', () => {
    expect(
      first(
        'resources: [../n0]',
        chain(18, next => `resources: [${next}]`)
      )
    ).toBe('allowed')
    expect(
      first(
        'resources: [../n0]',
        chain(25, next => `resources: [${next}]`)
      )
    ).toMatch(/^limit/)
  })

  test('work that doubles with every folder has a limit', () => {
    const doubled = chain(15, next => `resources: [${next}, ${next}/.]`)
    expect(first('resources: [../n0]', doubled)).toMatch(/^limit .*would be built/)
  })

  test('a folder without one is said', () => {
    expect(scanKustomization(treeOf({}), 'nowhere').map(({ message }) => message)).toEqual([
      'the folder "nowhere" has no kustomization.yaml'
    ])
  })
})
