import { describe, expect, test } from 'vitest'
import { isSelected, parseImageRules, ruleFor } from '../../src/resolve/rules.ts'

function rules(...lines: readonly string[]): ReturnType<typeof parseImageRules>['rules'] {
  const parsed = parseImageRules(lines)
  expect(parsed.problems).toEqual([])
  return parsed.rules
}

describe('a pattern of images', () => {
  test.each<[pattern: string, image: string, boolean]>([
    ['ghcr.io/team/app', 'ghcr.io/team/app', true],
    ['ghcr.io/team/app', 'ghcr.io/team/app2', false],
    ['ghcr.io/team/app', 'ghcrxio/team/app', false],
    ['ghcr.io/team/*', 'ghcr.io/team/app', true],
    ['ghcr.io/team/*', 'ghcr.io/team/app/web', false],
    ['ghcr.io/team/**', 'ghcr.io/team/app/web', true],
    ['**/web', 'ghcr.io/team/app/web', true],
    ['*/web', 'ghcr.io/team/web', false],
    ['ghcr.io/*/app', 'ghcr.io/team/app', true],
    ['app-*', 'app-web', true],
    ['**', 'r.io:5000/x', true],
    ['localhost:5000/*', 'localhost:5000/x', true],
    ['nginx', 'nginx', true],
    ['nginx', 'docker.io/library/nginx', true],
    ['docker.io/nginx', 'nginx', true],
    ['library/nginx', 'nginx', true],
    ['docker.io/library/nginx', 'index.docker.io/nginx', true],
    ['index.docker.io/library/nginx', 'nginx', true],
    ['docker.io/**', 'team/app', true],
    ['docker.io/**', 'ghcr.io/team/app', false],
    ['team/app', 'docker.io/team/app', true],
    ['GHCR.io/team/app', 'ghcr.io/team/app', true],
    ['ghcr.io/team/app', 'ghcr.io/team/app:1.0', true]
  ])('%s selects %s: %s', (pattern, image, expected) => {
    expect(isSelected(rules(pattern), image)).toBe(expected)
  })

  test('no pattern selects everything', () => {
    expect(isSelected(rules('', '# only a comment', '   '), 'nginx')).toBe(true)
  })

  test('a pattern with ! leaves out, wherever it stands, and alone it leaves the rest in', () => {
    expect(isSelected(rules('!nginx', '**'), 'nginx')).toBe(false)
    expect(isSelected(rules('**', '! nginx'), 'nginx')).toBe(false)
    expect(isSelected(rules('!nginx'), 'redis')).toBe(true)
  })
})

describe('a version filter of images', () => {
  test.each([
    ['nginx = semver()', 'semver(allow_no_nums=false)'],
    ['nginx=number()', 'number()'],
    ["nginx = regex('a=b#c') # comment", 'regex(pattern="a=b#c")'],
    ["nginx = prefix('v #', suffix=number())", 'prefix(prefix="v #", suffix=number())']
  ])('%s', (line, filter) => {
    expect(ruleFor(rules(line), 'nginx')?.filter?.toString()).toBe(filter)
  })

  test('is that of the last line that matches and names one', () => {
    const lines = rules('** = semver()', 'nginx = number()', 'nginx')
    expect(ruleFor(lines, 'nginx')?.filter?.toString()).toBe('number()')
    expect(ruleFor(lines, 'redis')?.pattern).toBe('**')
    expect(ruleFor(rules('nginx'), 'nginx')).toBeUndefined()
  })
})

describe('wrong lines of images', () => {
  test.each([
    ['ngin x', '"ngin x" is not an image pattern'],
    ['!', '"" is not an image pattern'],
    ['= semver()', '"" is not an image pattern'],
    ['nginx:1.25', 'selects repositories and has no tag'],
    ['nginx@sha256:abc', 'is not an image pattern'],
    ['nginx =', 'the version filter after "=" is missing'],
    ['!nginx = semver()', 'takes no version filter'],
    ['nginx = sember()', 'nginx: '],
    ['nginx = regex("(")', 'nginx: '],
    ['a/{b,c}', 'is not an image pattern'],
    ['*a*a*a*a*a*a*a*a*a*a*a', 'the pattern has stars in more than 10 places']
  ])('%s', (line, message) => {
    const { problems } = parseImageRules([line])
    expect(problems.map(problem => problem.input)).toEqual(['images'])
    expect(problems[0]?.message).toContain(message)
  })

  test('are reported together, and the good ones are read', () => {
    const { rules: read, problems } = parseImageRules(['a b', 'nginx', 'c d'])
    expect(read.map(rule => rule.pattern)).toEqual(['nginx'])
    expect(problems).toHaveLength(2)
  })

  test('a wrong filter shows where it is wrong', () => {
    const [problem] = parseImageRules(['nginx = semver(x)']).problems
    expect(problem?.message).toMatch(/semver\(x\)\n {7}\^/)
  })
})
