import { describe, expect, test } from 'vitest'
import { FixedImagesError, type Place } from '../../src/errors.ts'
import { readDocument } from '../../src/fixed/document.ts'

type Warning = { readonly message: string; readonly place: Place }

function read(text: string): { entries: ReturnType<typeof readDocument>; warnings: readonly Warning[] } {
  const warnings: Warning[] = []
  const entries = readDocument(text, 'fixed.yaml', (message, place) => void warnings.push({ message, place }))
  return { entries, warnings }
}

function refusal(text: string): FixedImagesError {
  try {
    read(text)
  } catch (error) {
    if (error instanceof FixedImagesError) return error
    throw error
  }
  throw new Error('the text was read')
}

const place = ({ file = '', line, column }: Partial<Place> = {}): string => `${file}:${line}:${column}`
const item = (lines: string): string => `images:\n  - ${lines.split('\n').join('\n    ')}\n`

describe('a fixed-images file is read', () => {
  test.each<[string, string, unknown]>([
    ['an empty file is an empty list', '', []],
    ['a file of comments is an empty list', '# nothing yet\n', []],
    ['a list may be missing', 'images:\n', []],
    ['image and result', item('image: a/b\nresultImage: a/b:1'), [{ image: 'a/b', resultImage: 'a/b:1' }]],
    [
      'empty fields stay conditions',
      item('image: a/b\nresultImage: a/b:1\nnamespace: ""\ncontainer: ""'),
      [{ image: 'a/b', resultImage: 'a/b:1', namespace: '', container: '' }]
    ],
    [
      'null is the same as absent',
      item('image: a/b\nresultImage: a/b:1\nnamespace: null'),
      [{ image: 'a/b', resultImage: 'a/b:1' }]
    ],
    [
      'an expression instead of an image',
      item('imageRegex: ^a/.*\nresultImage: a/b:1'),
      [{ imageRegex: '^a/.*', resultImage: 'a/b:1' }]
    ],
    [
      'a deployment instead of an image',
      item('deployment: StatefulSet/db\nresultImage: a/b:1'),
      [{ deployment: 'StatefulSet/db', resultImage: 'a/b:1' }]
    ],
    [
      'an object without name',
      item('image: a/b\ndeployment: Job/\nresultImage: a/b:1'),
      [{ image: 'a/b', deployment: 'Job/', resultImage: 'a/b:1' }]
    ]
  ])('%s', (_, text, expected) => {
    expect(read(text)).toEqual({ entries: expected, warnings: [] })
  })

  test('keys that decide nothing are kept aside', () => {
    const { entries, warnings } = read(
      item('image: a\nresultImage: a:1\ndeployedImage: a:0\nobject: {kind: Job}\ndeployTags: [x]\ndeploymentDir: d')
    )
    expect([...(entries[0]?.extra?.keys() ?? [])]).toEqual(['deployedImage', 'object', 'deployTags', 'deploymentDir'])
    expect(warnings).toEqual([])
  })
})

describe('a fixed-images file is read with a warning (Y-03, Y-04)', () => {
  test.each([
    ['for a key that only old kluctl knows', 'image: a\nresultImage: a:1\nversionFilter: semver()', 'versionFilter', 4],
    ['for a key that nobody knows', 'image: a\nresultImage: a:1\nnote: x', '"note" is unknown', 4],
    ['for an image that is no reference', 'image: A b\nresultImage: a:1', '"A b" is not an image reference', 2],
    ['for a bare yes', 'image: a\nresultImage: a:1\nnamespace: yes', 'the text "yes"', 4],
    ['for a bare On', 'image: a\nresultImage: a:1\ncontainer: On', 'the text "On"', 4],
    ['for a bare number with underscores', 'image: a\nresultImage: a:1\ncontainer: 1_000', 'the text "1_000"', 4],
    ['for a bare time', 'image: a\nresultImage: a:1\ncontainer: 12:30', 'the text "12:30"', 4]
  ])('%s', (_, lines, words, line) => {
    const { entries, warnings } = read(item(lines))
    expect(entries).toHaveLength(1)
    expect(warnings).toHaveLength(1)
    expect(warnings[0]?.message).toContain(words)
    expect(warnings[0]?.place).toMatchObject({ file: 'fixed.yaml', line })
  })

  test('but not for the same words in quotes', () => {
    expect(read(item('image: a\nresultImage: a:1\nnamespace: "yes"')).warnings).toEqual([])
  })
})

