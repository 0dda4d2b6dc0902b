import { describe, expect, test } from 'vitest'
import { withNamespace } from '../../src/project/kustomize-scan.ts'

describe('withNamespace', () => {
  test.each([
    ['resources: [a.yaml]\n', 'resources: [a.yaml]\nnamespace: "prod"\n'],
    ['resources: [\n  a.yaml # one\n]', 'resources: [\n  a.yaml # one\n]\nnamespace: "prod"\n'],
    ['namespace: mine\n', 'namespace: mine\n'],
    ['namespace:\n', 'namespace: prod\n'],
    ['namespace: ""\nimages: []\n', 'namespace: ""\nimages: []\n'],
    ['', 'namespace: "prod"\n'],
    ['# only a comment\n', 'namespace: "prod"\n'],
    ['{"resources": []}', '{ "resources": [], namespace: prod }\n'],
    ['resources: []\n...\n', 'resources: []\nnamespace: prod\n...\n'],
    ['  resources: []\n', 'resources: []\nnamespace: prod\n'],
    ['patches:\n- patch: |+\n    a: b\n\n', 'patches:\n- patch: |+\n    a: b\n\nnamespace: "prod"\n'],
    ['- a\n', '- a\n'],
    ['images: [{name: a, newTag: 1.10}]\n', 'images: [{name: a, newTag: 1.10}]\nnamespace: "prod"\n']
  ])('%j', (text, expected) => {
    expect(withNamespace(text, 'kustomization.yaml', 'prod')).toBe(expected)
  })

  test('without a namespace the text is as it was', () => {
    expect(withNamespace('a: [1', 'kustomization.yaml', undefined)).toBe('a: [1')
    expect(withNamespace('a: [1', 'kustomization.yaml', '')).toBe('a: [1')
  })

  test('keeps what stands on long lines', () => {
    const long = `{namePrefix: ${'word '.repeat(60).trim()}}`
    expect(withNamespace(long, 'kustomization.yaml', 'prod').split('\n')).toHaveLength(2)
  })
})
