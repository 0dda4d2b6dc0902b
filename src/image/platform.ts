/**
 * A platform as `os/architecture` or `os/architecture/variant`: `linux/amd64`, `linux/arm/v7` (OCI image index specification, "platform").
 */
export type Platform = { readonly os: string; readonly architecture: string; readonly variant: string | undefined }

/** Reads `linux/arm64/v8`; undefined for any other text. Case is that of Go's names, which is lower. */
export function parsePlatform(text: string): Platform | undefined {
  const [, os, architecture, variant] = /^([a-z0-9]+)\/([a-z0-9_]+)(?:\/([a-z0-9.]+))?$/.exec(text) ?? []
  return os === undefined || architecture === undefined ? undefined : { os, architecture, variant }
}

export function formatPlatform({ os, architecture, variant }: Platform): string {
  return variant === undefined ? `${os}/${architecture}` : `${os}/${architecture}/${variant}`
}

/**
 * Whether an image for `offered` serves who wants `wanted`. A wanted platform without a variant takes any variant; `arm64` is `arm64/v8` and
 * `amd64` is `amd64/v1`, whichever of the two spells it.
 */
export function servesPlatform(offered: Platform, wanted: Platform): boolean {
  if (offered.os !== wanted.os || offered.architecture !== wanted.architecture) return false
  return wanted.variant === undefined || variantOf(offered) === variantOf(wanted)
}

/** The wanted platforms that none of the offered serves, as texts; what cannot be read as a platform serves nobody. */
export function missingPlatforms(offered: readonly string[], wanted: readonly string[]): readonly string[] {
  const known = offered.flatMap(text => parsePlatform(text) ?? [])
  return wanted.filter(text => {
    const platform = parsePlatform(text)
    return platform === undefined || !known.some(one => servesPlatform(one, platform))
  })
}

function variantOf({ architecture, variant }: Platform): string | undefined {
  if (variant !== undefined) return variant
  return architecture === 'arm64' ? 'v8' : architecture === 'amd64' ? 'v1' : undefined
}
