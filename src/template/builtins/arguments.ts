import { type Kwargs, Markup, TemplateRuntimeError, Tuple, type Value } from '../value.ts'
import { typeError } from './limits.ts'
import { asInteger } from './numbers.ts'
import { textRepr } from './text.ts'
import { isTrue } from './truth.ts'
import { typeName } from './type-name.ts'

/** A parameter: its name, and its default where it has one. */
export type Parameter = readonly [name: string, fallback?: Value]

/** Signature of a function written in Python. `leading` are the parameters that Jinja2 fills itself, the value last. */
export type Signature = {
  readonly name: string
  readonly leading: readonly string[]
  readonly parameters: readonly Parameter[]
}

/** Arguments bound to the parameters of a signature. Every method throws for a name that is no parameter. */
export class Arguments {
  private readonly values: ReadonlyMap<string, Value>

  constructor(values: ReadonlyMap<string, Value>) {
    this.values = values
  }

  value(name: string): Value {
    const value = this.values.get(name)
    if (value === undefined) throw new Error(`no parameter ${name}`)
    return value
  }

  /** Throws TypeError unless the argument is int or bool, UndefinedError never: an undefined value is a wrong type in Python too. */
  integer(name: string): bigint {
    return requireInteger(this.value(name))
  }

  /** The argument as text; throws TypeError for other types. */
  text(name: string): string {
    return requireText(this.value(name))
  }

  /** The truth of the argument; throws UndefinedError for an undefined value. */
  flag(name: string): boolean {
    return isTrue(this.value(name))
  }
}

/** Makes a signature: `signature('do_round', ['value'], ['precision', 0n])`. */
export function signature(name: string, leading: readonly string[], ...parameters: readonly Parameter[]): Signature {
  return { name, leading, parameters }
}

/** Binds arguments as Python does for a function with named parameters. Throws TypeError in Python's words. */
export function bind({ name, leading, parameters }: Signature, args: readonly Value[], kwargs: Kwargs): Arguments {
  if (args.length > parameters.length) throw tooMany(name, leading.length, parameters, args.length)
  const values = new Map<string, Value>()
  for (const [index, argument] of args.entries()) values.set(parameters[index]?.[0] ?? '', argument)
  for (const [keyword, argument] of kwargs) {
    if (values.has(keyword) || leading.includes(keyword))
      throw typeError(`${name}() got multiple values for argument '${keyword}'`)
    if (!parameters.some(([parameter]) => parameter === keyword))
      throw typeError(`${name}() got an unexpected keyword argument '${keyword}'`)
    values.set(keyword, argument)
  }
  const missing = parameters.filter(([parameter, fallback]) => fallback === undefined && !values.has(parameter))
  if (missing.length > 0) throw tooFew(name, missing)
  for (const [parameter, fallback] of parameters)
    if (fallback !== undefined && !values.has(parameter)) values.set(parameter, fallback)
  return new Arguments(values)
}

/** Checks the number of arguments of a method that Python writes in C: no keywords. Throws TypeError in Python's words. */
export function checkCount(name: string, args: readonly Value[], kwargs: Kwargs, least: number, most: number): void {
  if (kwargs.size > 0) throw typeError(`${name}() takes no keyword arguments`)
  const given = args.length
  if (given >= least && given <= most) return
  if (most === 0) throw typeError(`${name}() takes no arguments (${given} given)`)
  if (least === most && most === 1) throw typeError(`${name}() takes exactly one argument (${given} given)`)
  const short = name.slice(name.indexOf('.') + 1)
  if (least === most) throw typeError(`${short} expected ${least} arguments, got ${given}`)
  const [bound, number] = given < least ? ['least', least] : ['most', most]
  throw typeError(`${short} expected at ${bound} ${number} argument${number === 1 ? '' : 's'}, got ${given}`)
}

/** An argument that must be int or bool. Throws TypeError in Python's words. */
export function requireInteger(value: Value): bigint {
  const integer = asInteger(value)
  if (integer === undefined) throw typeError(`'${typeName(value)}' object cannot be interpreted as an integer`)
  return integer
}

const largestIndex = 2n ** 63n

/** An index or a count, which C holds in 64 bits. Throws TypeError and OverflowError in Python's words. */
export function requireIndex(value: Value): bigint {
  const integer = requireInteger(value)
  if (integer >= largestIndex || integer < -largestIndex)
    throw new TemplateRuntimeError('OverflowError', 'Python int too large to convert to C ssize_t')
  return integer
}

/** An argument that must be text. Throws TypeError; `what` goes before `must be str`. */
export function requireText(value: Value, what = ''): string {
  if (typeof value === 'string') return value
  if (value instanceof Markup) return value.text
  throw typeError(`${what === '' ? '' : `${what} `}must be str, not ${typeName(value)}`)
}

/** Items of a tuple argument, or the single argument. */
export function oneOrMany(value: Value): readonly Value[] {
  return value instanceof Tuple ? value.items : [value]
}

function tooMany(name: string, leading: number, parameters: readonly Parameter[], given: number): TemplateRuntimeError {
  const most = leading + parameters.length
  const least = leading + parameters.filter(([, fallback]) => fallback === undefined).length
  const range = least === most ? `${most}` : `from ${least} to ${most}`
  return typeError(
    `${name}() takes ${range} positional argument${most === 1 ? '' : 's'} but ${leading + given} were given`
  )
}

function tooFew(name: string, missing: readonly Parameter[]): TemplateRuntimeError {
  const names = missing.map(([parameter]) => textRepr(parameter))
  const list = names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`
  return typeError(
    `${name}() missing ${names.length} required positional argument${names.length === 1 ? '' : 's'}: ${list}`
  )
}
