import { TemplateRuntimeError, type Value } from '../value.ts'
import { checkInteger, unsupported, valueError } from './limits.ts'
import { plainKind } from './yaml-plain.ts'

/**
 * The value of a plain scalar in PyYAML: YAML 1.1 with octal `012` and sexagesimal `1:30` numbers. Throws `Unsupported` for a
 * timestamp, ValueError for a number without digits such as `0x_`, `LimitError`.
 */
export function plainValue(text: string): Value {
  switch (plainKind(text)) {
    case 'null':
      return null
    case 'bool':
      return /^(?:yes|true|on)$/i.test(text)
    case 'int':
      return integer(text)
    case 'float':
      return float(text)
    case 'timestamp':
      throw unsupported(`the YAML timestamp ${text} is not supported; put it in quotes`)
    case 'merge':
      throw new TemplateRuntimeError(
        'YAMLError',
        "could not determine a constructor for the tag 'tag:yaml.org,2002:merge'"
      )
    default:
      return text
  }
}

function integer(text: string): bigint {
  const plain = text.replaceAll('_', '')
  const digits = plain.replace(/^[-+]/, '')
  const magnitude = checkInteger(digits.includes(':') ? sexagesimal(digits) : magnitudeOf(digits))
  return plain.startsWith('-') ? -magnitude : magnitude
}

function magnitudeOf(digits: string): bigint {
  if (/^0[bx]?$/.test(digits) && digits !== '0') throw valueError(`invalid literal for int(): '${digits}'`)
  if (digits.length > 4300) throw valueError('Exceeds the limit (4300 digits) for integer string conversion')
  return BigInt(/^0\d/.test(digits) ? `0o${digits.slice(1)}` : digits)
}

function sexagesimal(digits: string): bigint {
  return digits.split(':').reduce((total, part) => checkInteger(total * 60n + BigInt(part)), 0n)
}

function float(text: string): number {
  const plain = text.replaceAll('_', '').toLowerCase()
  const sign = plain.startsWith('-') ? -1 : 1
  const digits = plain.replace(/^[-+]/, '')
  if (digits === '.inf') return sign * Number.POSITIVE_INFINITY
  if (digits === '.nan') return Number.NaN
  return sign * (digits.includes(':') ? sexagesimalFloat(digits) : Number(digits))
}

/** Added from the last part to the first, as PyYAML does: the order decides the last digit. */
function sexagesimalFloat(digits: string): number {
  const parts = digits.split(':').toReversed()
  let total = 0
  for (const [index, part] of parts.entries()) total += Number(part) * 60 ** index
  return total
}
