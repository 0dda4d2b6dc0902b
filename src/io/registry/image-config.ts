import { jsonMember } from '../json-member.ts'
import { describePlatform } from './platform-name.ts'
import { parseJson } from './tags.ts'

/** What is read of the configuration of an image (OCI image specification, "Image Configuration"). */
export type ImageConfig = {
  /** `linux/arm64/v8`; undefined where it names none that can be one. */
  readonly platform: string | undefined
  /** Whatever stands there. */
  readonly created: unknown
  readonly labels: unknown
  /** Bytes. */
  readonly size: number
}

/** Reads a configuration; `fault` ends a sentence about the registry. Never throws. */
export function parseImageConfig(body: Uint8Array): ImageConfig | { readonly fault: string } {
  const parsed = parseJson(body, 'an image configuration')
  if ('fault' in parsed) return { fault: parsed.fault }
  const { value } = parsed
  return {
    platform: describePlatform({
      os: jsonMember(value, 'os'),
      architecture: jsonMember(value, 'architecture'),
      variant: jsonMember(value, 'variant')
    }),
    created: jsonMember(value, 'created'),
    labels: jsonMember(jsonMember(value, 'config'), 'Labels'),
    size: body.length
  }
}
