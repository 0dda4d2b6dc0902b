import { expect, test } from 'vitest'
import { withoutDuplicateKeys } from '../../src/project/chart-output.ts'

const clean = '---\n# Source: web/templates/a.yaml\nkind:   ConfigMap\ndata: {a: "1"}\n---\nkind: B\n'

test.each([
  ['', ''],
  [clean, clean],
  ['kind: A\nkind: B\n', '---\nkind: B\n'],
  [
    'metadata:\n  labels:\n    app: one\n    tier: x\n    app: two\n',
    '---\nmetadata:\n  labels:\n    tier: x\n    app: two\n'
  ],
  ['---\nkind: A\n---\n# two\nlist:\n  - a: 1\n    a: 2\n', '---\nkind: A\n---\n# two\nlist:\n  - a: 2\n'],
  ['1: a\n1: b\n"1": c\n', '---\n"1": c\n'],
  ['kind: [\n', 'kind: [\n'],
  ['a: 1\na: &x [*x\n', 'a: 1\na: &x [*x\n']
])('%j', (text, expected) => {
  expect(withoutDuplicateKeys(text, 'helm-chart.yaml')).toBe(expected)
})

test('keeps text that is too deep to be read', () => {
  const text = `a: 1\na: ${'['.repeat(5000)}`
  expect(withoutDuplicateKeys(text, 'helm-chart.yaml')).toBe(text)
})
