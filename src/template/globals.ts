import { bind, checkCount, requireInteger, signature } from './builtins/arguments.ts'
import { Range } from './builtins/range.ts'
import { toText } from './builtins/text.ts'
import { parseIso } from './builtins/time-functions.ts'
import { dictFunctions } from './dict-functions.ts'
import { fileFunctions } from './file-functions.ts'
import { makeGetVar } from './get-var.ts'
import { makeImagesGlobal } from './images-global.ts'
import { makeCycler, makeDict, makeJoiner, makeNamespace } from './objects.ts'
import type { Runtime } from './runtime.ts'
import { Callable, type Kwargs, PyObject, TemplateRuntimeError, type Value } from './value.ts'
import { makeVersionGlobal } from './version-global.ts'

const message = signature('raise_helper', [], ['msg'])
const isoText = signature('SimpleTime.parse_iso', [], ['s'])
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
    ['time', makeTime()],
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

/** kluctl's `time`: what does not depend on the clock. */
function makeTime(): PyObject {
  const refuse = (): never => {
    throw new TemplateRuntimeError(
      'Unsupported',
      'time.now and time.utcnow are not supported: the current time would make every render different'
    )
  }
  const parse = (args: readonly Value[], kwargs: Kwargs): Value => parseIso(bind(isoText, args, kwargs).value('s'))
  const attributes: readonly (readonly [string, Value | (() => Value)])[] = [
    ['now', refuse],
    ['utcnow', refuse],
    ['parse_iso', new Callable('parse_iso', parse)],
    ['second', 1_000_000n],
    ['minute', 60_000_000n],
    ['hour', 3_600_000_000n]
  ]
  return new PyObject('time', new Map(attributes))
}
