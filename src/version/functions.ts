import { alphabeticalFunction } from './alphabetical.ts'
import { dateFunction } from './date.ts'
import { numberFunction } from './number.ts'
import { prefixFunction } from './prefix.ts'
import { regexFunction } from './regex.ts'
import { commonParameters } from './restrict.ts'
import type { FilterFunction } from './rule.ts'
import { semverFunction } from './semver.ts'

/** The grammar of calls: every function with all its parameters. The parser reads it, and the documentation is tested against it. */
export const filterFunctions: readonly FilterFunction[] = [
  semverFunction,
  numberFunction,
  regexFunction,
  prefixFunction,
  alphabeticalFunction,
  dateFunction
].map(one => ({ ...one, parameters: [...one.parameters, ...commonParameters] }))
