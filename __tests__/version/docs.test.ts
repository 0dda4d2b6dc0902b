import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { newest } from '../../src/version/filter.ts'
import { filterFunctions } from '../../src/version/functions.ts'
import { readLooseKey } from '../../src/version/loose.ts'
import { parseVersionFilter } from '../../src/version/parse.ts'
import { toSemVerText } from '../../src/version/release.ts'
import { findTraps } from '../../src/version/traps.ts'

const page = readFileSync(new URL('../../docs/version-filters.md', import.meta.url), 'utf8')

/** Commands of the console blocks, each with the line it prints. */
const commands = [...page.matchAll(/^\$ printf '%s\\n' (.*) \| kluctl-images pick "(.*)"\n(.*)$/gm)].map(
  ([, tags = '', filter = '', printed = '']) => ({ filter, tags: tags.split(' '), printed })
)

/** Cells of the rows of the table that begins with a header. */
function tableOf(header: string): readonly (readonly string[])[] {
  const lines = page.slice(page.indexOf(header)).split('\n')
  const end = lines.findIndex(line => !line.startsWith('|'))
  return lines
    .slice(2, end)
    .map(line => line.split(' | ').map(cell => cell.replace(/^\| | \|$/g, '').replace(/^`|`$/g, '')))
}

describe('the examples of the page on version filters', () => {
  test.each(commands)('$filter of $tags is $printed', ({ filter, tags, printed }) => {
    expect(newest(parseVersionFilter(filter), tags)).toBe(printed)
  })

  test('every console line is one of them', () => {
    expect(commands.length).toBe(page.match(/^\$ /gm)?.length)
    expect(commands.length).toBeGreaterThan(20)
  })

  test('the example of a hash is a trap, and the page shows the suggested way out', () => {
    const [trap] = findTraps(parseVersionFilter('semver()'), ['1.2.0', '1.3.0', '9f8e7d6'])
    expect(trap?.suggestion).toBe('semver(allow_no_nums=false, exclude="[0-9a-f]{7,40}")')
  })
})

describe('the reference', () => {
  test('has the functions and parameters that the parser reads', () => {
    const rows = filterFunctions.flatMap(({ name, meaning, parameters }) => [
      `| \`${name}\` | | ${meaning} |`,
      ...parameters
        .filter(one => !['exclude', 'order'].includes(one.name))
        .map(one => `| | \`${one.name}\` | ${one.meaning}${describeUse(one)} |`)
    ])
    const common = filterFunctions[0]?.parameters.filter(one => ['exclude', 'order'].includes(one.name)) ?? []
    const all = [
      '| all of them | | |',
      ...common.map(one => `| | \`${one.name}\` | ${one.meaning}${describeUse(one)} |`)
    ]
    const table = ['| function | parameter | meaning |', '| --- | --- | --- |', ...rows, ...all].join('\n')
    expect(page).toContain(`<!-- functions -->\n${table}\n`)
  })

  test.each(tableOf('| tag | read as |'))('%s is read as %s', (tag = '', version = '') => {
    const { numbers, rest } = readLooseKey(tag)
    const preRelease = rest.startsWith('+') ? '' : rest.replace(/^[-_.]/, '')
    expect(toSemVerText(numbers, preRelease) ?? '–').toBe(version)
    if (version !== '–') expect(parseVersionFilter(`semver(range='=${version}')`).accepts(tag)).toBe(true)
  })
})

type Use = {
  readonly kind: string
  readonly default?: string
  readonly defaultWith?: string
  readonly positional?: true
}

function describeUse({ kind, default: usual, defaultWith, positional }: Use): string {
  const parts = [
    { flag: 'true or false', text: 'string', filter: 'filter', 'flag or text': 'true, false or string' }[kind] ?? kind,
    ...(positional ? ['by position'] : []),
    ...(usual === undefined
      ? []
      : [`default \`${usual}\`${defaultWith === undefined ? '' : ` with \`${defaultWith}\``}`])
  ]
  return ` *(${parts.join(', ')})*`
}
