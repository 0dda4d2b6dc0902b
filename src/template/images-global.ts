import type { Place } from '../errors.ts'
import { bind, signature } from './builtins/arguments.ts'
import { toText } from './builtins/text.ts'
import { typeName } from './builtins/type-name.ts'
import { formatPlaceholder } from './placeholder.ts'
import { Callable, Markup, PyObject, TemplateRuntimeError, Undefined, type Value } from './value.ts'

const getImage = signature('images.get_image', [], ['image'], ['latest_version', null])

/**
 * The global `images`: `get_image(image, latest_version)` gives a placeholder that carries the call and its place.
 * kluctl-semantics 1.1 and 2.1; threat model T-13.
 */
export function makeImagesGlobal(callPlace: () => Place): PyObject {
  const callable = new Callable('get_image', (args, kwargs) => {
    const bound = bind(getImage, args, kwargs)
    return formatPlaceholder({
      image: imageName(bound.value('image')),
      filter: filterText(bound.value('latest_version')),
      place: callPlace()
    })
  })
  return new PyObject('Images', new Map<string, Value>([['get_image', callable]]))
}

function imageName(value: Value): string {
  if (value instanceof Undefined) throw problem(`the image name is undefined: ${value.message}`)
  const text = value instanceof Markup ? value.text : value
  if (text === null || text === '') throw problem('the image name is empty')
  if (typeof text === 'string' && text.includes('kluctl-images.call.'))
    throw problem('the image name is itself the result of images.get_image')
  if (typeof text !== 'string') throw problem(`the image name must be text, not ${typeName(value)}`)
  return text
}

/** `None` means kluctl's default, anything else is taken as text. */
function filterText(value: Value): string | undefined {
  if (value instanceof Undefined) throw problem(`the version filter is undefined: ${value.message}`)
  return value === null ? undefined : toText(value)
}

function problem(message: string): TemplateRuntimeError {
  return new TemplateRuntimeError('ImageError', `images.get_image: ${message}`)
}
