import { formatPlatform, parsePlatform } from '../../image/platform.ts'

/** `linux/arm64/v8`; undefined for what is no platform by its grammar (threat model R-15). */
export function describePlatform(said: {
  readonly os: unknown
  readonly architecture: unknown
  readonly variant: unknown
}): string | undefined {
  const { os, architecture, variant } = said
  if (typeof os !== 'string' || typeof architecture !== 'string') return undefined
  const named = typeof variant === 'string' && variant !== '' ? variant : undefined
  const text = formatPlatform({ os, architecture, variant: named })
  return parsePlatform(text) && text
}
