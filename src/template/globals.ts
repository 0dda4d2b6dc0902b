import { bind, checkCount, requireInteger, signature } from './builtins/arguments.ts'
import { Range } from './builtins/range.ts'
import { toText } from './builtins/text.ts'
import { dictFunctions } from './dict-functions.ts'
import { fileFunctions } from './file-functions.ts'
import { makeGetVar } from './get-var.ts'
import { makeImagesGlobal } from './images-global.ts'
import { makeCycler, makeDict, makeJoiner, makeNamespace } from './objects.ts'
import type { Runtime } from './runtime.ts'
import { Callable, type Kwargs, PyObject, TemplateRuntimeError, type Value } from './value.ts'
import { makeVersionGlobal } from './version-global.ts'

const message = signature('raise_helper', [], ['msg'])
const debugMessage = signature('debug_print', [], ['msg'])

/** Jinja2's own; a variable of the same name always hides them. */
export const jinjaGlobals: ReadonlySet<string> = new Set(['range', 'dict', 'namespace', 'cycler', 'joiner', 'lipsum'])

/** The functions and objects that every template sees: Jinja2's and kluctl's. kluctl-semantics 5.7. */
export function makeGlobals(runtime: Runtime): ReadonlyMap<string, Value> {
  return new Map<string, Value>([
    ['range', new Callable('range', (args, kwargs) => makeRange(runtime, args, kwargs))],
    ['dict', new Callable('dict', makeDict)],
    ['namespace', new Callable('namespace', makeNamespace)],
    ['cycler', new Callable('cycler', makeCycler)],
    ['joiner', new Callable('joiner', makeJoiner)],
    ['lipsum', unsupported('lipsum', 'its text is random')],
    ['images', makeImagesGlobal(() => runtime.callPlace())],
    ['version', makeVersionGlobal()],
    ['get_var', makeGetVar()],
    ...dictFunctions(steps => runtime.meter.countSteps(steps)),
    ...fileFunctions(runtime),
    ['raise', new Callable('raise', raise)],
    ['debug_print', new Callable('debug_print', (args, kwargs) => debugPrint(runtime, args, kwargs))],
    ['time', unsupportedObject('time', 'the current time would make every render different', timeAttributes)],
    ['load_latest_git_commit', unsupported('load_latest_git_commit', 'the git history is not read')]
  ])
}

function makeRange(runtime: Runtime, args: readonly Value[], kwargs: Kwargs): Range {
  checkCount('range', args, kwargs, 1, 3)
  const [first = 0n, second, third] = args.map(requireInteger)
  const step = third ?? 1n
  if (step === 0n) throw new TemplateRuntimeError('ValueError', 'range() arg 3 must not be zero')
  const range = second === undefined ? new Range(0n, first, step) : new Range(first, second, step)
  runtime.meter.checkRange(range.length)
  return range
}

function raise(args: readonly Value[], kwargs: Kwargs): Value {
  throw new TemplateRuntimeError('TemplateError', toText(bind(message, args, kwargs).value('msg')))
}

function debugPrint(runtime: Runtime, args: readonly Value[], kwargs: Kwargs): Value {
  runtime.debug(toText(bind(debugMessage, args, kwargs).value('msg')))
  return ''
}

function unsupported(name: string, reason: string): Callable {
  return new Callable(name, () => {
    throw new TemplateRuntimeError('Unsupported', `${name} is not supported: ${reason}`)
  })
}

const timeAttributes = ['now', 'utcnow', 'parse_iso', 'second', 'minute', 'hour'] as const

function unsupportedObject(name: string, reason: string, attributes: readonly string[]): PyObject {
  const refuse = (): never => {
    throw new TemplateRuntimeError('Unsupported', `${name} is not supported: ${reason}`)
  }
  return new PyObject(name, new Map(attributes.map(attribute => [attribute, refuse] as const)))
}
