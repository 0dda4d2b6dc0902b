import { FilterError } from '../errors.ts'
import { filterFunctions } from '../version/functions.ts'
import { formatFilterCall } from '../version/helpers.ts'
import type { FilterFunction } from '../version/rule.ts'
import { toText } from './builtins/text.ts'
import { Callable, type Kwargs, PyObject, TemplateRuntimeError, Undefined, type Value } from './value.ts'

/** kluctl's names of parameters, where ours are clearer (kluctl v2.16, pkg/kluctl_jinja2/ext/images_ext.py). */
const oldNames: ReadonlyMap<string, string> = new Map([
  ['regex r', 'pattern'],
  ['prefix s', 'prefix']
])

/**
 * The global `version`: one function for each of the filter language, with the same parameters, returning the text of a version filter
 * (kluctl-semantics 1.6).
 */
export function makeVersionGlobal(): PyObject {
  const functions = filterFunctions.map(one => [one.name, filterFunction(one)] as const)
  return new PyObject('VersionFunctions', new Map<string, Value>(functions))
}

function filterFunction({ name, parameters }: FilterFunction): Callable {
  const names = parameters.map(parameter => parameter.name)
  const positions = parameters.filter(parameter => parameter.positional).length
  return new Callable(name, (args, kwargs) => {
    const values = bindNames({ name, names, positions }, args, kwargs)
    try {
      return formatFilterCall(name, values)
    } catch (error) {
      if (!(error instanceof FilterError)) throw error
      throw new TemplateRuntimeError('FilterError', `version.${name}: ${error.message}`)
    }
  })
}

type Given = ReadonlyMap<string, boolean | string | undefined>

type Signature = { readonly name: string; readonly names: readonly string[]; readonly positions: number }

function bindNames({ name, names, positions }: Signature, args: readonly Value[], kwargs: Kwargs): Given {
  const fail = (message: string): never => {
    throw new TemplateRuntimeError('TypeError', `version.${name}() ${message}`)
  }
  if (args.length > positions) fail(`takes at most ${positions} arguments without a name but ${args.length} were given`)
  const given = new Map(args.map((value, index) => [names[index] ?? '', plain(value)]))
  for (const [keyword, value] of kwargs) {
    const parameter = oldNames.get(`${name} ${keyword}`) ?? keyword
    if (!names.includes(parameter)) fail(`got an unexpected keyword argument '${keyword}'`)
    if (given.has(parameter)) fail(`got multiple values for argument '${keyword}'`)
    given.set(parameter, plain(value))
  }
  return given
}

/** None stands for "not given". */
function plain(value: Value): boolean | string | undefined {
  if (value instanceof Undefined) throw new TemplateRuntimeError('UndefinedError', value.message)
  if (value === null) return undefined
  return typeof value === 'boolean' ? value : toText(value)
}
