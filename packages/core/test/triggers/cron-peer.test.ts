import { CronExpressionParser } from 'cron-parser'
import { describe, expect, it } from 'vitest'
import { cron } from '../../src/triggers/cron.ts'
import { bound } from './bound.ts'
import { Dice } from './dice.ts'
import { localTime } from './local-window.ts'
import { nearTo, randomText } from './random-cron.ts'

/** Stretches of time in which no clock changes. */
const STILL = [
  ['UTC', '2024-01-01', '2028-12-31'],
  ['Asia/Kolkata', '2024-01-01', '2028-12-31'],
  ['Asia/Shanghai', '2024-01-01', '2028-12-31'],
  ['America/New_York', '2026-03-10', '2026-10-30'],
  ['Europe/Berlin', '2027-04-01', '2027-10-29'],
] as const

const MOST = 5

/** The first fires by cron-parser; null where it cannot read the expression, or gives up. */
function byPeer(expression: string, timezone: string, from: number): number[] | null {
  try {
    const parsed = CronExpressionParser.parse(expression, {
      tz: timezone,
      currentDate: new Date(from),
    })
    return Array.from({ length: MOST }, () => parsed.next().getTime())
  } catch {
    return null
  }
}

describe('Where no clock changes, cron-parser', () => {
  it('gives the same fires for 3,000 random expressions that it can read', () => {
    const dice = new Dice(3)
    let cases = 0
    while (cases < 3_000) {
      const [timezone, first, last] = dice.of(STILL)
      const [begin, end] = [Date.parse(`${first}T12:00Z`), Date.parse(`${last}T00:00Z`)]
      const from = begin + dice.below(end - begin)
      const { expression } = randomText(dice, nearTo(localTime(Math.floor(from / 60_000))))
      const peer = byPeer(expression, timezone, from)
      if (peer === null) continue
      cases++
      const timeline = bound(cron(expression, { timezone }))
      let at = from
      for (const expected of peer.filter((instant) => instant < end)) {
        at = timeline.next(at) ?? Number.NaN
        expect([expression, timezone, from, at]).toEqual([expression, timezone, from, expected])
      }
    }
  }, 120_000)
})
