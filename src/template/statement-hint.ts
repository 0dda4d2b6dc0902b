import { nearest } from '../text.ts'
import type { OpenStatement, SyntaxProblem } from './syntax-error.ts'

/** Words that begin a tag and need no end of their own kind. */
const single = ['set', 'print', 'extends', 'include', 'import', 'from', 'break', 'continue', 'elif', 'else']
const paired = ['for', 'if', 'macro', 'call', 'filter', 'with', 'block', 'raw', 'autoescape', 'set']

/** Other spellings of tags, and words that other engines have. */
const otherWords: ReadonlyMap<string, string> = new Map([
  ['elseif', 'Jinja2 writes {% elif … %}.'],
  ['elsif', 'Jinja2 writes {% elif … %}.'],
  ['elif', 'An elif stands inside an if: {% if … %} … {% elif … %} … {% endif %}.'],
  ['else', 'An else stands inside an if or a for, and once in each.'],
  ['foreach', 'Jinja2 writes {% for item in list %} … {% endfor %}.'],
  ['each', 'Jinja2 writes {% for item in list %} … {% endfor %}.'],
  ['range', 'Jinja2 writes {% for item in list %} … {% endfor %}.'],
  ['while', 'Jinja2 has no while: {% for i in range(n) %} with {% break %} does the same.'],
  ['unless', 'Jinja2 writes {% if not … %} … {% endif %}.'],
  ['switch', 'Jinja2 has no switch: write {% if … %} … {% elif … %} … {% endif %}.'],
  ['case', 'Jinja2 has no case: write {% if … %} … {% elif … %} … {% endif %}.'],
  ['let', 'Jinja2 writes {% set name = value %}.'],
  ['assign', 'Jinja2 writes {% set name = value %}.'],
  ['var', 'Jinja2 writes {% set name = value %}.'],
  ['def', 'Jinja2 writes {% macro name() %} … {% endmacro %}.'],
  ['verbatim', 'Jinja2 writes {% raw %} … {% endraw %}.'],
  ['comment', 'Jinja2 writes {# … #}.'],
  ['do', 'kluctl does not switch this tag on: {% set _ = … %} does the same.'],
  ['trans', 'kluctl does not switch this tag on.'],
  ['debug', 'kluctl does not switch this tag on: {{ debug_print(…) }} prints to the log.']
])

/** The hint for statements that are unknown, not closed, or closed in the wrong order. `tag` is the text of the tag. */
export function statementHint({ message, open }: SyntaxProblem, tag: string): string | undefined {
  if (/^\{%[-+]?\s*else\s+if\b/.test(tag)) return 'Jinja2 writes {% elif … %}.'
  if (/^\{%[-+]?\s*for\b/.test(tag) && /expected token 'in'/.test(message))
    return 'Jinja2 writes {% for item in list %}, or {% for key, value in map.items() %}.'
  if (/^tag name expected/.test(message))
    return 'Behind {% stands the name of a tag: {% if … %}. For a value, write {{ … }}.'
  const innermost = open.at(-1)
  if (message.startsWith('Unexpected end of template')) return innermost && isOpen(innermost)
  const word = /^Encountered unknown tag '(.*?)'/s.exec(message)?.[1]
  return word === undefined ? undefined : unknownTag(word, open)
}

function isOpen({ word, position }: OpenStatement): string {
  return `The ${word} of line ${position.line} is not closed: {% end${word} %} is missing.`
}

function unknownTag(word: string, open: readonly OpenStatement[]): string | undefined {
  const innermost = open.at(-1)
  const closes = word.startsWith('end') ? word.slice(3) : ''
  if (word === 'end')
    return (
      innermost && `Close the ${innermost.word} of line ${innermost.position.line} with {% end${innermost.word} %}.`
    )
  if (open.some(statement => statement.word === closes) && innermost)
    return `Inside this ${closes}, the ${innermost.word} of line ${innermost.position.line} is still open: close it with {% end${innermost.word} %} first.`
  const other = otherWords.get(word)
  if (other !== undefined) return other
  if (paired.includes(closes)) return `No ${closes} is open here${innermost ? `; ${ofLine(innermost)} is` : ''}.`
  const near = nearest(word, [...paired, ...single, ...paired.map(name => `end${name}`)])
  return near === undefined ? undefined : `Did you mean ${near}?`
}

function ofLine({ word, position }: OpenStatement): string {
  return `the ${word} of line ${position.line}`
}
