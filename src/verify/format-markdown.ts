import { markdownFence, markdownText } from '../report/escape.ts'
import { failureItems, warningItem } from '../report/markdown-failure.ts'
import { cellCode, formatWhere, sentence, stick, textCode } from '../report/markdown-words.ts'
import { formatPlace } from '../report/where.ts'
import { byteLength, plural, shorten } from '../text.ts'
import type { Check, CheckVerdict, Reason, Verification } from './record.ts'
import { verificationVerdict } from './verdict.ts'
import { needsNamespaces, orderChecks, resultText, shownReasons, verdictWords } from './view-order.ts'

export type VerificationSummaryOptions = {
  /** What the registries were asked; see `formatReceipt`. */
  readonly receipt?: string | undefined
  /** Most bytes of the text as UTF-8; 900 KiB if absent, since GitHub takes 1 MiB for a step. */
  readonly limit?: number | undefined
}

/**
 * A verification as job summary: verdict, the reasons of what did not hold, a table with the worst first, warnings. Where it would be too long,
 * whole items are left out and counted.
 */
export function formatVerificationSummary(
  verification: Verification,
  { receipt, limit = 900 * 1024 }: VerificationSummaryOptions = {}
): string {
  const detail = { places: 4, showNamespace: needsNamespaces(verification), excerpt: true }
  const checks = orderChecks(verification.checks)
  const said = checks.filter(check => shownReasons(check).length > 0)
  const head = `### ${markdownText(shorten(verificationVerdict(verification), 1200))}\n\n${facts(verification)}`
  const cost = receipt === undefined ? '' : `Registries: ${sentence(receipt)}`
  let room = limit - byteLength(head) - byteLength(cost) - 1000
  const section = (open: string, items: readonly string[], noun: string): string => {
    const text = fitItems(open, items, noun, room)
    room -= byteLength(text)
    return text
  }
  const parts = [
    section('', failureItems(verification.failures, detail), 'error'),
    section(
      '',
      said.map(check => checkItem(check)),
      'image'
    ),
    section(
      tableHead,
      checks.map(check => tableRow(check, detail)),
      'row'
    ),
    section('**Warnings**\n\n', verification.warnings.map(warningItem), 'warning')
  ]
  return `${[head, ...parts, cost].filter(part => part !== '').join('\n\n')}\n`
}

const tableHead = '| image | used by | result | verdict |\n| --- | --- | --- | --- |\n'

function facts({ target, files, counts }: Verification): string {
  const parts = [
    ...(target === null ? [] : [`target ${textCode(target)}`]),
    `${plural(counts.uses, 'use')} of ${plural(counts.images, 'image')}`,
    ...(files.length === 0 ? [] : [`fixed images of ${files.map(textCode).join(', ')}`])
  ]
  return parts.join(' · ')
}

const words: Readonly<Record<CheckVerdict, string>> = {
  failed: `**✕${stick}failed**`,
  warned: `**⚠${stick}warning**`,
  'not-pinned': verdictWords['not-pinned'],
  verified: `✓${stick}${verdictWords.verified}`
}

function tableRow(check: Check, detail: { readonly places: number; readonly showNamespace: boolean }): string {
  const result = resultText(check)
  const where = formatWhere(check.uses, detail, '<br>') || '–'
  return `| ${cellCode(check.image)} | ${where} | ${result === null ? '–' : cellCode(result)} | ${words[check.verdict]} |`
}

/** An image with all that is to be said of it, as an item of a list. */
function checkItem(check: Check): string {
  const places = [...new Set(check.uses.flatMap(({ place }) => (place === null ? [] : [formatPlace(place)])))]
  const shown = places.slice(0, mostPlaces).map(textCode)
  const more = places.length > shown.length ? ` and ${places.length - shown.length} more` : ''
  const at = shown.length === 0 ? '' : ` at ${shown.join(', ')}${more}`
  return [`- **${textCode(check.image)}**${at}`, ...shownReasons(check).map(reasonItem)].join('\n')
}

const mostPlaces = 4

function reasonItem({ message, hint }: Reason): string {
  const [first = '', ...rest] = shorten(message, 2000).split(/\r?\n/)
  const advice = hint === null ? '' : `**What to do:** ${sentence(hint)}`
  const head = `  - ${markdownText(first)}`
  if (rest.length === 0) return advice === '' ? head : `${head}<br>${advice}`
  return `${head}\n\n${markdownFence(rest.join('\n'), '    ')}${advice === '' ? '' : `\n\n    ${advice}`}`
}

/** As many whole items as there is room for; those that are left out are counted. */
function fitItems(open: string, items: readonly string[], noun: string, room: number): string {
  if (items.length === 0) return ''
  const shown: string[] = []
  let rest = room - byteLength(open)
  for (const item of items) {
    rest -= byteLength(item) + 1
    if (rest < 0) break
    shown.push(item)
  }
  const left = items.length - shown.length
  const note = left === 0 ? '' : `${plural(left, `more ${noun}`)}: see kluctl-images verify on the command line.`
  const list = shown.length === 0 ? '' : open + shown.join('\n')
  return [list, note].filter(text => text !== '').join('\n\n')
}
