import { plural, shorten, visible } from '../../text.ts'
import type { ImageProposal } from '../proposal.ts'
import { yamlScalar } from '../yaml-scalar.ts'
import { pageAddress, policySchemaAddress } from './addresses.ts'

/** The policy file for a project that has none: a rule for each image whose calls name no filter. Says nothing of the day it was made. */
export function policyText(proposals: readonly ImageProposal[]): string {
  const rules = proposals.map(policyRule)
  const hasRule = proposals.some(({ origin }) => origin === 'proposed')
  return `# yaml-language-server: $schema=${policySchemaAddress}
# Which tags count, image by image; the last rule that matches wins. More can be said here, as how old a tag must be:
# ${pageAddress('policy.md')}
${hasRule ? 'rules:' : 'rules: [] # none yet: for the first one, take the [] away'}
${rules.join('')}`
}

/** The rule for an image, with what it does today; a comment where there is none to propose. */
export function policyRule({ image, origin, filter, picks, accepts, seen, open }: ImageProposal): string {
  if (origin === 'template' || origin === 'policy') return comment(`${image}: its template says ${filter}`)
  if (filter === null) {
    return [
      comment(`${image}: ${open}. Until a rule says otherwise, semver() counts`),
      comment(`- image: ${yamlScalar(image)}`),
      comment("  filter: semver(range='>=1 <2')")
    ].join('')
  }
  return [
    comment(`picks ${picks}, accepts ${accepts} of ${plural(seen ?? 0, 'tag')}`),
    `  - image: ${yamlScalar(image)}\n`,
    `    filter: ${filterScalar(filter)}\n`
  ].join('')
}

/** On one line, so that nothing that a registry says becomes a rule. */
function comment(text: string): string {
  return `  # ${visible(shorten(text.replace(/\s+$/, ''), 300))}\n`
}

/** Filters are easier to read without quotes, and YAML takes them so but for a colon or a comment in them. */
function filterScalar(filter: string): string {
  const isPlain = /^[a-z]+\([ -~]*\)$/.test(filter) && !/: | #/.test(filter)
  return isPlain ? filter : JSON.stringify(filter)
}
