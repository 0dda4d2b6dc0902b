import { type ImagesError, isImagesError } from '../errors.ts'

/** What work gave, or the error of ours that it ended with. Anything else is a bug and goes on. */
export type Attempt<T> =
  | { readonly value: T; readonly error?: undefined }
  | { readonly value?: undefined; readonly error: ImagesError }

/** The file is the product: what goes wrong beside it is a value, so that it can be told and the run goes on. */
export async function attempt<T>(work: () => Promise<T>): Promise<Attempt<T>> {
  try {
    return { value: await work() }
  } catch (error) {
    if (!isImagesError(error)) throw error
    return { error }
  }
}

/** The errors that something ended with, one or several; undefined where one is none of ours. */
export function errorsOfOurs(error: unknown): readonly ImagesError[] | undefined {
  const errors: readonly unknown[] = error instanceof AggregateError ? error.errors : [error]
  const ours = errors.filter(isImagesError)
  return ours.length === errors.length ? ours : undefined
}
