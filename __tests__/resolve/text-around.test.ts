import { describe, expect, test } from 'vitest'
import { textAround } from '../../src/resolve/text-around.ts'
import { formatPlaceholder } from '../../src/template/placeholder.ts'
import { useOf } from '../helpers/image-use.ts'

const placeholder = formatPlaceholder({ image: 'app', filter: undefined, place: undefined })

function around(before: string, behind: string, field = 'spec.args[0]'): readonly [string, string] {
  const { manifest } = useOf('app')
  const range = [before.length, before.length + placeholder.length] as const
  const found = textAround({ manifest: { ...manifest, text: before + placeholder + behind }, range, field })
  return [found.before, found.behind]
}

describe('text around a call', () => {
  test.each<[string, string, string, string]>([
    ['image: mirror.test/', '\n', 'mirror.test/', ''],
    ['image: "mirror.test:5000/a/', '"', 'mirror.test:5000/a/', ''],
    ['args: [--image=mirror.test/', ']', 'mirror.test/', ''],
    ['x: docker://mirror.test/', '', 'mirror.test/', ''],
    ['image: my-', '-alpine', 'my-', '-alpine'],
    ['image: ', ':debug', '', ':debug'],
    ['image: ', '@sha256:0', '', '@sha256:0'],
    ['note: It runs ', '-alpine. And well.', '', '-alpine']
  ])('is a part of the reference in %s…%s', (before, behind, ...expected) => {
    expect(around(before, behind)).toEqual(expected)
  })

  test.each<[string, string]>([
    ['image: ', '\n'],
    ["args: ['--image=", ",mode=x']"],
    ['args: [--app=', ']'],
    ['x: oci://', ''],
    ['x: "FROM a\\n', '\\nRUN b"'],
    ['x: "\\x41\\u00e9', '"'],
    ['x: app:', ''],
    ['x: user@', ''],
    ['x: /images/', ''],
    ['x: --', ''],
    ['json: "{\\"image\\": \\"', '\\", \\"x\\": 1}"'],
    ['note: It runs ', '. And well.'],
    ['note: It runs (', ') well']
  ])('is no part of it in %s…%s', (before, behind) => {
    expect(around(before, behind)).toEqual(['', ''])
  })

  test.each<[string, string]>([
    ['image: /', '/'],
    ['image: app:', 'app:'],
    ['image: app@', 'app@']
  ])('is one whatever it is where the value is the image: %s', (before, expected) => {
    expect(around(before, '', 'spec.containers[0].image')).toEqual([expected, ''])
    expect(around('{"image":', '}', 'spec.containers[0].image')).toEqual(['', ''])
  })

  test('keeps the placeholder of another call', () => {
    expect(around('x: ', `-${placeholder}`)).toEqual(['', `-${placeholder}`])
    expect(around(`x: ${placeholder}/`, '')).toEqual([`${placeholder}/`, ''])
  })
})
