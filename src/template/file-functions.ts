import { bind, requireInteger, requireText, signature } from './builtins/arguments.ts'
import { Context, ContextCallable } from './context.ts'
import { copyValue, mergeValue } from './dict-functions.ts'
import { sha256Hex } from './hash.ts'
import { type FileContent, missingTemplate } from './loader.ts'
import { Output } from './meter.ts'
import type { Runtime } from './runtime.ts'
import type { Template } from './template.ts'
import { Callable, type Kwargs, TemplateRuntimeError, type Value } from './value.ts'
import type { Variables } from './variables.ts'

const loadTemplate = signature('load_template', [], ['path'])
const loadSha256 = signature('load_sha256', [], ['path'], ['digest_len', null])
const loadBase64 = signature('load_base64', [], ['path'], ['width', null])
const renderText = signature('render', [], ['string'])
/** Set while a hash is calculated, so that a file can hash itself: nested calculations give a fixed text. */
const calculating = '__calc_sha256__'

/** kluctl's functions that read other files or render text. kluctl-semantics 5.7; kluctl v2.28, ext/kluctl_ext.py. */
export function fileFunctions(runtime: Runtime): readonly (readonly [string, Value])[] {
  return [
    [
      'load_template',
      new ContextCallable('load_template', (context, args, kwargs) => {
        const { path, names } = splitPath(args, kwargs)
        return renderFile(runtime, context, path, names)
      })
    ],
    [
      'load_sha256',
      new ContextCallable('load_sha256', (context, args, kwargs) => {
        const bound = bind(loadSha256, args, kwargs)
        if (context.resolve(calculating) !== undefined) return '__self_sha256__'
        const text = renderFile(runtime, context, bound.text('path'), new Map([[calculating, true]]))
        const length = bound.value('digest_len')
        return length === null ? sha256Hex(text) : cut(sha256Hex(text), length)
      })
    ],
    ['load_base64', new Callable('load_base64', (args, kwargs) => loadEncoded(runtime, args, kwargs))],
    ['render', makeRender(runtime)]
  ]
}

/** `render(text)`, which is a function and a filter: the text as a template with the variables of the caller. */
export function makeRender(runtime: Runtime): ContextCallable {
  return new ContextCallable('render', (context, args, kwargs) => {
    const source = bind(renderText, args, kwargs).text('string')
    return renderWith(runtime, runtime.loader.parseInline(source, runtime.place()), context.all())
  })
}

function splitPath(args: readonly Value[], kwargs: Kwargs): { path: string; names: Variables } {
  const names = new Map(kwargs)
  names.delete('path')
  const own = kwargs.has('path') ? new Map([...kwargs].filter(([name]) => name === 'path')) : new Map<string, Value>()
  return { path: bind(loadTemplate, args, own).text('path'), names }
}

function renderFile(runtime: Runtime, context: Context, path: string, names: Variables): string {
  const template = runtime.loader.get(path, context.template)
  const countSteps = (steps: number): void => runtime.meter.countSteps(steps)
  const variables = new Map<string, Value>()
  for (const [name, value] of context.all()) variables.set(name, copyValue(value, countSteps))
  for (const [name, value] of names) variables.set(name, mergeValue(variables.get(name), value, countSteps))
  return renderWith(runtime, template, variables)
}

function renderWith(runtime: Runtime, template: Template, variables: Variables): string {
  const output = new Output(runtime.meter.limits.text)
  runtime.meter.includeTemplate(() => runtime.renderRoot(template, new Context(template, variables), output))
  return output.toString()
}

function cut(text: string, length: Value): string {
  const end = Number(requireInteger(length))
  return text.slice(0, end)
}

function loadEncoded(runtime: Runtime, args: readonly Value[], kwargs: Kwargs): string {
  const bound = bind(loadBase64, args, kwargs)
  const path = requireText(bound.value('path'))
  const content = runtime.loader.findContent(path) ?? missingTemplate([path])
  const encoded = runtime.meter.checkText(encodeBytes(bytesOf(content)))
  const width = bound.value('width')
  const columns = width === null ? 0 : Number(requireInteger(width))
  if (columns < 0) throw new TemplateRuntimeError('ValueError', `invalid width ${columns} (must be > 0)`)
  return columns === 0 ? encoded : (encoded.match(new RegExp(`.{1,${columns}}`, 'g')) ?? []).join('\n')
}

/** A text in which a character was replaced when the file was read is not what the file holds. */
function bytesOf(content: FileContent): Uint8Array {
  if (typeof content !== 'string') return content
  if (content.includes('\ufffd'))
    throw new TemplateRuntimeError('Unsupported', 'load_base64: the file is not UTF-8 text, and only text can be read')
  return new TextEncoder().encode(content)
}

function encodeBytes(bytes: Uint8Array): string {
  return btoa(Array.from(bytes, byte => String.fromCharCode(byte)).join(''))
}
