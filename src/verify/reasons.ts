import { FilterError, type ImagesError } from '../errors.ts'
import { quote } from '../text.ts'
import type { PlatformComparison } from './compare-platforms.ts'
import type { Reason } from './record.ts'

/** The words for everything that verification has to say of one image. Each function makes one reason. */

const update = 'Run kluctl-images resolve, and review what it changes.'
const login = 'Some registries also say so where a login is missing; kluctl-images doctor tries it.'

/** No entry answers: a deploy would fail, or take what somebody deployed before. */
export function notPinnedByFile(files: readonly string[]): Reason {
  return {
    code: 'not-pinned-by-file',
    level: 'failure',
    message: `${files.map(file => quote(file)).join(' and ')} ${files.length === 1 ? 'has' : 'have'} no fixed image for it`,
    hint: 'Run kluctl-images resolve, and commit what it writes.'
  }
}

/** The call, or what pins it, is broken. */
export function unusable(error: ImagesError): Reason {
  const caret = error instanceof FilterError ? `\n${error.caret()}` : ''
  return { code: 'unusable', level: 'failure', message: `${error.message}${caret}`, hint: error.hint ?? null }
}

/** @param why end of a sentence, as `refuseRegistry` gives it */
export function registryDenied(registry: string, why: string): Reason {
  return {
    code: 'registry-denied',
    level: 'failure',
    message: `${registry} may not be used: ${why}`,
    hint: 'Pin an image of another registry, or change registries in the policy.'
  }
}

/** @param what the thing that nobody could find out */
export function unknownBecause(what: string, error: ImagesError): Reason {
  return {
    code: 'unknown',
    level: 'failure',
    message: `${what} could not be found out: ${error.message}`,
    hint: error.hint ?? null
  }
}

export function digestGone(name: string, digest: string): Reason {
  return {
    code: 'digest-gone',
    level: 'failure',
    message: `${name} has no ${digest}: no other node can pull it`,
    hint: `${update} To keep this one, push it again. ${login}`
  }
}

export function tagGone(name: string, tag: string): Reason {
  return {
    code: 'tag-gone',
    level: 'failure',
    message: `${name} has no tag ${quote(tag)}`,
    hint: `${update} To keep this one, push the tag again. ${login}`
  }
}

export function lockDiffers(lockFile: string, locked: string, pinned: string): Reason {
  return {
    code: 'lock-differs',
    level: 'failure',
    message: `${quote(lockFile)} has ${locked} for it, and the fixed-images file has ${pinned}`,
    hint: 'One of the two was edited by hand or merged badly: restore both of one commit, or run kluctl-images resolve.'
  }
}

/** @param platform of the pinned image; undefined where it does not say */
export function singlePlatform(tag: string, index: string, platform: string | undefined): Reason {
  const image = platform === undefined ? 'one platform' : `${platform} only`
  return {
    code: 'single-platform',
    level: 'failure',
    message: `single platform: it is pinned to the image for ${image}, and the tag ${quote(tag)} names an index`,
    hint: `Pin ${index}, the digest of the index.`
  }
}

export function platformMissing(missing: readonly string[], found: readonly string[]): Reason {
  const has = found.length === 0 ? 'it names no platform' : `it has ${found.join(', ')}`
  return {
    code: 'platform-missing',
    level: 'failure',
    message: `${missing.join(', ')} ${missing.length === 1 ? 'is' : 'are'} missing: ${has}`,
    hint: 'Pin an image for these platforms, or take them out of platforms, in the workflow or the policy.'
  }
}

/** @param platforms whose images the index lists, and the registry has not */
export function platformGone(platforms: readonly string[]): Reason {
  const isOne = platforms.length === 1
  return {
    code: 'platform-gone',
    level: 'failure',
    message: `${platforms.join(', ')} ${isOne ? 'is listed, and its image is' : 'are listed, and their images are'} not there`,
    hint: `${update} To keep this one, push it again with all its platforms.`
  }
}

/** An index lists more platforms than are asked for. */
export function platformsUnasked(asked: number, listed: number): Reason {
  return {
    code: 'platforms-unasked',
    level: 'note',
    message: `it lists ${listed} images for platforms, and only the first ${asked} were asked for`,
    hint: 'Name the platforms that you need with platforms, in the workflow or the policy.'
  }
}

/** @param reason of the policy, if it gives one */
export function skipped(tag: string, reason: string | undefined): Reason {
  return {
    code: 'skipped',
    level: 'failure',
    message: `the policy skips the tag ${quote(tag)}${reason === undefined ? '' : `: ${reason}`}`,
    hint: `${update} To deploy this one, take it out of skip in the policy.`
  }
}

/** The tag names something else, and at least one platform in question is another image, or nobody can compare. */
export function moved(tag: string, now: string, { different, gone, same }: PlatformComparison): Reason {
  const parts = [
    different.length === 0 ? '' : `another image for ${different.join(', ')}`,
    gone.length === 0 ? '' : `none for ${gone.join(', ')}`,
    same.length === 0 ? '' : `the same for ${same.join(', ')}`
  ].filter(part => part !== '')
  const detail = parts.length === 0 ? 'the two have no platform to compare' : parts.join(', ')
  return { ...movedTo(tag), message: `moved: ${detail}; the tag ${quote(tag)} names ${now} now` }
}

/** @param why end of a sentence */
export function movedUncompared(tag: string, now: string, why: string): Reason {
  return {
    ...movedTo(tag),
    message: `moved, and nobody can compare, since ${why}; the tag ${quote(tag)} names ${now} now`
  }
}

function movedTo(tag: string): Omit<Reason, 'message'> {
  return {
    code: 'moved',
    level: 'failure',
    hint: `Find out who pushed ${quote(tag)} again; if that was meant, run kluctl-images resolve, and review what it changes.`
  }
}

export function movedSameContent(tag: string, now: string, platforms: readonly string[]): Reason {
  return {
    code: 'moved-same-content',
    level: 'warning',
    message: `moved, same content for ${platforms.join(', ')}: the tag ${quote(tag)} names ${now} now`,
    hint: 'What is deployed stays the same. kluctl-images resolve with pin-digests writes the new digest.'
  }
}

/** @param isDemanded true with `pin-digests`, for what it is about */
export function notPinned(tag: string, isDemanded: boolean, hasLock: boolean): Reason {
  const held = hasLock ? ', though the lock knows the digest' : ''
  return {
    code: 'not-pinned',
    level: isDemanded ? 'failure' : 'note',
    message: `not pinned: no digest holds the image that ${quote(tag)} names${held}`,
    hint: isDemanded ? 'Run kluctl-images resolve with pin-digests.' : null
  }
}

export function notLocked(lockFile: string): Reason {
  return {
    code: 'not-locked',
    level: 'note',
    message: `${quote(lockFile)} has no entry for it: the fixed-images file was changed without it`,
    hint: 'Run kluctl-images resolve to write the entry.'
  }
}
