import { InputError } from '../errors.ts'
import { quote } from '../text.ts'

const shown = 5

/** The error for what a format has no words for. `names` are what it is about; of many, the first few are named. */
export function inexpressible(format: string, what: string, names: readonly string[], hint: string): InputError {
  const more = names.length > shown ? ` and ${names.length - shown} more` : ''
  const list = names
    .slice(0, shown)
    .map(name => quote(name))
    .join(', ')
  return new InputError('--format', `${format} cannot express ${what}: ${list}${more}`, { hint })
}
