import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseYamlDocuments } from '../../src/yaml/parse.ts'
import { isSimpleYaml } from '../../src/yaml/simple.ts'

const deployment = `# a comment
apiVersion: apps/v1
kind: Deployment
metadata:
  name: app # the name
  labels: {}
spec:
  template:
    spec:
      containers:
      - name: app
        image: registry.example.com:5000/team/app:1.2
        args: ["--a", b, '--c']
        command: ["sh", "-c"]
        env:
          - name: A
            value: "1"

          - name: B
            value: 'x y'
        script: |-
            first
              second

            third
      - name: other
        ports: []
---
- a
- |
  text
-
  key: value
`

describe('texts that are surely valid YAML', () => {
  test.each([
    ['a deployment', deployment],
    ['nothing', ''],
    ['a comment', '# nothing\n'],
    ['a list in the column of its key', 'a:\n- b\n- c: 1\n  d: 2\ne: f\n'],
    ['keys without values', 'a:\nb:\n  c:\n'],
    ['a text block at the end', 'a: |\n  b'],
    ['an address', 'a: https://example.com:8080/path#part\n']
  ])('%s', (_, text) => {
    expect(isSimpleYaml(text)).toBe(true)
    expect(() => parseYamlDocuments(text, 'x.yaml')).not.toThrow()
  })
})

describe('what is not surely valid YAML is left to the parser', () => {
  test.each([
    ['a key twice', 'a: 1\nb: 2\na: 3\n'],
    ['two names of null', 'null: 1\nNULL: 2\n'],
    ['a value and a map', 'a: b\n  c: d\n'],
    ['a map in a value', 'a: b: c\n'],
    ['a wrong column', 'a:\n    b: 1\n  c: 2\n'],
    ['a list behind a map', 'a: 1\n- b\n'],
    ['a map behind a list', '- b\na: 1\n'],
    ['a text block that goes back', 'a: |\n    b\n  c\n'],
    ['a text block with blanks before it', 'a: |\n      \n  b\n'],
    ['an open quote', 'a: "b\n'],
    ['text behind a quote', 'a: "b" c\n'],
    ['an alias', 'a: *b\n'],
    ['a tag', 'a: !b c\n'],
    ['an expression', 'a: {{ b }}\n'],
    ['a tab', 'a:\tb\n'],
    ['a directive', '%YAML 1.1\n---\na: b\n'],
    ['a merge', '<<: {}\n'],
    ['a scalar', 'text\n'],
    ['more keys than the parser takes', Array.from({ length: 10_001 }, (_, index) => `a${index}: b`).join('\n')],
    ['very deep lists', Array.from({ length: 60 }, (_, index) => `${' '.repeat(index)}a:`).join('\n')]
  ])('%s', (_, text) => {
    expect(isSimpleYaml(text)).toBe(false)
  })
})

test('whatever happens to a manifest: what passes is valid', () => {
  const lines = deployment.split('\n')
  const bits = [
    '- ',
    '-',
    ': ',
    ':',
    ' #',
    '#',
    '  ',
    ' ',
    '"',
    "'",
    '|',
    '>-',
    '[',
    ']',
    '{}',
    ',',
    '*a',
    '---',
    'a: ',
    'null:',
    '\n',
    ''
  ]
  const edit = fc.record({
    line: fc.nat(lines.length - 1),
    at: fc.nat(40),
    cut: fc.nat(3),
    bit: fc.constantFrom(...bits)
  })
  let passed = 0
  fc.assert(
    fc.property(
      fc.nat(lines.length - 2),
      fc.integer({ min: 1, max: 15 }),
      fc.array(edit, { maxLength: 3 }),
      (from, count, edits) => {
        const changed = lines.map((line, index) =>
          edits
            .filter(one => one.line === index)
            .reduce((text, { at, cut, bit }) => text.slice(0, at) + bit + text.slice(at + cut), line)
        )
        const part = changed.slice(from, from + count)
        const margin = part[0]?.search(/[^ ]|$/) ?? 0
        const text = part.map(line => line.slice(Math.min(margin, line.search(/[^ ]|$/)))).join('\n')
        if (!isSimpleYaml(text)) return
        passed += 1
        parseYamlDocuments(text, 'x.yaml')
      }
    ),
    { numRuns: 3000, seed: 4 }
  )
  expect(passed).toBeGreaterThan(300)
})
