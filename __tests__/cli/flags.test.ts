import { describe, expect, test } from 'vitest'
import type { Command } from '../../src/cli/command.ts'
import { commandLineOptions, type OwnFlag, parseFlags } from '../../src/cli/flags.ts'
import { formatCommandHelp, formatOverview } from '../../src/cli/help.ts'
import { InputError } from '../../src/errors.ts'

const own: readonly OwnFlag[] = [
  { name: 'json', kind: 'boolean', help: 'Print JSON.' },
  { name: 'filter', kind: 'text', value: 'FILTER', help: 'A filter.', short: 'f' }
]
const parse = (...args: readonly string[]): ReturnType<typeof parseFlags> => parseFlags(args, own, commandLineOptions)

function refusal(...args: readonly string[]): string {
  try {
    parse(...args)
  } catch (error) {
    if (!(error instanceof InputError)) throw error
    return [error.message, error.hint].filter(text => text !== undefined).join(' / ')
  }
  throw new Error('the flags were read')
}

describe('flags', () => {
  test.each<[string, readonly string[], object]>([
    ['of the main job', ['--target', 'prod', '--simple'], { target: 'prod', simple: 'true' }],
    ['with = before the value', ['--target=prod'], { target: 'prod' }],
    ['in one letter', ['-t', 'prod', '-u'], { target: 'prod', 'update-images': 'true' }],
    ['with a value of their own, which is joined', ['-a', 'x=1', '--args', 'y=2'], { args: 'x=1\ny=2' }],
    ['that say no', ['--no-simple'], { simple: 'false' }],
    ['that switch off what is on', ['--no-source-links'], { 'source-links': 'false' }],
    ['on and off, the last one wins', ['--simple', '--no-simple'], { simple: 'false' }],
    ['with a value that begins with -', ['--images=-x'], { images: '-x' }]
  ])('%s', (_, args, raw) => {
    expect(parse(...args)).toMatchObject({ raw, positionals: [] })
  })

  test('before a folder that is called false, where that is said', () => {
    expect(parse('--simple', '--', 'false').positionals).toEqual(['false'])
    expect(parse('false', '--simple').positionals).toEqual(['false'])
    expect(parse('--simple', './false').positionals).toEqual(['./false'])
  })

  test('of the command itself, and arguments, also behind --', () => {
    const parsed = parse('deploy', '--json', '-f', 'semver()', '--', '--odd')
    expect(parsed.positionals).toEqual(['deploy', '--odd'])
    expect(Object.fromEntries(parsed.own)).toEqual({ json: true, filter: 'semver()' })
    expect(parsed.raw).toEqual({})
  })

  test.each([
    [['--ouput-file', 'x'], 'the flag "--ouput-file" is not known / Did you mean --output-file?'],
    [['--no-simpel'], 'the flag "--no-simpel" is not known / Did you mean --simple?'],
    [['--no-target'], 'the flag "--no-target" is not known / Did you mean --target?'],
    [['--zebra'], 'the flag "--zebra" is not known'],
    [['-x'], 'the flag "-x" is not known'],
    [['--__proto__'], 'the flag "--__proto__" is not known'],
    [['--github-token', 'x'], 'the flag "--github-token" is not known'],
    [['--target'], '--target needs a value'],
    [['-t'], '--target needs a value'],
    [['--target', '--simple'], '--target needs a value / For a value that begins with "-", write --target=VALUE.'],
    [['--simple=yes'], '--simple takes no value / Write --simple to switch it on, --no-simple to switch it off.'],
    [
      ['--source-links', 'false'],
      '--source-links takes no value / Write --source-links to switch it on, --no-source-links to switch it off.'
    ],
    [
      ['--source-links=false'],
      '--source-links takes no value / Write --source-links to switch it on, --no-source-links to switch it off.'
    ],
    [
      ['-u', 'true'],
      '--update-images takes no value / Write --update-images to switch it on, --no-update-images to switch it off.'
    ],
    [['--json', 'false'], '--json takes no value / Write --json to switch it on, --no-json to switch it off.'],
    [['--target='], 'its value is empty'],
    [['--target', 'a', '--target', 'b'], '--target is given twice / It takes one value.'],
    [['-t', 'a', '--target=a', '-t', 'a'], '--target is given 3 times / It takes one value.'],
    [['-f', 'a', '--filter', ''], '--filter is given twice / It takes one value.']
  ])('%j are refused', (args, expected) => {
    expect(refusal(...args)).toBe(expected)
  })
})

describe('help', () => {
  const command: Command = {
    name: 'do',
    usage: 'do [DIR]',
    summary: 'Does it.',
    description: 'Does it well.',
    examples: ['kluctl-images do'],
    flags: own,
    options: commandLineOptions,
    positionals: ['DIR?'],
    run: async () => 0
  }

  test('names every flag with its letter, value and default, in lines that fit', () => {
    const text = formatCommandHelp(command)
    for (const { name, short, value, default: preset, kind } of commandLineOptions) {
      const flag = kind === 'boolean' && preset === 'true' ? `no-${name}` : name
      expect(text).toContain(
        `${short === undefined ? '    ' : `-${short}, `}--${flag}${value === '' ? '' : ` ${value}`}`
      )
      if (preset !== '' && kind !== 'boolean') expect(text.replace(/\s+/g, ' ')).toContain(`(default: ${preset})`)
    }
    expect(text).not.toContain('--github-token')
    expect(Math.max(...text.split('\n').map(line => line.length))).toBeLessThanOrEqual(120)
  })

  test('shows what is on by the flag that switches it off', () => {
    const text = formatCommandHelp(command).replace(/\s+/g, ' ')
    expect(text).toContain('--no-source-links On unless this is given: read the labels of changed images')
    expect(text).not.toContain('--source-links')
  })

  test('of the program names its commands and exit codes', () => {
    const text = formatOverview([command])
    expect(text).toContain('  do [DIR]  Does it.')
    expect(text).toContain('3 --check found changes')
  })
})
