/** A day of the Gregorian calendar. */
export type Day = { readonly year: number; readonly month: number; readonly day: number }

const daysBefore = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334]

/** Number of a day; 0001-01-01 is 1, as Python's `date.toordinal`. */
export function dayNumber({ year, month, day }: Day): number {
  const leap = month > 2 && isLeapYear(year) ? 1 : 0
  return daysBeforeYear(year) + (daysBefore[month - 1] ?? 0) + leap + day
}

/** The day of a number that {@link dayNumber} gave. */
export function dayOf(number: number): Day {
  let year = Math.max(1, Math.floor(number / 366))
  while (daysBeforeYear(year + 1) < number) year += 1
  let month = 12
  while (dayNumber({ year, month, day: 1 }) > number) month -= 1
  return { year, month, day: number - dayNumber({ year, month, day: 1 }) + 1 }
}

/** True where the calendar has this day, from year 1 to 9999. */
export function isDay({ year, month, day }: Day): boolean {
  if (year < 1 || year > 9999 || month < 1 || month > 12 || day < 1) return false
  const length = month === 2 && isLeapYear(year) ? 29 : (daysInMonth[month - 1] ?? 0)
  return day <= length
}

const daysInMonth = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]

function isLeapYear(year: number): boolean {
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)
}

function daysBeforeYear(year: number): number {
  const before = year - 1
  return before * 365 + Math.floor(before / 4) - Math.floor(before / 100) + Math.floor(before / 400)
}
