import { FilterError } from '../errors.ts'
import { formatNumberCall, formatPrefixCall, formatRegexCall, formatSemverCall } from '../version/helpers.ts'
import { requireText } from './builtins/arguments.ts'
import { toText } from './builtins/text.ts'
import { Callable, type Kwargs, PyObject, TemplateRuntimeError, Undefined, type Value } from './value.ts'

/**
 * The global `version`: its functions return the text of a version filter. Parameter names are kluctl's and the clearer ones.
 * kluctl-semantics 1.6; kluctl v2.16, pkg/kluctl_jinja2/ext/images_ext.py.
 */
export function makeVersionGlobal(): PyObject {
  return new PyObject(
    'VersionFunctions',
    new Map<string, Value>([
      [
        'semver',
        filterFunction('semver', [['allow_no_nums']], ([flag]) =>
          formatSemverCall(flag === undefined ? false : truthText(flag))
        )
      ],
      ['number', filterFunction('number', [], () => formatNumberCall())],
      [
        'regex',
        filterFunction('regex', [['r', 'pattern']], ([pattern]) =>
          formatRegexCall(requireText(needed('regex', 'pattern', pattern)))
        )
      ],
      [
        'prefix',
        filterFunction('prefix', [['s', 'prefix'], ['suffix']], ([prefix, suffix]) =>
          formatPrefixCall(
            requireText(needed('prefix', 'prefix', prefix)),
            suffix === undefined || suffix === null ? undefined : requireText(suffix)
          )
        )
      ]
    ])
  )
}

function truthText(flag: Value): boolean | string {
  return typeof flag === 'boolean' ? flag : toText(flag)
}

/** `parameters` lists the accepted names of each position. */
function filterFunction(
  name: string,
  parameters: readonly (readonly string[])[],
  format: (values: readonly (Value | undefined)[]) => string
): Callable {
  return new Callable(name, (args, kwargs) => {
    const values = bindNames(`version.${name}`, parameters, args, kwargs)
    try {
      return format(values)
    } catch (error) {
      if (error instanceof FilterError)
        throw new TemplateRuntimeError('FilterError', `version.${name}: ${error.message}`)
      throw error
    }
  })
}

function bindNames(
  name: string,
  parameters: readonly (readonly string[])[],
  args: readonly Value[],
  kwargs: Kwargs
): (Value | undefined)[] {
  if (args.length > parameters.length)
    throw new TemplateRuntimeError(
      'TypeError',
      `${name}() takes at most ${parameters.length} arguments but ${args.length} were given`
    )
  const values: (Value | undefined)[] = [...args]
  for (const [keyword, value] of kwargs) {
    const index = parameters.findIndex(names => names.includes(keyword))
    if (index < 0)
      throw new TemplateRuntimeError('TypeError', `${name}() got an unexpected keyword argument '${keyword}'`)
    if (values[index] !== undefined)
      throw new TemplateRuntimeError('TypeError', `${name}() got multiple values for argument '${keyword}'`)
    values[index] = value
  }
  for (const value of values)
    if (value instanceof Undefined) throw new TemplateRuntimeError('UndefinedError', value.message)
  return values
}

function needed(name: string, parameter: string, value: Value | undefined): Value {
  if (value === undefined)
    throw new TemplateRuntimeError('TypeError', `version.${name}() is missing its argument '${parameter}'`)
  return value
}
