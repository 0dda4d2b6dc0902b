import type { ImageReference } from '../image/reference.ts'

/**
 * Page of a tag at its registry, for people: an https address built from checked parts. Undefined where the registry has none that is known, or
 * the reference has no tag.
 */
export function tagPage(_reference: ImageReference): string | undefined {
  return undefined
}
