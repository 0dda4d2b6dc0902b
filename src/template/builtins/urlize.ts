import { Markup, TemplateRuntimeError, type Value } from '../value.ts'
import { spend } from '../work.ts'
import type { Arguments } from './arguments.ts'
import { codePointCount, sliceCodePoints } from './code-points.ts'
import { escapeText } from './escape.ts'
import { iterate } from './iterate.ts'
import { checkText, unsupported } from './limits.ts'
import { textRepr, toText } from './text.ts'

const address = new RegExp(
  '^(?:(?:https?://|www\\.)(?:(?:[\\w%-]+\\.)+)?(?:[a-z]{2,63}|xn--[\\w%]{2,59})' +
    '|(?:[\\w%-]{2,63}\\.)+(?:com|net|int|edu|gov|org|info|mil)' +
    '|https?://(?:\\d{1,3}(?:\\.\\d{1,3}){3}|\\[(?:[\\da-f]{0,4}:){2}(?:[\\da-f]{0,4}:?){1,6}\\]))' +
    '(?::\\d{1,5})?(?:[/?#].*)?$',
  'i'
)
const mail = /^.+@\w[\w.-]*\.\w+$/
const scheme = /^[\w.+-]{2,}:\/{0,2}$/
const parted = /([\t-\r\x1c-\x20]+)/

/** Jinja2's filter `urlize`: addresses of sites and mail become links. Errors as the text of its arguments; `Unsupported` beyond ASCII. */
export function urlize(value: Value, args: Arguments): string {
  const source = value instanceof Markup ? value.text : escapeText(toText(value))
  spend(20 * source.length)
  if (/[^\0-\x7f]/.test(source)) throw unsupported('the filter "urlize" is supported for ASCII text only')
  const limit = args.value('trim_url_limit') === null ? undefined : Number(args.integer('trim_url_limit'))
  const target = args.value('target')
  const attributes =
    ` rel="${escapeText(relOf(args))}"` +
    (target === null || target === '' ? '' : ` target="${escapeText(toText(target))}"`)
  const schemes = schemesOf(args.value('extra_schemes'))
  const linker: Linker = { attributes, schemes, shorten: text => shorten(text, limit) }
  return checkText(
    source
      .split(parted)
      .map(part => linkWord(part, linker))
      .join('')
  )
}

type Linker = {
  readonly attributes: string
  readonly schemes: readonly string[]
  readonly shorten: (address: string) => string
}

function relOf(args: Arguments): string {
  const rel = args.value('rel')
  const parts = new Set(['noopener', ...(rel === null ? [] : args.text('rel').split(/\s+/))])
  if (args.flag('nofollow')) parts.add('nofollow')
  parts.delete('')
  return [...parts].sort().join(' ')
}

function schemesOf(value: Value): readonly string[] {
  if (value === null) return []
  return Array.from(iterate(value), item => {
    const text = toText(item)
    if (!scheme.test(text))
      throw new TemplateRuntimeError('FilterArgumentError', `${textRepr(text)} is not a valid URI scheme prefix.`)
    return text
  })
}

function shorten(text: string, limit: number | undefined): string {
  if (limit === undefined || codePointCount(text) <= limit) return text
  if (limit < 0) throw unsupported('a negative length for the filter "urlize" is not supported')
  return `${sliceCodePoints(text, 0, limit)}...`
}

function linkWord(part: string, linker: Linker): string {
  const head = /^(?:[(<]|&lt;)+/.exec(part)?.[0] ?? ''
  const rest = part.slice(head.length)
  const end = endOfAddress(rest)
  const [middle, tail] = balance(rest.slice(0, end), rest.slice(end))
  return head + link(middle, linker) + tail
}

/** Where the signs begin that stand behind an address. */
function endOfAddress(text: string): number {
  let end = text.length
  for (;;) {
    if (text.endsWith('&gt;', end)) end -= 4
    else if (end > 0 && ')>.,\n'.includes(text.charAt(end - 1))) end -= 1
    else return end
  }
}

/** Closing brackets that belong to the address come back to it. */
function balance(address: string, trailing: string): readonly [middle: string, tail: string] {
  let [middle, tail] = [address, trailing]
  for (const [open, close] of brackets) {
    const opened = countOf(middle, open)
    if (opened <= countOf(middle, close)) continue
    for (let times = Math.min(opened, countOf(tail, close)); times > 0; times -= 1) {
      const end = tail.indexOf(close) + close.length
      middle += tail.slice(0, end)
      tail = tail.slice(end)
    }
  }
  return [middle, tail]
}

const brackets = [
  ['(', ')'],
  ['<', '>'],
  ['&lt;', '&gt;']
] as const

function countOf(text: string, part: string): number {
  return text.split(part).length - 1
}

function link(text: string, { attributes, schemes, shorten }: Linker): string {
  if (address.test(text)) {
    const full = text.startsWith('https://') || text.startsWith('http://') ? text : `https://${text}`
    return `<a href="${full}"${attributes}>${shorten(text)}</a>`
  }
  if (text.startsWith('mailto:') && mail.test(text.slice(7))) return `<a href="${text}">${text.slice(7)}</a>`
  if (text.includes('@') && !text.startsWith('www.') && !text.includes(':') && mail.test(text))
    return `<a href="mailto:${text}">${text}</a>`
  let linked = text
  for (const prefix of schemes)
    if (linked !== prefix && linked.startsWith(prefix)) linked = `<a href="${linked}"${attributes}>${linked}</a>`
  return linked
}
