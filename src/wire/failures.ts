import { FixedImagesError, type ImagesError, InputError, ProjectError, type ProjectErrorCode } from '../errors.ts'
import { choice, list, optional, type Reader, record, text } from './shape.ts'
import { place } from './values.ts'

const kinds = ['project', 'input', 'fixed-images'] as const
const codes = [
  'config',
  'template',
  'yaml',
  'missing-file',
  'outside-root',
  'unsupported',
  'limit'
] as const satisfies readonly ProjectErrorCode[]

/** An error as data. What caused it stays in its own process. */
export type EncodedError = {
  readonly kind: (typeof kinds)[number]
  readonly code: ProjectErrorCode
  readonly message: string
  readonly hint: string | undefined
  readonly place: object | undefined
  readonly excerpt: readonly string[] | undefined
  /** Key of a fixed-images error, option of an input error. */
  readonly subject: string | undefined
}

export function encodeError(error: ImagesError): EncodedError {
  const { message, hint } = error
  const shared = { message, hint, code: 'config', place: undefined, excerpt: undefined, subject: undefined } as const
  if (error instanceof ProjectError) {
    return { ...shared, kind: 'project', code: error.code, place: error.place, excerpt: error.excerpt }
  }
  if (error instanceof InputError) return { ...shared, kind: 'input', subject: error.input }
  if (error instanceof FixedImagesError)
    return { ...shared, kind: 'fixed-images', place: error.place, subject: error.key }
  return { ...shared, kind: 'project' }
}

const encoded = record({
  kind: choice(kinds),
  code: choice(codes),
  message: text,
  hint: optional(text),
  place: optional(place),
  excerpt: optional(list(text, 40)),
  subject: optional(text)
})

export const failure: Reader<ImagesError> = (value, path) => {
  const { kind, code, message, hint, place: where, excerpt, subject } = encoded(value, path)
  if (kind === 'input') return new InputError(subject ?? 'project-dir', message, { hint })
  if (kind === 'fixed-images') return new FixedImagesError(message, where, subject, { hint })
  return new ProjectError(code, message, where, { hint, excerpt })
}
