const artefact = /^sha256-[0-9a-f]{64}(?:\.(?:sig|att|sbom))?$/

/** Nearly no tag begins with it: most are told apart by their first character. */
const letterS = 115

/**
 * True for a tag that holds a signature, attestation or bill of materials of another image (cosign's `sha256-….sig`, and the bare
 * `sha256-…` that registries without the referrers API use). No such tag is a version of the image.
 */
export function isArtefactTag(tag: string): boolean {
  return tag.charCodeAt(0) === letterS && tag.startsWith('sha256-') && artefact.test(tag)
}
