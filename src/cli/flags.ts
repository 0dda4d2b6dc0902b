import { parseArgs } from 'node:util'
import { InputError } from '../errors.ts'
import { type OptionDefinition, type OptionName, optionTable } from '../option-table.ts'
import type { RawOptions } from '../options.ts'
import { nearest, quote } from '../text.ts'

/** A flag that is no option of the main job: `--json`, `--filter`. */
export type OwnFlag = {
  readonly name: string
  readonly kind: 'boolean' | 'text'
  readonly value?: string
  readonly help: string
  readonly short?: string
}

export type ParsedFlags = {
  readonly positionals: readonly string[]
  /** Values of the command's own flags. */
  readonly own: ReadonlyMap<string, string | boolean>
  /** Options of the main job, as text. */
  readonly raw: RawOptions
}

/** Options of the main job that the command line has. */
export const commandLineOptions: readonly OptionDefinition[] = optionTable.filter(
  option => option.actionOnly !== true && option.mergeOnly !== true
)

/**
 * Reads the flags of a command. Repeated flags that take several values are joined; of those that are on or off the last one wins.
 * @throws InputError naming a flag that is not known, with the nearest one that is; for a flag of one value that has several
 */
export function parseFlags(
  args: readonly string[],
  own: readonly OwnFlag[],
  options: readonly OptionDefinition[]
): ParsedFlags {
  const known = [...own.map(flag => flag.name), ...options.map(option => option.name), 'help']
  const { values, positionals, tokens } = guarded(known, () =>
    parseArgs({
      args: [...args],
      allowPositionals: true,
      allowNegative: true,
      strict: true,
      tokens: true,
      options: {
        help: { type: 'boolean', short: 'h' },
        ...Object.fromEntries(own.map(flag => [flag.name, parserOption(flag.kind === 'boolean', flag.short)])),
        ...Object.fromEntries(
          options.map(option => [option.name, parserOption(option.kind === 'boolean', option.short)])
        )
      }
    })
  )
  refuseTruthWords(tokens, booleansOf(own, options))
  const entries = Object.entries(values).map(([name, value]): [string, string | boolean] => [
    name,
    single(name, value, options)
  ])
  const ownNames = new Set(['help', ...own.map(flag => flag.name)])
  return {
    positionals,
    own: new Map(entries.filter(([name]) => ownNames.has(name))),
    raw: Object.fromEntries(
      entries.filter(([name]) => !ownNames.has(name)).map(([name, value]) => [name, String(value)])
    ) as Partial<Record<OptionName, string>>
  }
}

function booleansOf(own: readonly OwnFlag[], options: readonly OptionDefinition[]): ReadonlySet<string> {
  return new Set([...own, ...options].flatMap(({ name, kind }) => (kind === 'boolean' ? [name] : [])))
}

type FlagToken = { readonly kind: string; readonly index: number; readonly name?: string; readonly value?: unknown }

/** `--simple false` would be `--simple` and a folder `false`: nobody means that. */
function refuseTruthWords(tokens: readonly FlagToken[], booleans: ReadonlySet<string>): void {
  tokens.forEach(({ kind, name = '', index }, position) => {
    const next = tokens[position + 1]
    if (kind !== 'option' || !booleans.has(name) || next?.kind !== 'positional' || next.index !== index + 1) return
    if (next.value === 'true' || next.value === 'false') throw surplusValue(`--${name}`)
  })
}

function surplusValue(flag: string): InputError {
  return new InputError(flag, `${flag} takes no value`, {
    hint: flag.startsWith('--no-')
      ? undefined
      : `Write ${flag} to switch it on, --no-${flag.slice(2)} to switch it off.`
  })
}

function parserOption(
  isBoolean: boolean,
  short: string | undefined
): { type: 'boolean' | 'string'; multiple: boolean; short?: string } {
  return { type: isBoolean ? 'boolean' : 'string', multiple: !isBoolean, ...(short === undefined ? {} : { short }) }
}

function single(name: string, value: unknown, options: readonly OptionDefinition[]): string | boolean {
  if (typeof value === 'boolean') return value
  const values = Array.isArray(value) ? value.map(String) : [String(value)]
  const kind = options.find(option => option.name === name)?.kind
  if (kind === 'lines' || kind === 'list') return values.join('\n')
  const [first = '', ...others] = values
  if (others.length > 0)
    throw new InputError(
      `--${name}`,
      `--${name} is given ${others.length === 1 ? 'twice' : `${values.length} times`}`,
      {
        hint: 'It takes one value.'
      }
    )
  if (first === '') throw new InputError(`--${name}`, 'its value is empty')
  return first
}

function guarded<T>(known: readonly string[], parse: () => T): T {
  try {
    return parse()
  } catch (error) {
    if (!(error instanceof Error) || !('code' in error) || !String(error.code).startsWith('ERR_PARSE_ARGS')) throw error
    const flag = /'(?:-\w, )?(-[^' =]*)/.exec(error.message)?.[1] ?? ''
    if (error.code === 'ERR_PARSE_ARGS_UNKNOWN_OPTION') {
      const near = nearest(flag.replace(/^--?(?:no-)?/, ''), known)
      throw new InputError(flag, `the flag ${quote(flag)} is not known`, {
        hint: near === undefined ? undefined : `Did you mean --${near}?`
      })
    }
    if (/does not take an argument/.test(error.message)) throw surplusValue(flag)
    const isAmbiguous = /ambiguous/.test(error.message)
    throw new InputError(flag, `${flag} needs a value`, {
      hint: isAmbiguous ? `For a value that begins with "-", write ${flag}=VALUE.` : undefined
    })
  }
}
