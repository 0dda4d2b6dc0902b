import { isInCalendar } from './layout.ts'
import { isMovingTag } from './moving.ts'

/** What a text looks like to a person: a guess by its shape alone. */

const hex = /^[0-9a-f]{7,40}$/

/** True for what looks like a commit hash, whole or shortened: hexadecimal, with both digits and letters, and no date with a letter behind. */
export function isHash(text: string): boolean {
  return hex.test(text) && /[a-f]/.test(text) && /[0-9]/.test(text) && !/^[0-9]{8}[a-f]$/.test(text)
}

/** True for a text of which one word looks like a commit hash: `sha-9f8e7d6`. */
export function holdsHash(text: string): boolean {
  return text.split(/[-_.]/).some(isHash)
}

/** True for `2022.04.22`, `v2024.1` or `2022-04-22`: a year, and a month behind it. */
export function isCalendarVersion(text: string): boolean {
  const [, year = '', month = '0'] = /^v?((?:19|20)[0-9]{2})[.-]([0-9]{1,2})(?![0-9])/.exec(text) ?? []
  return year !== '' && Number(month) <= 12
}

/** True for a whole number that is a date (8, 12 or 14 digits) or seconds or milliseconds since 1970. */
export function isTimestamp(text: string): boolean {
  if (!/^[0-9]{8,14}$/.test(text)) return false
  if (text.length === 10 || text.length === 13) return text.startsWith('1')
  const [, year, month, day, hour, minute, second] =
    /^((?:19|20)[0-9]{2})([0-9]{2})([0-9]{2})(?:([0-9]{2})([0-9]{2})([0-9]{2})?)?$/.exec(text) ?? []
  return (
    year !== undefined && isInCalendar([year, month ?? 1, day ?? 1, hour ?? 0, minute ?? 0, second ?? 0].map(Number))
  )
}

/** A dotted version such as `v1.2.3-alpine`: its numbers, and what follows them without the separator. */
export type VersionShape = { readonly numbers: string; readonly major: number; readonly tail: string }

/** Splits a text of two or more dotted numbers; undefined for any other, and for calendar versions. */
export function versionShape(text: string): VersionShape | undefined {
  const found = /^v?(([0-9]{1,3})(?:\.[0-9]+)+)(?:[-_.+]?([^0-9].*|[0-9].*))?$/.exec(text)
  if (!found || isCalendarVersion(text)) return undefined
  const [, numbers = '', major = '0', tail = ''] = found
  return { numbers, major: Number(major), tail }
}

const preRelease =
  /^(?:alpha|beta|rc|cr|pre|preview|dev|snapshot|milestone|m|canary|nightly|next|ea|a|b|c|test|ci|pr)(?![a-z])/i

/** True for what stands behind the numbers of a version that is not released yet. */
export function isPreReleaseTail(tail: string): boolean {
  return preRelease.test(tail)
}

/** The word that names a variant: `alpine` of `alpine3.19`; undefined for pre-releases and for what has no word. */
export function variantWord(tail: string): string | undefined {
  if (isPreReleaseTail(tail)) return undefined
  return /^[A-Za-z]{2,}/.exec(tail)?.[0]
}

/** The words before the first number with their separators: `main-`, `release-v`; empty for a text that begins with a number. */
export function familyOf(text: string): string {
  const lead = /^[^0-9]+(?=[0-9])/.exec(text)?.[0] ?? ''
  return lead === 'v' || isMovingTag(text) ? '' : lead
}
