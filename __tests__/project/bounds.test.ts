import { describe, expect, test } from 'vitest'
import { findImages } from '../../src/project/discover.ts'
import { readItemFile } from '../../src/project/item-files.ts'
import type { RenderedProject } from '../../src/project/rendition.ts'
import { noExternalSources } from '../../src/project/sources.ts'
import { formatPlaceholder } from '../../src/template/placeholder.ts'
import { tree } from '../helpers/tree.ts'
import { asks, load, shortProblem } from './loading.ts'

describe('a project without bounds ends in an error (T-10)', () => {
  test('of calls in all manifests together', () => {
    const calls = `- ${formatPlaceholder({ image: 'a', filter: undefined, place: undefined })}\n`.repeat(6_000)
    const text = `kind: A\nmetadata: {name: a}\nlist:\n${calls}`
    const item = { folder: 'a', deploymentDir: 'a', treeDir: 'a', tags: [], imagesVariable: undefined }
    const files = ['a/x.yaml', 'a/y.yaml', 'a/z.yaml'].map(path => ({ path, text }))
    const project: RenderedProject = {
      targetImages: [],
      items: [{ item, build: 'files', files, releases: [], kustomization: undefined, namespace: undefined }],
      tree: new Map(),
      problems: [],
      warnings: [],
      needs: [],
      secrets: []
    }
    const { uses, problems } = findImages(project, new Map(), new Map())
    expect(problems.map(shortProblem)).toEqual([
      'a/y.yaml:- limit more than 10000 calls of get_image in the rendered manifests'
    ])
    expect(uses).toHaveLength(12_000)
  })

  test('of characters in all rendered files together', () => {
    const text = `kind: A\nmetadata:\n  name: a\n${`# ${'x'.repeat(998)}\n`.repeat(4_800)}`
    const names = Array.from({ length: 8 }, (_, index) => `app/${index}.yaml`)
    const { problems } = load({
      'deployment.yaml': 'deployments: [{path: app}]\n',
      ...Object.fromEntries(names.map(name => [name, text]))
    })
    expect(problems.map(shortProblem)).toEqual([
      'app:- limit the rendered files have more than 33554432 characters together'
    ])
  })
})

describe('a file that stands in for a source', () => {
  const standIns = new Map([['vault:nowhere', { file: 'v.yaml', text: 'a: b' }]])
  const warningsOf = (more: Parameters<typeof load>[1]): readonly string[] =>
    load({ 'x.yaml': asks("'a'") }, { external: { ...noExternalSources, standIns }, ...more }).warnings.map(
      ({ message }) => message
    )

  test('that no source asks for is warned about', () => {
    expect(warningsOf({})).toEqual(['vars-from-file: no variable source of the project is "vault:nowhere"'])
  })

  test('but not where the run is about a part of the project', () => {
    expect(warningsOf({ includeTags: ['a'] })).toEqual([])
  })
})

describe('a file of bytes in an item', () => {
  const source = (...bytes: number[]): ReturnType<typeof tree> => ({
    ...tree({}),
    readBytes: () => Uint8Array.from(bytes)
  })

  test('is copied where it has no brace, or is no template', () => {
    expect(readItemFile(source(0xff, 0x20), 'a.bin', false)?.content).toEqual(Uint8Array.of(0xff, 0x20))
    expect(readItemFile(source(0xff, 0x7b), 'a.bin', true)?.content).toEqual(Uint8Array.of(0xff, 0x7b))
  })

  test('cannot be rendered, as kluctl cannot', () => {
    expect(() => readItemFile(source(0xff, 0x7b), 'a.bin', false)).toThrow('"a.bin" is not UTF-8 text')
  })
})
