import { Callable, Dict, Markup, type PyObject, Sequence, Tuple, Undefined, type Value } from '../value.ts'

/** Python's name of a value's type, as its error messages use it: `str`, `NoneType`, `dict_keys`. */
export function typeName(value: Value): string {
  if (value === null) return 'NoneType'
  if (Array.isArray(value)) return 'list'
  switch (typeof value) {
    case 'boolean':
      return 'bool'
    case 'string':
      return 'str'
    case 'bigint':
      return 'int'
    case 'number':
      return 'float'
    default:
      return objectTypeName(value)
  }
}

function objectTypeName(value: Tuple | Dict | Sequence | Undefined | Callable | Markup | PyObject): string {
  if (value instanceof Tuple) return 'tuple'
  if (value instanceof Dict) return 'dict'
  if (value instanceof Sequence) return value.kind
  if (value instanceof Undefined) return value.silent ? 'Undefined' : 'StrictUndefined'
  if (value instanceof Callable) return 'function'
  if (value instanceof Markup) return 'Markup'
  return value.type
}

const modules: ReadonlyMap<string, string> = new Map([
  ['Markup', 'markupsafe'],
  ['StrictUndefined', 'jinja2.runtime'],
  ['Undefined', 'jinja2.runtime'],
  ['LoopContext', 'jinja2.runtime'],
  ['Macro', 'jinja2.runtime'],
  ['BlockReference', 'jinja2.runtime'],
  ['TemplateReference', 'jinja2.runtime'],
  ['TemplateModule', 'jinja2.environment'],
  ['Namespace', 'jinja2.utils'],
  ['Cycler', 'jinja2.utils'],
  ['Joiner', 'jinja2.utils'],
  ['_GroupTuple', 'jinja2.filters']
])

/** How Jinja2 names an object in `… has no attribute …`: `dict object`, `None`, `jinja2.utils.Namespace object`. */
export function describeObject(value: Value): string {
  if (value === null) return 'None'
  const name = typeName(value)
  const module = modules.get(name)
  return `${module === undefined ? '' : `${module}.`}${name} object`
}
