const daysOfMonths = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]

/** The begin of a day in UTC, `2026-12-24`, in milliseconds since 1970; undefined for a text that is no day of the calendar. */
export function startOfDay(text: string): number | undefined {
  const [, ...parts] = /^([0-9]{4})-([0-9]{2})-([0-9]{2})$/.exec(text) ?? []
  const [year = 0, month = 0, day = 0] = parts.map(Number)
  const february = month === 2 && isLeapYear(year) ? 1 : 0
  if (day < 1 || day > (daysOfMonths[month - 1] ?? 0) + february) return undefined
  return daysSince1970(year, month, day) * 86_400_000
}

/** An instant in UTC, `2026-11-22T19:30:00Z`, in milliseconds since 1970; undefined for any other text. */
export function readInstant(text: string): number | undefined {
  const [, date = '', ...parts] = /^([0-9-]+)T([0-9]{2}):([0-9]{2}):([0-9]{2})(?:\.[0-9]+)?Z$/.exec(text) ?? []
  const [hours = 0, minutes = 0, seconds = 0] = parts.map(Number)
  const day = startOfDay(date)
  if (day === undefined || hours > 23 || minutes > 59 || seconds > 59) return undefined
  return day + ((hours * 60 + minutes) * 60 + seconds) * 1000
}

function isLeapYear(year: number): boolean {
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)
}

/** Of the proleptic Gregorian calendar, with years that begin in March, so that a leap day is the last of its year. */
function daysSince1970(year: number, month: number, day: number): number {
  const years = month > 2 ? year : year - 1
  const leapDays = Math.floor(years / 4) - Math.floor(years / 100) + Math.floor(years / 400)
  const dayOfYear = Math.floor((153 * ((month + 9) % 12) + 2) / 5) + day - 1
  return years * 365 + leapDays + dayOfYear - 719_468
}
