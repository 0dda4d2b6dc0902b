import { InputError } from '../errors.ts'
import { quote } from '../text.ts'

/** @throws InputError for a place where no comment can be posted */
export function readHost(wanted: string | boolean | undefined): 'gitlab' | undefined {
  if (wanted === undefined || wanted === 'gitlab') return wanted
  throw new InputError('--comment', `${quote(String(wanted))} is no place to comment; only gitlab is`, {
    hint: 'Elsewhere, write the text with --comment-file and post it with the tools of your CI system.'
  })
}
