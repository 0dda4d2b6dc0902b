import type { TargetArgs } from '../project/args.ts'
import { shorten } from '../text.ts'
import { isYamlList, isYamlMap, type YamlMap, type YamlValue } from '../yaml/parse.ts'

/** Args that the user gives for every target, and how: `--args region=us`. */
export type GivenForAll = { readonly flag: string; readonly args: YamlMap }

/**
 * Where what is given for every target replaces another value that a target has itself, each a sentence without its full stop. Maps are gone
 * into, as kluctl merges them. A value of a target is compared as it stands, so that a template is another one.
 */
export function replacedArgs(given: readonly GivenForAll[], targets: readonly TargetArgs[]): readonly string[] {
  return given.flatMap(({ flag, args }) =>
    targets.flatMap(({ name, args: own }) =>
      replaced(args, own, '').map(what => `${shorten(flag, 80)} replaces ${what} of ${name}`)
    )
  )
}

function replaced(given: YamlMap, own: YamlMap, above: string): readonly string[] {
  return [...given].flatMap(([key, value]) => {
    const before = own.get(key)
    if (before === undefined || isSame(before, value)) return []
    const name = `${above}${key}`
    if (isYamlMap(before) && isYamlMap(value)) return replaced(value, before, `${name}.`)
    return [isYamlMap(before) || isYamlList(before) ? name : `${name}: ${shorten(String(before), 40)}`]
  })
}

function isSame(a: YamlValue, b: YamlValue): boolean {
  return plainText(a) === plainText(b)
}

/** One text for one value; whole numbers are bigint, which JSON does not know. */
function plainText(value: YamlValue): string {
  if (isYamlMap(value))
    return `{${[...value].map(([key, one]) => `${JSON.stringify(key)}:${plainText(one)}`).toSorted()}}`
  if (isYamlList(value)) return `[${value.map(plainText)}]`
  return typeof value === 'string' ? JSON.stringify(value) : String(value)
}
