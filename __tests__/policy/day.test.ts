import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readInstant, startOfDay } from '../../src/policy/day.ts'

const instant = fc.date({ min: new Date('0001-01-01'), max: new Date('9999-12-31T23:59:59Z'), noInvalidDate: true })

test('a day and an instant are those of the calendar of the machine', () => {
  fc.assert(
    fc.property(instant, date => {
      const text = date.toISOString()
      expect(startOfDay(text.slice(0, 10))).toBe(Date.parse(text.slice(0, 10)))
      const seconds = `${text.slice(0, 19)}Z`
      expect(readInstant(seconds)).toBe(Date.parse(seconds))
    })
  )
})

test.each([
  '2026-02-29',
  '2100-02-29',
  '2026-04-31',
  '2026-13-01',
  '2026-00-10',
  '2026-01-00',
  '2026-1-1',
  '26-01-01',
  ''
])('%j is no day', text => {
  expect(startOfDay(text)).toBeUndefined()
})

test.each(['2024-02-29', '2000-02-29', '1970-01-01', '2026-12-31'])('%j is a day', text => {
  expect(startOfDay(text)).toBe(Date.parse(text))
})

test.each([
  '2026-11-22',
  '2026-11-22T24:00:00Z',
  '2026-11-22T10:00:00',
  '2026-11-22T10:00:00+01:00',
  '2026-02-30T10:00:00Z'
])('%j is no instant in UTC', text => {
  expect(readInstant(text)).toBeUndefined()
})
