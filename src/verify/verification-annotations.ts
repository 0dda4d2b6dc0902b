import { helpAddresses } from '../help-address.ts'
import { type Annotation, annotate, type Note } from '../report/annotations.ts'
import type { Check, CheckUse, Reason, Verification } from './record.ts'
import { orderChecks } from './view-order.ts'

/**
 * What does not hold, on the lines of the calls: a line for each place where an image is asked for that nothing answers, else one for each
 * image.
 * @param projectDir folder of the project, relative to the root of the GitHub repository
 */
export function verificationAnnotations(verification: Verification, projectDir: string): readonly Annotation[] {
  const addresses = helpAddresses(verification.failures)
  const notes = [
    ...verification.failures.map(({ message, hint, place }, index) =>
      note('error', 'Project error', { message, hint: hintWith(hint, addresses[index]) }, place)
    ),
    ...orderChecks(verification.checks).flatMap(checkNotes),
    ...verification.warnings.map(({ message, image, place }) =>
      note('warning', image ?? 'kluctl-images', { message, hint: null }, place)
    )
  ]
  return annotate(notes, projectDir)
}

function hintWith(hint: string | null, address: string | undefined): string | null {
  if (address === undefined) return hint
  return [...(hint === null ? [] : [hint]), `See ${address}`].join('\n')
}

function checkNotes({ image, result, reasons, uses }: Check): readonly Note[] {
  const heard = reasons.filter(({ level }) => level !== 'note')
  const places = result === null ? placesOf(uses) : placesOf(uses).slice(0, 1)
  return heard.flatMap(reason => {
    const isFailure = reason.level === 'failure'
    const title = result === null ? `${image} has no fixed image` : isFailure ? `${image} does not hold` : image
    return places.map(place => note(isFailure ? 'error' : 'warning', title, reason, place))
  })
}

/** Each place once; one that nobody knows where there is no other. */
function placesOf(uses: readonly CheckUse[]): readonly CheckUse['place'][] {
  const places = new Map(uses.flatMap(({ place }) => (place === null ? [] : [[JSON.stringify(place), place] as const])))
  return places.size === 0 ? [null] : [...places.values()]
}

function note(
  level: Note['level'],
  title: string,
  { message, hint }: Pick<Reason, 'message' | 'hint'>,
  place: Note['place']
): Note {
  return { level, title, message: hint === null ? message : `${message}\n${hint}`, place }
}
