import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { compileImagePattern } from '../../src/image/pattern.ts'
import { readPolicy } from '../../src/policy/read-policy.ts'
import { file, problemsOf, rule } from './problems.ts'

test('every field is read as it is written', () => {
  const text = `
rules:
  - image: [nginx, ghcr.io/team/*]
    filter: semver(range='>=1')
    platforms: [linux/amd64, linux/arm/v7]
    minimum-age: 12h
    no-date: allow
    max-bump: minor
    no-downgrade: true
    hold: { reason: "release\\n freeze ", owner: "@team", expiry: 2026-12-24 }
    skip: [1.10, "2.0", latest, 0x1f, { tag: 1.4.3, reason: broken }, { tag: 3 }]
  - image: "**"
    hold: { reason: moving }
registries: { allow: [ghcr.io, "*.example.com"], deny: [docker.io] }
`
  const { rules, registries } = readPolicy(text, file)
  expect(registries).toEqual({ allow: ['ghcr.io', '*.example.com'], deny: ['docker.io'] })
  expect(rules[0]).toMatchObject({
    patterns: [{ text: 'nginx' }, { text: 'ghcr.io/team/*' }],
    filter: { text: "semver(range='>=1')" },
    platforms: ['linux/amd64', 'linux/arm/v7'],
    minimumAge: { milliseconds: 12 * 3_600_000, text: '12h' },
    noDate: 'allow',
    maxBump: 'minor',
    noDowngrade: true,
    hold: { reason: 'release freeze', owner: '@team', expiry: '2026-12-24', place: { file, line: 10, column: 11 } },
    place: { file, line: 3, column: 5 }
  })
  expect(rules[0]?.skip.map(({ tag, reason }) => [tag, reason])).toEqual([
    ...[['1.10'], ['2.0'], ['latest'], ['0x1f']].map(([tag]) => [tag, undefined]),
    ['1.4.3', 'broken'],
    ['3', undefined]
  ])
  expect(rules[1]).toEqual({
    ...{
      patterns: [compileImagePattern('**')],
      filter: undefined,
      platforms: undefined,
      minimumAge: undefined,
      noDate: undefined
    },
    ...{ maxBump: undefined, noDowngrade: undefined, skip: [], place: { file, line: 12, column: 5 } },
    hold: { reason: 'moving', owner: undefined, expiry: undefined, place: { file, line: 13, column: 11 } }
  })
})

test.each(['', '\n', '# later\n', '---\n', '{}'])('%j is a policy that says nothing', text => {
  expect(readPolicy(text, file)).toEqual({ rules: [], registries: { allow: undefined, deny: [] } })
})

test('a list of registries that is empty is not one that is missing', () => {
  expect(readPolicy('registries: { allow: [] }', file).registries).toEqual({ allow: [], deny: [] })
  expect(readPolicy('registries: { deny: [] }', file).registries).toEqual({ allow: undefined, deny: [] })
})

test.each([
  ['30m', 1_800_000],
  ['12h', 43_200_000],
  ['3d', 259_200_000],
  ['2w', 1_209_600_000],
  ['0d', 0],
  ['3650d', 315_360_000_000]
])('%s is %d milliseconds', (text, milliseconds) => {
  const { rules } = readPolicy(`rules: [{ image: a, minimum-age: ${text} }]`, file)
  expect(rules[0]?.minimumAge).toEqual({ milliseconds, text })
})

const about = 'rules[0]'

