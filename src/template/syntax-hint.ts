import { nearest } from '../text.ts'
import type { KnownNames } from './check.ts'
import { foreignTagHint } from './foreign-template.ts'
import { statementHint } from './statement-hint.ts'
import type { SyntaxProblem } from './syntax-error.ts'
import { offsetOf, type TagText, tagAt } from './tag-at.ts'

/** What a problem looks like from its place. */
type Scene = {
  readonly problem: SyntaxProblem
  readonly offset: number
  readonly tag: TagText | undefined
  /** The source from the place on, and the two characters before it. */
  readonly rest: string
  readonly before: string
}

/**
 * What the writer of a template most likely meant where it cannot be parsed, as one sentence or two; undefined where the message says all.
 * Hints are guesses of ours: the message is Jinja2's. `source` has `\n` line ends.
 */
export function syntaxHint(source: string, problem: SyntaxProblem, known: KnownNames): string | undefined {
  const offset = offsetOf(source, problem.position)
  const tag = tagAt(source, offset)
  const rest = source.slice(offset, offset + 200)
  const before = source.slice(Math.max(0, offset - 2), offset)
  const scene: Scene = { problem, offset, tag, rest, before }
  return (
    missingNameHint(problem.message, known) ??
    (tag && foreignTagHint(tag.text, tag.before)) ??
    nestedTagHint(scene) ??
    quoteHint(scene) ??
    operatorHint(scene) ??
    closerHint(scene) ??
    statementHint(problem, tag?.text ?? '') ??
    openTagHint(scene)
  )
}

/** Other spellings of filters, as Helm and Go have them. */
const filterNames: ReadonlyMap<string, string> = new Map([
  ['toYaml', 'to_yaml'],
  ['toJson', 'to_json'],
  ['fromYaml', 'from_yaml'],
  ['fromJson', 'from_json'],
  ['to_nice_yaml', 'to_yaml'],
  ['to_nice_json', 'to_json'],
  ['b64enc', 'b64encode'],
  ['b64dec', 'b64decode'],
  ['sha256sum', 'sha256'],
  ['nindent', 'indent'],
  ['len', 'length'],
  ['size', 'length'],
  ['lowercase', 'lower'],
  ['uppercase', 'upper'],
  ['strip', 'trim'],
  ['quote', 'tojson']
])

/** The hint for a filter or test that does not exist, whose message may come while parsing or while rendering. */
export function missingNameHint(message: string, known: KnownNames): string | undefined {
  const [, kind, name] = /^No (filter|test) named '(.*)'/s.exec(message) ?? []
  if (name === undefined) return undefined
  const names = kind === 'filter' ? known.filters : known.tests
  const other = filterNames.get(name)
  const near = kind === 'filter' && other !== undefined && names.has(other) ? other : nearest(name, [...names.keys()])
  return near === undefined ? `Neither Jinja2 nor kluctl has a ${kind} of that name.` : `Did you mean ${near}?`
}

function nestedTagHint({ tag, offset }: Scene): string | undefined {
  if (tag === undefined) return undefined
  const own = tag.text.slice(2, Math.max(2, offset - tag.start))
  const end = tag.opener === '{{' ? '}}' : '%}'
  if (!/\{\{|\{%/.test(own) || own.includes('\n')) return undefined
  const example = tag.opener === '{{' ? '{{ a ~ b }}' : '{% if a == b %}'
  return `Inside ${tag.opener} … ${end} a name stands without braces of its own: ${example}.`
}

function quoteHint({ problem, rest }: Scene): string | undefined {
  const sign = rest.charAt(0)
  if (/[\u2018-\u201f\u00ab\u00bb]/.test(sign)) return `Texts stand between straight quotes: ' or ", not ${sign}.`
  if (!problem.message.startsWith('unexpected char')) return undefined
  if (sign === '`') return `Texts stand between ' or ".`
  if (sign !== "'" && sign !== '"') return undefined
  return `The text that begins with ${sign} here has no end: close it with ${sign}, or write \\${sign} for one inside it.`
}

function operatorHint({ problem: { message }, tag, rest, before }: Scene): string | undefined {
  if (tag === undefined) return undefined
  if (rest.startsWith('&&') || (message.startsWith('unexpected char') && rest.startsWith('&')))
    return 'Jinja2 writes and for &&.'
  if (rest.startsWith('||') || (rest.startsWith('|') && before.endsWith('|'))) return 'Jinja2 writes or for ||.'
  if (rest.startsWith('!') && !rest.startsWith('!=')) return 'Jinja2 writes not for !.'
  if (rest.startsWith('=') && /[=!]=$/.test(before)) return `Jinja2 writes ${before.charAt(0)}= for ${before}=.`
  if (rest.startsWith('=') && /^\{%[-+]?\s*(?:if|elif)\b|^\{\{/.test(tag.text))
    return 'Compare with ==; a single = gives a name its value in {% set %}.'
  if (/^\?[?.]?/.test(rest))
    return 'Jinja2 writes {{ a if condition else b }}, and {{ a | default(b) }} for a value that may be missing.'
  return undefined
}

function closerHint({ tag, rest, problem }: Scene): string | undefined {
  if (tag === undefined || !/got '[%}]|unexpected '[%}]|unexpected 'end of|got 'end of/.test(problem.message))
    return undefined
  if (tag.opener === '{{' && /^%\}/.test(rest)) return 'A tag that begins with {{ ends with }}.'
  if (tag.opener === '{%' && /^\}/.test(rest)) return 'A tag that begins with {% ends with %}.'
  return tag.opener === '{{' && /^\}(?!\})/.test(rest) ? 'A tag that begins with {{ ends with }}.' : undefined
}

/** A tag without end swallows the text behind it, and the parser stops where that makes no sense, which may be far away. */
function openTagHint({ tag, problem }: Scene): string | undefined {
  if (/^Missing end of (comment|raw)/.test(problem.message))
    return problem.message.includes('comment') ? 'Close the comment with #}.' : 'Close it with {% endraw %}.'
  const isAtEnd = problem.message.startsWith('unexpected end of template')
  if (tag === undefined || (!isAtEnd && tag.line === problem.position.line)) return undefined
  const end = tag.opener === '{{' ? '}}' : '%}'
  return `The tag ${tag.opener} of line ${tag.line} is still open here: close it with ${end}.`
}
