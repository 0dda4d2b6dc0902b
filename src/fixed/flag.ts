import { ImageNameError, InputError } from '../errors.ts'
import { isDigest, parseImageReference } from '../image/reference.ts'
import { quote } from '../text.ts'
import { type FixedImage, isDeployment } from './entry.ts'

/**
 * Reads `image<:namespace:deployment:container>=result`, kluctl's `-F` (kluctl-semantics 3.4). Unlike kluctl, a port or a digest in the
 * image is understood, the result may hold `=`, and an empty part means "not set".
 * @throws InputError
 */
export function parseFixedImageFlag(text: string, input = 'fixed-images'): FixedImage {
  const fail = (why: string): never => {
    throw new InputError(input, `${quote(text)}: ${why}`, {
      hint: 'Write image=result, or image:namespace:Kind/name:container=result.'
    })
  }
  const equals = text.indexOf('=')
  if (equals < 0) fail('there is no "=" in it')
  const left = text.slice(0, equals).trim()
  const resultImage = text.slice(equals + 1).trim()
  if (resultImage === '') fail('the result after "=" is empty')
  const { image, parts } = splitLeft(left)
  if (image === '') fail('the image before "=" is empty')
  if (parts.length > 3) fail('there are more than three parts after the image')
  const [namespace = '', deployment = '', container = ''] = parts
  if (namespace.includes('/')) fail(`${quote(namespace)} is not a namespace`)
  if (deployment !== '' && !isDeployment(deployment)) fail(`${quote(deployment)} is not Kind/name`)
  if (container.includes('/')) fail(`${quote(container)} is not a container`)
  try {
    parseImageReference(resultImage)
  } catch (error) {
    if (!(error instanceof ImageNameError)) throw error
    fail(error.message)
  }
  return {
    image,
    resultImage,
    ...(namespace === '' ? {} : { namespace }),
    ...(deployment === '' ? {} : { deployment }),
    ...(container === '' ? {} : { container })
  }
}

/** A colon before a port, or inside a digest, belongs to the image; every other colon separates. */
function splitLeft(left: string): { image: string; parts: readonly string[] } {
  const pieces = left.split(':')
  let image = pieces.shift() ?? ''
  const port = pieces[0]
  if (port !== undefined && !image.includes('/') && /^\d{1,5}\//.test(port)) {
    image += `:${port}`
    pieces.shift()
  }
  const digest = pieces[0]
  const algorithm = image.lastIndexOf('@')
  if (digest !== undefined && algorithm >= 0 && isDigest(`${image.slice(algorithm + 1)}:${digest}`)) {
    image += `:${digest}`
    pieces.shift()
  }
  return { image, parts: pieces }
}
