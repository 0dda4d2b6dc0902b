import { describe, expect, test } from 'vitest'
import { ProjectError } from '../../src/errors.ts'
import { parseYaml } from '../../src/yaml/parse.ts'
import { Part } from '../../src/yaml/shape.ts'

function part(text: string): Part {
  const document = parseYaml(text, 'x.yaml')
  if (!document) throw new Error('the text is empty')
  return new Part(document)
}

function refusal(read: () => unknown): { message: string; hint: string | undefined } {
  try {
    read()
  } catch (error) {
    if (!(error instanceof ProjectError)) throw error
    const { line, column } = error.place ?? {}
    return { message: `${line}:${column} ${error.message}`, hint: error.hint }
  }
  throw new Error('the value was read')
}

const text = 'items:\n  - name: a\n    tags: [x, 1, true]\n    on: true\n'

describe('a part of a document', () => {
  test('reads itself as what is expected', () => {
    const [item] = part(text).at('items').list()
    expect(item?.at('name').text()).toBe('a')
    expect(item?.at('tags').texts()).toEqual(['x', '1', 'true'])
    expect(item?.at('on').boolean(false)).toBe(true)
    expect(item?.at('off').boolean(false)).toBe(false)
    expect(item?.at('none').optionalText()).toBeUndefined()
    expect(item?.at('none').list()).toEqual([])
    expect(item?.at('name').name).toBe('items[0].name')
  })

  test.each<[string, (root: Part) => unknown, string]>([
    ['a map instead of text', root => root.text(), '1:1 text is expected here, and it is a map'],
    ['a list instead of a map', root => root.at('items').map(), '2:3 items: a map is expected here, and it is a list'],
    ['nothing instead of text', root => root.at('z').text(), '1:1 z: text is expected here, and it is nothing'],
    [
      'text instead of true or false',
      root => root.at('items').list()[0]?.at('name').boolean(false),
      '2:11 items[0].name: true or false is expected here, and it is text'
    ]
  ])('says where it finds %s', (_, read, message) => {
    expect(refusal(() => read(part(text))).message).toBe(message)
  })

  test.each([
    ['includ: x', ['include', 'path'], 'Did you mean include?'],
    ['Path: x', ['include', 'path'], 'Did you mean path?'],
    ['incldue: x', ['include', 'path'], 'Did you mean include?'],
    ['zebra: x', ['include', 'path'], 'Known keys: include, path.']
  ])('refuses the key of %s and helps', (source, known, hint) => {
    expect(refusal(() => part(source).allow(known)).hint).toBe(hint)
  })
})
