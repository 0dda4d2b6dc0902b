import { type Colours, makeColours } from '../report/colour.ts'
import { defuseLine, terminalText } from '../report/escape.ts'
import { type Cell, layOutTable, naturalWidth, wrapText } from '../report/table.ts'
import type { TerminalOptions } from '../report/terminal.ts'
import { failureBlocks, warningLines } from '../report/terminal-notes.ts'
import { cut, indent, type TerminalLook, whereText } from '../report/terminal-rows.ts'
import { formatPlace } from '../report/where.ts'
import { shorten } from '../text.ts'
import type { Check, CheckVerdict, Reason, Verification } from './record.ts'
import { verificationVerdict } from './verdict.ts'
import { needsNamespaces, orderChecks, resultText, shownReasons, verdictWords } from './view-order.ts'

/**
 * A verification for the command line: verdict, a row for each image with the worst first, what is to be said of them, warnings, and what is
 * wrong with the project. Ends with a line end.
 */
export function formatVerification(verification: Verification, options: TerminalOptions): string {
  const look: TerminalLook = {
    width: Math.max(40, options.width),
    showNamespace: needsNamespaces(verification),
    colours: makeColours(options.color),
    trapped: new Set(),
    arrived: new Set(),
    committed: new Set(),
    policyOf: () => null
  }
  const checks = orderChecks(verification.checks)
  const blocks = [
    wrapText(terminalText(verificationVerdict(verification)), look.width).map(look.colours.bold),
    rowLines(checks, look),
    ...checks.map(check => reasonBlock(check, look)),
    verification.warnings.flatMap(warning => warningLines(warning, look)),
    ...failureBlocks(verification.failures, look)
  ]
  return `${blocks
    .filter(block => block.length > 0)
    .map(block => block.map(defuseLine).join('\n'))
    .join('\n\n')}\n`
}

/** Without colour as well, a verdict is seen by its sign and by its word. */
const signs: Readonly<Record<CheckVerdict, string>> = { failed: '✗', warned: '!', 'not-pinned': '○', verified: '✓' }

function paintOf(verdict: CheckVerdict, { red, yellow, green, dim }: Colours): (text: string) => string {
  return { failed: red, warned: yellow, 'not-pinned': dim, verified: green }[verdict]
}

/** A table where there is room for one, else two lines for each row. */
function rowLines(checks: readonly Check[], look: TerminalLook): readonly string[] {
  if (checks.length === 0) return []
  const { width, colours } = look
  const head = ['', 'IMAGE', 'USED BY', 'RESULT', 'VERDICT'].map(text => ({ text, paint: colours.dim }))
  const rows = checks.map(check => cellsOf(check, look))
  const table = [head, ...rows]
  if (width >= 100 || naturalWidth(table) <= width) return layOutTable(table, width)
  return rows.flatMap(([sign, image, where, result, verdict]) => [
    ...indent([image, result, verdict].map(cell => cell?.text ?? '').join('  '), width, `${sign?.text} `, sign?.paint),
    ...indent(where?.text ?? '', width, '    ')
  ])
}

function cellsOf(check: Check, { showNamespace, colours }: TerminalLook): readonly Cell[] {
  const paint = paintOf(check.verdict, colours)
  return [
    { text: signs[check.verdict], paint },
    { text: cut(check.image), paint },
    { text: whereText(check.uses, showNamespace) },
    { text: cut(resultText(check) ?? 'no fixed image') },
    { text: verdictWords[check.verdict], paint }
  ]
}

function reasonBlock(check: Check, look: TerminalLook): readonly string[] {
  const reasons = shownReasons(check)
  if (reasons.length === 0) return []
  const places = [...new Set(check.uses.flatMap(({ place }) => (place === null ? [] : [formatPlace(place)])))]
  const more = places.length > 1 ? ` and ${places.length - 1} more` : ''
  const at = places[0] === undefined ? '' : ` at ${cut(places[0])}${more}`
  const sign = `${signs[check.verdict]} `
  return [
    ...indent(`${cut(check.image)}${at}`, look.width, sign, paintOf(check.verdict, look.colours)),
    ...reasons.flatMap(reason => reasonLines(reason, look))
  ]
}

function reasonLines({ message, hint }: Reason, { width, colours }: TerminalLook): readonly string[] {
  const [first = '', ...rest] = shorten(message, 4000).split(/\r?\n/)
  return [
    ...indent(terminalText(first), width, '  '),
    // a caret must stay under its text
    ...rest.map(line => `    ${terminalText(line.replaceAll('\t', ' '))}`),
    ...(hint === null ? [] : indent(terminalText(shorten(hint, 4000)), width, '  → ', colours.cyan))
  ]
}
