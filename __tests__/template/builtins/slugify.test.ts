import { expect, test } from 'vitest'
import type { Value } from '../../../src/template/value.ts'
import { context } from '../../helpers/python-values.ts'

/** Expected texts come from python-slugify 8, the version that kluctl carries. */
test.each([
  ['Feature/ABC-123 fix_it', {}, 'feature-abc-123-fix-it'],
  ["it's  --  2,3 x", {}, 'it-s-23-x'],
  ['a_b.c', { separator: '_' }, 'a_b_c'],
  ['release/very long', { max_length: 8n }, 'release'],
  ['Keep Case', { lowercase: false }, 'Keep-Case'],
  ['---', {}, ''],
  ['Straße nach Köln', {}, 'strasse-nach-koln'],
  ['Łódź – “żółć” Ærø', {}, 'lodz-zolc-aero']
] as [string, Record<string, Value>, string][])('slugify of %j with %o', (text, options, slug) => {
  expect(context.callFilter('slugify', text, [], new Map(Object.entries(options)))).toBe(slug)
})

test.each([
  ['letters beyond Latin', 'Москва', {}],
  ['kept letters beyond ASCII', 'straße', { allow_unicode: true }],
  ['character entities', 'a &amp; b', {}],
  ['stop words', 'a b', { stopwords: ['a'] }]
] as [string, string, Record<string, Value>][])(
  'slugify refuses %s, which it could not do exactly',
  (_, text, options) => {
    expect(() => context.callFilter('slugify', text, [], new Map(Object.entries(options)))).toThrow(/slugify/)
  }
)