describe('a wrong fixed-images file is refused at its place (Y-02, Y-04)', () => {
  test.each([
    ['a key beside images', 'images: []\nimage: x\n', '2:8', '"image" is not known'],
    ['a list that is a map', 'images:\n  image: a\n', '2:3', 'a list is expected'],
    ['a list that is text', 'images: nginx\n', '1:9', 'a list is expected'],
    ['a root that is a list', '- image: a\n', '1:1', 'a map is expected'],
    ['an entry that is text', 'images:\n  - nginx\n', '2:5', 'a map is expected'],
    ['an image that is a number', item('image: 5\nresultImage: a:1'), '2:12', 'text is expected'],
    ['a namespace that is a list', item('image: a\nresultImage: a:1\nnamespace: [x]'), '4:16', 'text is expected'],
    ['no result', item('image: a'), '2:5', 'resultImage is missing'],
    ['an empty result', item('image: a\nresultImage: ""'), '3:18', 'resultImage is missing'],
    ['a result that is no image', item('image: a\nresultImage: a:b:c'), '3:18', '"a:b:c" is not an image reference'],
    ['a result with blanks', item('image: a\nresultImage: "a b"'), '3:18', 'is not an image reference'],
    ['no image', item('resultImage: a:1'), '2:5', 'image is missing'],
    ['an empty image', item('image: ""\nresultImage: a:1'), '2:12', 'image is empty'],
    ['image and imageRegex', item('image: a\nimageRegex: b\nresultImage: a:1'), '3:17', 'exclude each other'],
    ['a broken expression', item('imageRegex: "("\nresultImage: a:1'), '2:17', 'not a regular expression'],
    ['a look-ahead', item('imageRegex: "a(?=b)"\nresultImage: a:1'), '2:17', 'not a regular expression'],
    [
      'a deployment without kind',
      item('image: a\nresultImage: a:1\ndeployment: api'),
      '4:17',
      '"api" is not Kind/name'
    ],
    ['a namespace with a slash', item('image: a\nresultImage: a:1\nnamespace: a/b'), '4:16', 'not a namespace'],
    ['a key that stands twice', item('image: a\nresultImage: a:1\nimage: b'), '4:5', '"image" appears twice'],
    ['an alias', 'images:\n  - &x {image: a, resultImage: a:1}\n  - *x\n', '2:8', 'anchors and aliases'],
    ['an anchor', 'images:\n  - image: &x a\n    resultImage: a:1\n', '2:15', 'anchors and aliases'],
    ['a merge key', item('<<: {image: a}\nresultImage: a:1'), '2:5', 'merge keys'],
    ['a tag', item('image: !secret a\nresultImage: a:1'), '2:12', 'Unresolved tag'],
    ['two documents', 'images: []\n---\nimages: []\n', '3:1', 'one document is expected'],
    ['broken YAML', 'images: [\n', '2:1', ''],
    ['a tab', 'images:\n\t- a\n', '2:1', 'Tabs']
  ])('%s', (_, text, position, words) => {
    const error = refusal(text)
    expect(error.message).toContain(words)
    expect(place(error.place)).toBe(`fixed.yaml:${position}`)
  })

  test('the message names the entry, the key and the value', () => {
    const error = refusal('images:\n  - {image: a, resultImage: a:1}\n  - {image: b, resultImage: "b:"}\n')
    expect(error.message).toBe('images[1]: resultImage "b:" is not an image reference: "" is not a tag')
    expect(error.key).toBe('resultImage')
  })

  test.each([
    ['brackets', '['.repeat(100_000)],
    ['braces', '{a: '.repeat(50_000)],
    ['dashes', '- '.repeat(50_000)],
    ['question marks', '? '.repeat(50_000)]
  ])('a hundred thousand %s end as an error, not as the end of the process', (_, text) => {
    const error = refusal(text)
    expect(error.message).toContain('nested too deeply')
    expect(error.place?.line).toBe(1)
  })
})
