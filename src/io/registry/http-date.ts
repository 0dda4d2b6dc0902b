const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']
const day = '(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)'
const time = '(?<hour>\\d{2}):(?<minute>\\d{2}):(?<second>\\d{2})'

const forms: readonly RegExp[] = [
  new RegExp(`^${day}, (?<date>\\d{1,2}) (?<month>[a-z]{3}) (?<year>\\d{4}) ${time} (?:GMT|UTC)$`, 'i'),
  new RegExp(`^${day}[a-z]*, (?<date>\\d{2})-(?<month>[a-z]{3})-(?<year>\\d{2}) ${time} (?:GMT|UTC)$`, 'i'),
  new RegExp(`^${day} (?<month>[a-z]{3}) (?<date>[ \\d]\\d) ${time} (?<year>\\d{4})$`, 'i')
]

/**
 * An HTTP date in milliseconds since 1970: the form of today and both that are obsolete, of RFC 850 and of asctime (RFC 9110,
 * 5.6.7). All of them are UTC. `now` settles the century of two digits: never more than 50 years ahead. Undefined for anything else.
 */
export function parseHttpDate(text: string, now: number): number | undefined {
  if (text.length > 40) return undefined
  const groups = forms.map(form => form.exec(text.trim())?.groups).find(found => found !== undefined)
  if (groups === undefined) return undefined
  const month = months.indexOf((groups['month'] ?? '').toLowerCase())
  const part = (name: string): number => Number(groups[name] ?? Number.NaN)
  if (month < 0 || part('hour') > 23 || part('minute') > 59 || part('second') > 60) return undefined
  const result = Date.UTC(fullYear(groups['year'] ?? '', now), month, part('date'), ...clockOf(part))
  // The 31st of June would be the 1st of July.
  const isReal = new Date(Date.UTC(2000, month, part('date'))).getUTCMonth() === month
  return isReal && part('date') > 0 ? result : undefined
}

function clockOf(part: (name: string) => number): [number, number, number] {
  return [part('hour'), part('minute'), part('second')]
}

function fullYear(digits: string, now: number): number {
  if (digits.length === 4) return Number(digits)
  const thisYear = new Date(now).getUTCFullYear()
  const year = thisYear - (thisYear % 100) + Number(digits)
  return year > thisYear + 50 ? year - 100 : year
}
