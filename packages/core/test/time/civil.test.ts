import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { civilOf, dayOf, isoWeekOf, monthLength, weekdayOf } from '../../src/time/civil.ts'

const DAY = 86_400_000
const anyDay = fc.integer({ min: -719_528, max: 2_932_896 })

describe('The civil calendar', () => {
  it('agrees with Date on every day of the years 0 to 9999', () => {
    fc.assert(
      fc.property(anyDay, (day) => {
        const date = new Date(day * DAY)
        const civil = civilOf(day)
        expect(civil).toEqual({
          year: date.getUTCFullYear(),
          month: date.getUTCMonth() + 1,
          day: date.getUTCDate(),
        })
        expect(dayOf(civil.year, civil.month, civil.day)).toBe(day)
        expect(weekdayOf(day)).toBe(date.getUTCDay())
      }),
      { numRuns: 20_000 },
    )
  })

  it('knows the length of every month through a whole cycle of 400 years', () => {
    for (let year = 1900; year < 2300; year++) {
      for (let month = 1; month <= 12; month++) {
        const last = new Date(Date.UTC(year, month, 0)).getUTCDate()
        expect(monthLength(year, month)).toBe(last)
      }
    }
  })

  it.each([
    ['2026-01-01', 1],
    ['2025-12-29', 1],
    ['2024-12-30', 1],
    ['2023-01-01', 52],
    ['2021-01-03', 53],
    ['2021-01-04', 1],
    ['2020-12-31', 53],
    ['1970-01-01', 1],
    ['2026-12-31', 53],
  ])('counts %s to the week of its Thursday', (date, week) => {
    expect(isoWeekOf(Date.parse(date) / DAY)).toBe(week)
  })
})