describe('what is wrong is said with its place', () => {
  test.each<[text: string, problems: readonly string[]]>([
    ['- 1', ['1:1 a map is expected here, and it is a list']],
    ['rules: 1', ['1:8 rules: a list is expected here, and it is a number']],
    ['rules:', ['1:7 rules: has no value | Give it one, or remove the key.']],
    ['registries: { allow: }', ['1:22 registries.allow: has no value | Give it one, or remove the key.']],
    ['rules: []\nrules: []', ['2:1 "rules" appears twice in one map']],
    ['rules: []\n---\nrules: []', ['3:1 one document is expected, and the file has 2']],
    ['rule: []', ['1:7 rule: the key "rule" is not known here | Did you mean rules?']],
    ['zzz: []', ['1:6 zzz: the key "zzz" is not known here | Known keys: rules, registries.']],
    [
      'rules: &a []',
      [
        '1:11 anchors, aliases and merge keys are not used in a policy file | Give one rule several patterns, or write the values again.'
      ]
    ],
    ['rules: [1]', [`1:9 ${about}: a map is expected here, and it is a number`]],
    ['rules: [{}]', [`1:9 ${about}: image is missing | Name the images of this rule; "**" is every image.`]],
    ['rules: [{ image: [] }]', [`1:18 ${about}.image: the list is empty, so that the rule is about nothing`]],
    [
      'rules: [{ image: "a b" }]',
      [
        `1:18 ${about}.image: "a b" is not an image pattern | A pattern is a repository, as ghcr.io/team/app; * stands for one path segment, ** for any.`
      ]
    ],
    ...['ghcr.io/', '/a', 'https://a', 'a@b'].map((pattern): [string, readonly string[]] => [
      `rules: [{ image: "${pattern}" }]`,
      [
        `1:18 ${about}.image: "${pattern}" is not an image pattern | A pattern is a repository, as ghcr.io/team/app; * stands for one path segment, ** for any.`
      ]
    ]),
    [
      'rules: [{ image: [a, "b:1"] }]',
      [`1:22 ${about}.image[1]: "b:1" has a tag, and a pattern is about repositories | Name tags with filter or skip.`]
    ],
    [`rules: [{ image: ${'a'.repeat(501)} }]`, [`1:18 ${about}.image: the pattern is longer than 500 characters`]],
    [
      `rules: [{ image: "${'*a'.repeat(11)}" }]`,
      [
        `1:18 ${about}.image: "${'*a'.repeat(11)}" has stars in more than 10 places | Two stars stand for anything, / too.`
      ]
    ],
    [
      `rules: [${'{ image: a }, '.repeat(1001)}]`,
      [
        '1:14009 rules[1000]: the file has 1001 rules; at most 1000 are read | Give one rule several patterns where they say the same.'
      ]
    ],
    [
      `registries: { deny: [${'a, '.repeat(201)}] }`,
      ['1:622 registries.deny[200]: the list has 201 registries; at most 200 are read']
    ],
    [
      rule('minimumAge: 3d'),
      [`3:15 ${about}.minimumAge: the key "minimumAge" is not known here | Did you mean minimum-age?`]
    ],
    [
      rule('minimum-age: 3'),
      [`3:16 ${about}.minimum-age: "3" is no time: it has no unit | Write it as 30m, 12h, 3d or 2w.`]
    ],
    [
      rule('minimum-age: 3651d'),
      [`3:16 ${about}.minimum-age: "3651d" is no time: it is more than ten years | Write it as 30m, 12h, 3d or 2w.`]
    ],
    [
      rule('minimum-age: 1.5d'),
      [
        `3:16 ${about}.minimum-age: "1.5d" is no time: it is a whole number with m, h, d or w behind it | Write it as 30m, 12h, 3d or 2w.`
      ]
    ],
    [
      rule('max-bump: mayor'),
      [`3:13 ${about}.max-bump: "mayor" is not known here | Write one of major, minor, patch.`]
    ],
    [rule('no-downgrade: 1'), [`3:17 ${about}.no-downgrade: true or false is expected here, and it is a number`]],
    [
      rule('platforms: [amd64]'),
      [`3:15 ${about}.platforms[0]: "amd64" is not a platform | Write it as linux/amd64 or linux/arm/v7.`]
    ],
    [rule('platforms: linux/amd64'), [`3:14 ${about}.platforms: a list is expected here, and it is text`]],
    [
      rule('hold: true'),
      [
        `3:9 ${about}.hold: a hold is a map that says why | Write hold: { reason: why, owner: who, expiry: 2026-12-24 }; owner and expiry may be left out.`
      ]
    ],
    [
      rule('hold: { owner: me }'),
      [`3:9 ${about}.hold: reason is missing | Whoever meets the hold next wants to know why.`]
    ],
    [rule('hold: { reason: " " }'), [`3:19 ${about}.hold.reason: the text is empty`]],
    [
      rule('hold: { reason: r, expiry: 2026-02-30 }'),
      [`3:30 ${about}.hold.expiry: "2026-02-30" is no day of the calendar | Write it as 2026-12-24.`]
    ],
    [
      rule('hold: { reason: r, expiry: tomorrow }'),
      [`3:30 ${about}.hold.expiry: "tomorrow" is no day of the calendar | Write it as 2026-12-24.`]
    ],
    [rule('skip: ["a:1"]'), [`3:10 ${about}.skip[0]: "a:1" is not a tag | Write the tag only, without the image.`]],
    [rule('skip: [{ reason: r }]'), [`3:10 ${about}.skip[0]: tag is missing`]],
    [rule('skip: [true]'), [`3:10 ${about}.skip[0]: a tag is expected here, as text | Put it in quotes.`]],
    [rule('skip: [null]'), [`3:10 ${about}.skip[0]: a tag is expected here, as text | Put it in quotes.`]],
    [
      'registries: { allow: ["https://ghcr.io"] }',
      ['1:23 registries.allow[0]: "https://ghcr.io" is not a registry: it has a scheme or a path; write the host only']
    ],
    ['registries: { deny: [1] }', ['1:22 registries.deny[0]: text is expected here, and it is a number']]
  ])('%j', (text, problems) => {
    expect(problemsOf(text)).toEqual(problems)
  })

  test('a version filter with a caret under it', () => {
    expect(problemsOf(rule('filter: semver(rang=1)'))[0]).toMatch(
      /^3:11 rules\[0\]\.filter: .*\nsemver\(rang=1\)\n {7}\^/
    )
  })

  test('all at once', () => {
    const text = rule(
      'max-bump: x\n  skip: ["/", ok, "@"]\n  hold: {}\n- image: 1\nregistries: { deny: ["a/b"], alow: [] }'
    )
    expect(problemsOf(text).map(one => one.replace(/: .*/, ''))).toEqual([
      ...[
        '3:13 rules[0].max-bump',
        '4:10 rules[0].skip[0]',
        '4:19 rules[0].skip[2]',
        '5:9 rules[0].hold',
        '6:10 rules[1].image'
      ],
      ...['7:22 registries.deny[0]', '7:36 registries.alow']
    ])
  })
})

test('whatever the text, there is a policy or a ProjectError', () => {
  const word = fc.constantFrom(
    'rules',
    'image',
    'skip',
    'hold',
    'registries',
    'allow',
    '- ',
    ': ',
    '[',
    '{',
    ']',
    '}',
    '\n',
    '  ',
    '&a',
    '*a',
    '~',
    '1',
    'a',
    "'"
  )
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.array(word, { maxLength: 30 }).map(words => words.join(''))
      ),
      text => {
        expect(problemsOf(text)).toBeDefined()
      }
    ),
    { numRuns: 500 }
  )
})
