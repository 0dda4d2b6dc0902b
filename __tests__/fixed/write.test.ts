import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { formatDocument, readDocument } from '../../src/fixed/document.ts'
import type { FixedImage } from '../../src/fixed/entry.ts'
import { anyEntries } from './arbitrary.ts'

const ignore = (): void => undefined
const read = (text: string): readonly FixedImage[] => readDocument(text, 'fixed.yaml', ignore)
const rewrite = (text: string, entries: readonly FixedImage[]): string =>
  formatDocument(entries, { text, entries: read(text) })

const header =
  '# Fixed images, written by kluctl-images. Use them with: kluctl deploy --fixed-images-file <this file>\n'

describe('a new fixed-images file (Y-03)', () => {
  test('has every string in double quotes and the fields in one order', () => {
    const text = formatDocument([
      { image: 'a', resultImage: 'a:1' },
      { container: 'on', deployment: 'Job/012', namespace: 'yes', resultImage: 'a:1_000', image: 'a' }
    ])
    expect(text).toBe(`${header}
images:
  - image: "a"
    resultImage: "a:1"
  - image: "a"
    resultImage: "a:1_000"
    namespace: "yes"
    deployment: "Job/012"
    container: "on"
`)
  })

  test('of no entries is an empty list', () => {
    expect(formatDocument([])).toBe(`${header}\nimages: []\n`)
  })

  test('never folds a long image', () => {
    const image = `r.io/${'x'.repeat(200)}`
    expect(formatDocument([{ image, resultImage: `${image}:1` }])).toContain(`resultImage: "${image}:1"\n`)
  })

  test('reads back as what was written', () => {
    fc.assert(
      fc.property(anyEntries, entries => {
        const text = formatDocument(entries)
        expect(read(text)).toEqual(entries)
        expect(rewrite(text, read(text))).toBe(text)
      })
    )
  })

  test('uses only keys that every kluctl reads', () => {
    const known = ['image', 'imageRegex', 'resultImage', 'namespace', 'deployment', 'container']
    fc.assert(
      fc.property(anyEntries, entries => {
        const keys = [...formatDocument(entries).matchAll(/^ {2}[ -] (\w+):/gm)].map(([, key]) => key)
        expect(keys.filter(key => !known.includes(key ?? ''))).toEqual([])
      })
    )
  })
})

describe('a file that says the same already keeps its bytes (Y-09)', () => {
  test.each([
    ['with bare and single-quoted strings', "images:\n- {image: a, resultImage: 'a:1'}\n"],
    [
      'with comments, blank lines and no final newline',
      '# mine\n\nimages:\n\n  - image: a # keep\n    resultImage: a:1'
    ],
    ['with Windows line ends', 'images:\r\n  - image: a\r\n    resultImage: a:1\r\n'],
    ['with keys in another order', 'images:\n  - resultImage: a:1\n    image: a\n'],
    [
      'with a comment that names a key of old kluctl',
      '# versionFilter: none\nimages: [{image: a, resultImage: a:1}]\n'
    ],
    ['as JSON', '{"images": [{"image": "a", "resultImage": "a:1"}]}']
  ])('%s', (_, text) => {
    expect(rewrite(text, [{ image: 'a', resultImage: 'a:1' }])).toBe(text)
  })
})

test('a file with Windows line ends has them again, one with few of them has none', () => {
  const text = '# mine\r\nimages:\r\n  # about a\r\n  - image: "a" # the name\r\n    resultImage: "a:1"\r\n'
  const entries = [{ image: 'a', resultImage: 'a:2' }]
  expect(rewrite(text, entries)).toBe(text.replace('a:1', 'a:2'))
  const mixed = text.replace('\r\n', '\n').replace('\r\n', '\n').replace('\r\n', '\n')
  expect(rewrite(mixed, entries)).toBe(text.replace('a:1', 'a:2').replaceAll('\r\n', '\n'))
})

