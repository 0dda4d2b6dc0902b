import { expect } from 'vitest'
import { ProjectError } from '../../src/errors.ts'
import { readPolicy } from '../../src/policy/read-policy.ts'

export const file = '.kluctl-images.yaml'

/** Each problem as `LINE:COLUMN MESSAGE | HINT`. */
export function problemsOf(text: string): readonly string[] {
  try {
    readPolicy(text, file)
    return []
  } catch (error) {
    const errors: readonly unknown[] = error instanceof AggregateError ? error.errors : [error]
    return errors.map(one => {
      if (!(one instanceof ProjectError)) throw one
      const { line, column } = one.place ?? {}
      expect(one.place?.file).toBe(file)
      return `${line}:${column} ${one.message}${one.hint === undefined ? '' : ` | ${one.hint}`}`
    })
  }
}

/** A policy with one rule, which has these fields. */
export const rule = (fields: string): string => `rules:\n- image: nginx\n  ${fields}`
