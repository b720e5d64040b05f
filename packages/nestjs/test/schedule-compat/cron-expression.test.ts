import * as original from '@nestjs/schedule'
import { CronTime as TheirTime } from 'cron'
import { DateTime } from 'luxon'
import { describe, expect, test } from 'vitest'
import type { Clock } from '@punctual/core'
import { CronTime } from '../../src/schedule-compat/cron-time.ts'
import { CronExpression } from '../../src/schedule-compat/index.ts'

const BEGIN = Date.parse('2026-03-03T04:05:06Z')
const clock: Clock = { now: () => BEGIN, monotonic: () => 0, setTimer: () => () => {} }

const ours = (source: string, timeZone: string, count: number): number[] =>
  new CronTime({ source, timeZone }, clock).sendAt(count).map((date) => date.toMillis())

/** The `cron` package reads its own clock elsewhere, and takes any date here. */
function theirs(source: string, timeZone: string, count: number): number[] {
  const time = new TheirTime(source, timeZone)
  let date: DateTime<boolean> = DateTime.fromMillis(BEGIN, { zone: timeZone })
  return Array.from({ length: count }, () => {
    date = time.getNextDateFrom(date)
    return date.toMillis()
  })
}

test('CronExpression has the 83 members of the original, in their order, with their texts', () => {
  expect(Object.entries(CronExpression)).toEqual(Object.entries(original.CronExpression))
  expect(Object.keys(CronExpression)).toHaveLength(83)
})

describe.each(['UTC', 'Asia/Shanghai'])('in %s', (zone) => {
  test.each(Object.entries(CronExpression))('%s fires as with the cron package', (_name, text) => {
    expect(ours(text, zone, 3)).toEqual(theirs(text, zone, 3))
  })

  test.each([
    ...[
      '*/90 * * * *',
      '0 */40 * * *',
      '0 0 1 */13 *',
      '0 0 * 1/13 *',
      '0 0 */40 * *',
      '5-9/70 * * * *',
    ],
    ...['0 0 1-31 * 1', '0 0 */1 * 1', '0 0 1-31/1 * 5', '* 0 0 1-31 * 5', '0 0 1-15,16-31 * 5'],
    ...['0 0 1 * 0-6', '0 0 1 * 1-7', '0 0 1 * 0-7', '0 0 1 * */1', '0 0 1 * 0,1,2,3,4,5,6'],
    ...[
      '0 0 */2 * 1',
      '0 0 1 * */2',
      '0 0 13 * fri',
      '0 0 * jan mon',
      '0 0 * * mon-fri',
      '0 0 * * 7',
    ],
    ...[
      '0 0 * * 5-7',
      '007 * * * *',
      '  0   0 * * *  ',
      '1,1,2 * * * *',
      '@weekly',
      '@DAILY',
      '@weekends',
    ],
    ...['0 0 15,*/10 * 3', '*/7 * * * * *', '5/15 * * * *', '0 0 31 * *'],
  ])('%s fires as with the cron package', (text) => {
    expect(ours(text, zone, 5)).toEqual(theirs(text, zone, 5))
  })
})

test.each([
  '0 0 L * *',
  '0 0 * * 5#2',
  '0 0 ? * 1',
  '0 22-2 * * *',
  '@midnight',
  '0 0 0 1 1 * 2027',
])('%s is taken here, and refused by the cron package', (text) => {
  expect(() => new TheirTime(text)).toThrow(Error)
  expect(ours(text, 'UTC', 1)).toHaveLength(1)
})

test.each(['0 0 30 2 *', '0 0 31 4 *'])(
  '%s, which never comes, is refused here at once',
  (text) => {
    expect(() => new TheirTime(text)).not.toThrow()
    expect(() => new CronTime({ source: text }, clock)).toThrow(
      expect.objectContaining({ code: 'PUNCTUAL_CRON_NEVER' }),
    )
  },
)

test.each([
  [-570, '2026-03-03T14:30:00Z'],
  [-180, '2026-03-03T08:00:00Z'],
  [0, '2026-03-03T05:00:00Z'],
  [330, '2026-03-03T23:30:00Z'],
  [345, '2026-03-03T23:15:00Z'],
  [840, '2026-03-03T15:00:00Z'],
])('an offset of %i minutes is kept', (utcOffset, first) => {
  const time = new CronTime({ source: '0 5 * * *', utcOffset }, clock)
  expect(time.sendAt().toJSDate()).toEqual(new Date(first))
})

test('an offset that no zone always has is refused, with what to give instead', () => {
  expect(() => new CronTime({ source: '0 5 * * *', utcOffset: -210 }, clock)).toThrow(
    /utcOffset: .* timeZone/,
  )
})

test('a date tells its time as luxon would', () => {
  const [date] = new CronTime({ source: '0 9 * * *', timeZone: 'Europe/Berlin' }, clock).sendAt(1)
  const luxon = DateTime.fromMillis(Number(date), { zone: 'Europe/Berlin' })
  for (const zone of [
    'Europe/Berlin',
    'Europe/London',
    'America/St_Johns',
    'UTC',
    'Asia/Kathmandu',
  ]) {
    expect(date?.setZone(zone).toISO()).toBe(luxon.setZone(zone).toISO())
  }
  expect([date?.toJSDate(), date?.toMillis(), date?.toSeconds(), date?.valueOf()]).toEqual([
    ...[luxon.toJSDate(), luxon.toMillis(), luxon.toSeconds(), luxon.valueOf()],
  ])
  expect(JSON.stringify({ date })).toBe(JSON.stringify({ date: luxon }))
  expect(() => date?.setZone('Mars/Olympus')).toThrow(
    expect.objectContaining({ code: 'PUNCTUAL_TIMEZONE_INVALID' }),
  )
})