describe('a file that changes', () => {
  const old = `# head of the file

images:
  # about a
  - image: a # the name
    resultImage: a:1 # the result
    deployedImage: a:0
    note: mine
  - image: b
    resultImage: b:1
# end of the file
`
  test('keeps comments, and the keys of the entries that stay', () => {
    const text = rewrite(old, [
      { image: 'a', resultImage: 'a:2' },
      { image: 'c', resultImage: 'c:1' }
    ])
    expect(text).toBe(`# head of the file

images:
  # about a
  - image: "a" # the name
    resultImage: "a:2" # the result
    deployedImage: "a:0"
    note: "mine"
  - image: "c"
    resultImage: "c:1"

# end of the file
`)
  })

  test('keeps the comment of its first entry at that entry, and the one of the list at the top', () => {
    const text = '# head\n\nimages:\n  # sorted by hand\n\n  # about b\n  - image: b\n    resultImage: b:1\n'
    const both = rewrite(text, [
      { image: 'a', resultImage: 'a:1' },
      { image: 'b', resultImage: 'b:2' }
    ])
    expect(both).toMatch(/# sorted by hand\n\s*- image: "a"\n {4}resultImage: "a:1"\n\s*# about b\n {2}- image: "b"/)
    expect(rewrite(both, read(both))).toBe(both)
    expect(rewrite(text, [{ image: 'a', resultImage: 'a:1' }])).toMatch(
      /# sorted by hand\n\n {2}# about b\n {2}- image: "a"/
    )
  })

  test('hands the comment of a general entry to the specific ones that take its place, and back', () => {
    const text =
      '# head\n\nimages:\n  # about a\n  - image: a\n    resultImage: a:1\n  # about b\n  - image: b\n    resultImage: b:1\n'
    const specific = rewrite(text, [
      { image: 'a', resultImage: 'a:1', container: 'x' },
      { image: 'a', resultImage: 'a:1', container: 'y' },
      { image: 'b', resultImage: 'b:1', container: 'x' }
    ])
    expect(specific.match(/#.*|container.*/g)).toEqual([
      '# head',
      '# about a',
      'container: "x"',
      'container: "y"',
      '# about b',
      'container: "x"'
    ])
    const general = rewrite(specific, [
      { image: 'a', resultImage: 'a:1' },
      { image: 'b', resultImage: 'b:1' }
    ])
    expect(general.match(/# about .|result.*/g)).toEqual([
      '# about a',
      'resultImage: "a:1"',
      '# about b',
      'resultImage: "b:1"'
    ])
    expect(rewrite(general, read(general))).toBe(general)
  })

  test.each([
    ['comments only', '# nothing yet\n', '# nothing yet\n\nimages:\n  - image: "a"\n    resultImage: "a:1"\n'],
    ['an empty list', '# empty\nimages: []\n', '# empty\nimages:\n  - image: "a"\n    resultImage: "a:1"\n'],
    ['a list that is missing', '# empty\nimages:\n', '# empty\nimages:\n  - image: "a"\n    resultImage: "a:1"\n']
  ])('is filled where it held %s', (_, text, expected) => {
    expect(rewrite(text, [{ image: 'a', resultImage: 'a:1' }])).toBe(expected)
  })

  test('loses the keys that only old kluctl reads, also where nothing else changes', () => {
    const text = 'images:\n  - image: a\n    resultImage: a:1\n    registryImage: a:2\n    versionFilter: semver()\n'
    const expected = 'images:\n  - image: "a"\n    resultImage: "a:1"\n'
    expect(rewrite(text, [{ image: 'a', resultImage: 'a:1' }])).toBe(expected)
    expect(rewrite(expected, read(expected))).toBe(expected)
  })

  test('of entries that stand twice keeps the one that decided', () => {
    const text = 'images:\n  - {image: a, resultImage: a:1}\n  - {image: a, resultImage: a:2, note: last}\n'
    expect(rewrite(text, [{ image: 'a', resultImage: 'a:2' }])).toBe(
      'images:\n  - {image: "a", resultImage: "a:2", note: "last"}\n'
    )
  })

  test('says afterwards what was asked, whatever it said before', () => {
    fc.assert(
      fc.property(anyEntries, anyEntries, (before, after) => {
        const text = rewrite(formatDocument(before), after)
        expect(read(text)).toEqual(after)
        expect(rewrite(text, after)).toBe(text)
      })
    )
  })
})
