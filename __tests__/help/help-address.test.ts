import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { version } from '../../src/about.ts'
import { InputError, RegistryError } from '../../src/errors.ts'
import { anchors, helpAddress, helpAddresses, kindOf, splitHelp } from '../../src/help-address.ts'

const read = (path: string): string => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8')
const source = read('src/errors.ts')
const guide = read('docs/troubleshooting.md')
const base = `https://github.com/kluctl-images/kluctl-images/blob/v${version}/docs/troubleshooting.md`

/** The words of a union type, or of the type that a name stands for. */
function words(text: string): readonly string[] {
  const quoted = [...text.matchAll(/'([^']+)'/g)].map(([, word = '']) => word)
  if (quoted.length > 0) return quoted
  const declared = new RegExp(`export type ${text.trim()} =((?:\\s*(?:/\\*\\*.*\\*/|\\| '[^']+'|'[^']+'))+)`).exec(
    source
  )
  return declared?.[1] === undefined ? [] : words(declared[1])
}

/** Every class of errors with its codes, as errors.ts has them. */
const kinds = source
  .split(/^export class /m)
  .slice(1)
  .flatMap(part => {
    const [error = ''] = part.split(' ')
    const code = /^ {2}readonly code(?: = |: )(.+)$/m.exec(part)?.[1] ?? ''
    return words(code).map((word): [string, string] => [error, word])
  })

test('errors.ts was understood', () => {
  expect(kinds.length).toBeGreaterThan(45)
  expect(new Set(kinds.map(([error]) => error)).size).toBe((source.match(/^export class \w+ extends/gm) ?? []).length)
})

describe('each class and code has its page', () => {
  test.each(kinds)('%s %s', (error, code) => {
    const address = helpAddress({ error, code })
    expect(address).toMatch(/^https:\/\/github\.com\/[\w/.-]+#[a-z][a-z-]+$/)
    const anchor = address?.slice(base.length + 1)
    expect(address).toBe(`${base}#${anchor}`)
    const [, paragraph] = guide.split(`<a id="${anchor}"></a>`)
    expect(paragraph?.split('\n\n')[0]).toContain(`**\`${error}\` \`${code}\`** – `)
  })

  test.each(kinds)('%s %s is explained in two sentences at least', (error, code) => {
    const [, text = ''] = guide.split(`**\`${error}\` \`${code}\`** – `)
    const sentences = (text.split('\n')[0] ?? '').split(/(?<=[.])\s+(?=[A-Z`])/)
    expect(sentences.filter(sentence => sentence.length > 30).length).toBeGreaterThan(1)
  })
})

test('the names are class and code, so that a reader of a report can guess them', () => {
  for (const [error, codes] of Object.entries(anchors)) {
    for (const [code, anchor] of Object.entries(codes)) {
      const name = error
        .replace(/Error$/, '')
        .replace(/(?<!Git)(?<=[a-z])(?=[A-Z])/g, '-')
        .toLowerCase()
      expect(anchor).toBe(Object.keys(codes).length === 1 ? code : `${name}-${code}`)
    }
  }
})

test('the guide has no anchor that no error leads to, and none twice', () => {
  const inGuide = [...guide.matchAll(/<a id="([^"]+)"><\/a>/g)].map(([, anchor]) => anchor)
  expect(inGuide.toSorted()).toEqual(
    Object.values(anchors)
      .flatMap(codes => Object.values(codes))
      .toSorted()
  )
})

test('what is no error of ours has no page, whatever a report says', () => {
  for (const kind of [
    ['RegistryError', 'no-such'],
    ['TypeError', 'input'],
    ['constructor', 'name'],
    ['InputError', 'toString'],
    ['__proto__', 'constructor'],
    ['', '']
  ]) {
    const [error = '', code = ''] = kind
    expect(helpAddress({ error, code })).toBeUndefined()
  }
})

test('only the first error of a kind has the address', () => {
  const registry = (code: 'tls' | 'denied'): RegistryError => new RegistryError(code, 'x', { registry: 'a.test' })
  const errors = [registry('tls'), registry('tls'), new InputError('a', 'b'), registry('denied'), registry('tls')]
  expect(helpAddresses(errors.map(kindOf)).map(address => address?.split('#')[1])).toEqual([
    'registry-tls',
    undefined,
    'input',
    'registry-denied',
    undefined
  ])
})

test.each([
  ['Not written. Check it. See ADDRESS#github-permission', 'Not written. Check it.', 'github-permission'],
  ['Two\nlines. See ADDRESS#file-write', 'Two\nlines.', 'file-write'],
  ['Not written. See ADDRESS#elsewhere', undefined, undefined],
  ['Not written. See https://evil.example/#file-write', undefined, undefined],
  ['See ADDRESS#file-write. And then more.', undefined, undefined],
  ['Not written.', undefined, undefined]
])('a notice is parted from its page: %s', (said, text, anchor) => {
  const given = said.replace('ADDRESS', base)
  const address = anchor === undefined ? undefined : `${base}#${anchor}`
  expect(splitHelp(given)).toEqual({ text: text ?? given, address })
})
