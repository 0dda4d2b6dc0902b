import { plural, shorten, visible } from '../../text.ts'
import { isSmall, type Move } from '../moves.ts'
import type { ImageProposal } from '../proposal.ts'
import { yamlScalar } from '../yaml-scalar.ts'
import { pageAddress, policySchemaAddress } from './addresses.ts'

/**
 * The policy file for a project that has none: a rule for each image whose calls name no filter. Says nothing of the day it was made.
 * @param moves tags that are fixed now and would move; each gets a hold as a comment
 */
export function policyText(proposals: readonly ImageProposal[], moves: readonly Move[] = []): string {
  const worth = moves.length > mostHolds ? moves.filter(move => !isSmall(move)) : moves
  const rules = proposals.map((proposal, index) => {
    const isFirst = proposals.findIndex(({ image }) => image === proposal.image) === index
    return `${policyRule(proposal)}${isFirst ? holdComment(proposal, worth) : ''}`
  })
  const hasRule = proposals.some(({ origin }) => origin === 'proposed')
  return `# yaml-language-server: $schema=${policySchemaAddress}
# Which tags count, image by image; the last rule that matches wins. More can be said here, as how old a tag must be:
# ${pageAddress('policy.md')}
${hasRule ? 'rules:' : 'rules: [] # none yet: for the first one, take the [] away'}
${rules.join('')}`
}

/** Holds behind a #, so that the file stays short where a long list moves a little. */
const mostHolds = 10

/** The rule for an image, with what it does today; a comment where there is none to propose, with one to begin with. */
export function policyRule(proposal: ImageProposal): string {
  const { image, origin, filter, picks, accepts, seen, offer } = proposal
  if (filter === null)
    return [...whyNone(proposal), `- image: ${yamlScalar(image)}`, ...toBegin(proposal)].map(comment).join('')
  if (origin === 'template' || origin === 'policy') {
    const says = `${image}: its template says ${filter}`
    if (offer === null) return comment(says)
    const rule = [`- image: ${yamlScalar(image)}`, `  filter: ${filterScalar(offer)}`]
    return [`${says}, which no tag passes; this does`, ...rule].map(comment).join('')
  }
  return [
    comment(`picks ${picks}, accepts ${accepts} of ${plural(seen ?? 0, 'tag')}`),
    `  - image: ${yamlScalar(image)}\n`,
    `    filter: ${filterScalar(filter)}\n`
  ].join('')
}

function whyNone({ image, open, offer, seen }: ImageProposal): readonly string[] {
  const why = `${image}: ${open}`
  if (offer !== null)
    return [why, 'this follows the tag; pin-digests writes its digest, so that a run sees when it moves']
  if (seen === null || seen === 0) return [`${why}. Until a rule says otherwise, semver() counts`]
  return [
    why,
    'let its build add a number, as main-12-1a2b3c4; until then pin it in a fixed-images file, and hold it there'
  ]
}

function toBegin({ offer, seen }: ImageProposal): readonly string[] {
  if (offer !== null) return [`  filter: ${filterScalar(offer)}`]
  if (seen === null || seen === 0) return ["  filter: semver(range='>=1 <2')"]
  return ['  hold:', '    reason: its tags have no order']
}

/** A hold to take the comment away from, for a tag that is fixed now and that the first bump would move. */
function holdComment({ image }: ImageProposal, moves: readonly Move[]): string {
  const own = moves.filter(move => move.image === image)
  if (own.length === 0) return ''
  const steps = own.map(({ from, to, bump }) => `${from} → ${to} (${bump})`).join(', ')
  const rule = [`- image: ${yamlScalar(image)}`, '  hold:', '    reason: why it stays']
  const unfixed = [...new Set(own.flatMap(move => move.unfixed))]
  const first = unfixed.length === 0 ? '' : ` pin ${firstOf(unfixed)} in the fixed-images file too, and then`
  return [`the first bump moves it: ${steps}; to keep it${first}`, ...rule].map(comment).join('')
}

/** The first of names, and how many there are more. */
function firstOf([first = '', ...others]: readonly string[]): string {
  return others.length === 0 ? first : `${first} and ${others.length} more`
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
