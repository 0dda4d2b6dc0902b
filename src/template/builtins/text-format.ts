import { type Kwargs, TemplateRuntimeError, type Value } from '../value.ts'
import { refuseUndefined } from './equality.ts'
import { formatValue } from './format-spec.ts'
import { checkText, checkTextLength, unsupported, valueError } from './limits.ts'
import { repr, toText } from './text.ts'

/** The arguments of one call of `format`, and how its fields without a number are counted. */
type Fields = { readonly args: readonly Value[]; readonly kwargs: Kwargs; next: number | 'manual' }

/**
 * Python's `text.format(args, kwargs)`: `{}`, `{0}`, `{name}`, `!r`, `!s`, format specifications with nested fields.
 * Fields that walk into attributes or items (`{x.y}`, `{x[0]}`) are refused (threat model, section 4.2).
 */
export function formatBraces(text: string, args: readonly Value[], kwargs: Kwargs): string {
  return checkText(formatLevel(text, { args, kwargs, next: 0 }, 2))
}

function formatLevel(text: string, fields: Fields, levels: number): string {
  if (levels === 0) throw valueError('Max string recursion exceeded')
  let result = ''
  let at = 0
  while (at < text.length) {
    const brace = text.slice(at).search(/[{}]/)
    if (brace < 0) return result + text.slice(at)
    result += text.slice(at, at + brace)
    at += brace
    if (text[at + 1] === text[at]) {
      result += text.charAt(at)
      at += 2
      continue
    }
    if (text[at] === '}') throw valueError("Single '}' encountered in format string")
    const end = fieldEnd(text, at)
    result += formatField(text.slice(at + 1, end), fields, levels)
    checkTextLength(result.length)
    at = end + 1
  }
  return result
}

/** Offset of the brace that closes the field which opens at `start`. */
function fieldEnd(text: string, start: number): number {
  let depth = 0
  for (let at = start; at < text.length; at += 1) {
    if (text[at] === '{') depth += 1
    if (text[at] === '}') depth -= 1
    if (depth === 0) return at
  }
  throw valueError(
    text.length === start + 1 ? "Single '{' encountered in format string" : "expected '}' before end of string"
  )
}

function formatField(field: string, fields: Fields, levels: number): string {
  const match = /^([^!:{}]*)(?:!([\s\S]?))?(?::([\s\S]*))?$/u.exec(field)
  if (!match) throw unsupported(`the format field "{${field}}" is not supported`)
  const [, name = '', conversion, spec = ''] = match
  const value = lookUp(name, fields)
  refuseUndefined(value)
  const inner = spec === '' ? '' : formatLevel(spec, fields, levels - 1)
  return formatValue(converted(value, conversion), inner)
}

function converted(value: Value, conversion: string | undefined): Value {
  if (conversion === undefined) return value
  if (conversion === 's') return toText(value)
  if (conversion === 'r') return repr(value)
  throw conversion === 'a'
    ? unsupported('the conversion "!a" is not supported')
    : valueError(`Unknown conversion specifier '${conversion}'`)
}

function lookUp(name: string, fields: Fields): Value {
  if (/[.[\]]/.test(name)) throw unsupported(`the format field "{${name}}" walks into a value, which is not supported`)
  if (name !== '' && !/^\d+$/.test(name)) {
    const value = fields.kwargs.get(name)
    if (value === undefined) throw new TemplateRuntimeError('KeyError', repr(name))
    return value
  }
  const index = name === '' ? automatic(fields) : manual(Number(name), fields)
  const value = fields.args[index]
  if (value === undefined)
    throw new TemplateRuntimeError('IndexError', `Replacement index ${index} out of range for positional args tuple`)
  return value
}

function automatic(fields: Fields): number {
  if (fields.next === 'manual')
    throw valueError('cannot switch from manual field specification to automatic field numbering')
  fields.next += 1
  return fields.next - 1
}

function manual(index: number, fields: Fields): number {
  if (fields.next !== 'manual' && fields.next > 0)
    throw valueError('cannot switch from automatic field numbering to manual field specification')
  fields.next = 'manual'
  return index
}
