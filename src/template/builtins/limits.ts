import { TemplateRuntimeError } from '../value.ts'

/** Longest single text a template may make, in UTF-16 units (threat model, section 10). */
export const maxTextLength = 1_048_576
/** Most items a list or tuple may have after `+` or `*`. */
export const maxItems = 100_000
/** Most bits of an integer; 4,300 decimal digits, where Python stops printing, need 14,285. */
export const maxIntegerBits = 16_384
/** Deepest nesting of values that is walked: printing, comparing, converting. */
export const maxDepth = 100
/** Most pairs of values that one comparison looks at. */
export const maxComparisons = 1_000_000

/** An error of type `LimitError`: the evaluator reports it with the code `limit`. */
export function limitError(message: string): TemplateRuntimeError {
  return new TemplateRuntimeError('LimitError', message)
}

/** Gives the text back, or throws `LimitError` where it is longer than {@link maxTextLength}. */
export function checkText(text: string): string {
  checkTextLength(text.length)
  return text
}

/** Throws `LimitError` for a length above {@link maxTextLength}: asked before a text is built. */
export function checkTextLength(length: number | bigint): void {
  if (length > maxTextLength) throw limitError(`text of ${length} characters is over the limit of ${maxTextLength}`)
}

/** Throws `LimitError` for a number of items above {@link maxItems}: asked before a list is built. */
export function checkItems(count: number | bigint): void {
  if (count > maxItems) throw limitError(`list of ${count} items is over the limit of ${maxItems}`)
}

const integerBound = 1n << BigInt(maxIntegerBits)

/** Gives the integer back, or throws `LimitError` where it has more than {@link maxIntegerBits} bits. */
export function checkInteger(value: bigint): bigint {
  if (value >= integerBound || value <= -integerBound)
    throw limitError(`integer is over the limit of ${maxIntegerBits} bits`)
  return value
}

/** What Jinja2 would do cannot be done exactly here: an error of type `Unsupported`, never a different result. */
export function unsupported(message: string): TemplateRuntimeError {
  return new TemplateRuntimeError('Unsupported', message)
}

/** Python's TypeError. */
export function typeError(message: string): TemplateRuntimeError {
  return new TemplateRuntimeError('TypeError', message)
}

/** Python's ValueError. */
export function valueError(message: string): TemplateRuntimeError {
  return new TemplateRuntimeError('ValueError', message)
}
