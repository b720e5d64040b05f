import { describe, expect, it } from 'vitest'
import type { CronFields } from '../../src/triggers/cron-fields.ts'
import { cron } from '../../src/triggers/cron.ts'
import { bound, firesFrom, utc } from './bound.ts'
import { expectRefused } from './expect-refused.ts'
import { instantsIn } from './timeline-laws.ts'

describe('Cron fields', () => {
  it.each<[CronFields, string[]]>([
    [{ hour: 3 }, ['2026-01-01T03:00Z', '2026-01-02T03:00Z']],
    [{ minute: 15 }, ['2026-01-01T00:15Z', '2026-01-01T01:15Z']],
    [{ second: '*/30' }, ['2026-01-01T00:00Z', '2026-01-01T00:00:30Z']],
    [{ month: 6 }, ['2026-06-01T00:00Z', '2027-06-01T00:00Z']],
    [{ year: 2030 }, ['2030-01-01T00:00Z']],
    [{ dayOfWeek: 'mon' }, ['2026-01-05T00:00Z', '2026-01-12T00:00Z']],
    [{ week: 53 }, ['2026-12-28T00:00Z', '2026-12-29T00:00Z']],
    [{ week: 1, dayOfWeek: 'mon', hour: 9 }, ['2027-01-04T09:00Z', '2028-01-03T09:00Z']],
    [{ day: 1, second: 30 }, ['2026-01-01T00:00:30Z', '2026-01-01T00:01:30Z']],
    [{ month: 'feb,NOV', day: 'last', hour: '22-1' }, ['2026-02-28T00:00Z', '2026-02-28T01:00Z']],
  ])(
    '%j are at their minimum when finer than the finest given one, else anything',
    (fields, fires) => {
      expect(firesFrom(cron(fields), '2026-01-01T00:00Z', 2)).toEqual(fires)
    },
  )

  it('must all match: a day and a day of the week together', () => {
    expect(firesFrom(cron({ day: 13, dayOfWeek: 'fri' }), '2026-01-01T00:00Z', 3)).toEqual([
      '2026-02-13T00:00Z',
      '2026-03-13T00:00Z',
      '2026-11-13T00:00Z',
    ])
  })

  it('take the last day, the last and the n-th weekday, and lists of them', () => {
    const days = (day: string) =>
      firesFrom(cron({ day }), '2026-01-01T00:00Z', 3).map((fire) => fire.slice(5, 10))
    expect(days('last')).toEqual(['01-31', '02-28', '03-31'])
    expect(days('last fri')).toEqual(['01-30', '02-27', '03-27'])
    expect(days('2nd TUE')).toEqual(['01-13', '02-10', '03-10'])
    expect(days('5th mon')).toEqual(['03-30', '06-29', '08-31'])
    expect(days('1st mon , 15,last')).toEqual(['01-05', '01-15', '01-31'])
  })

  it('take a week by ISO 8601, also where it begins in the year before', () => {
    const first = bound(cron({ week: 1 }))
    const days = instantsIn(first, utc('2025-12-01T00:00Z'), utc('2026-02-01T00:00Z'))
    expect(days).toHaveLength(7)
    expect(days[0]).toBe(utc('2025-12-29T00:00Z'))
  })

  it('take H, and steps from a value', () => {
    const drawn = bound(cron({ hour: 'H(2-4)', minute: 'H' }), { jobId: 'a' })
    expect(drawn.next(0)).toBe(bound(cron('H H(2-4) * * *'), { jobId: 'a' }).next(0))
    expect(firesFrom(cron({ hour: '20/2' }), '2026-01-01T00:00Z', 2)).toEqual([
      '2026-01-01T20:00Z',
      '2026-01-01T22:00Z',
    ])
  })

  it('follow the same rule as text when the clock changes', () => {
    const options = { timezone: 'America/New_York' }
    for (const [fields, text] of [
      [{ hour: 2, minute: 30 }, '30 2 * * *'],
      [{ hour: 1, minute: '15,45' }, '15,45 1 * * *'],
      [{ minute: '*/20' }, '*/20 * * * *'],
      [{ hour: '*/2' }, '0 */2 * * *'],
      [{ hour: '1-2' }, '0 1-2 * * *'],
    ] as const) {
      const [one, other] = [bound(cron(fields, options)), bound(cron(text, options))]
      for (const day of ['2024-03-10', '2024-11-03']) {
        const [from, until] = [utc(`${day}T00:00Z`), utc(`${day}T00:00Z`) + 86_400_000]
        expect(instantsIn(one, from, until)).toEqual(instantsIn(other, from, until))
      }
    }
  })

  it.each<[object, string, string]>([
    [{ dayOfWeek: '1' }, 'NAME', 'numbers mean different days'],
    [{ dayOfWeek: 1 }, 'NAME', 'mon'],
    [{ dayOfWeek: 'mon-5' }, 'NAME', 'numbers mean different days'],
    [{ dayOfWeek: '1-fri' }, 'NAME', 'numbers mean different days'],
    [{ dayOfWeek: '5#2' }, 'NAME', 'numbers mean different days'],
    [{ dayOfWeek: 'monday' }, 'NAME', 'three letters'],
    [{ dayOfWeek: '*/2' }, 'STEP', 'mon-sun/2'],
    [{ dayOfWeek: 'tue/3' }, 'STEP', 'mon-sun/2'],
    [{ hour: 24 }, 'RANGE', '0 to 23'],
    [{ hour: 1.5 }, 'SYNTAX', 'write'],
    [{ hour: -1 }, 'SYNTAX', 'write'],
    [{ hour: null }, 'SYNTAX', 'number or text'],
    [{ hour: '' }, 'SYNTAX', 'write'],
    [{ hour: '1 2' }, 'SYNTAX', 'write'],
    [{ day: '6th mon' }, 'SYNTAX', 'write'],
    [{ day: '2nd' }, 'SYNTAX', 'write'],
    [{ week: 54 }, 'RANGE', '1 to 53'],
    [{ week: 'H' }, 'MODIFIER', 'H'],
    [{ year: 1969 }, 'RANGE', '1970 to 2199'],
    [{ hour: '٣' }, 'SYNTAX', 'ASCII'],
    [{ minute: '1,'.repeat(600) }, 'LENGTH', '1024'],
    [{ month: 2, day: 30 }, 'NEVER', '30 February'],
    [{ week: 30, month: 'jan' }, 'NEVER', '1970 to 2199'],
    [{ month: 2, day: '5th mon', year: 2023 }, 'NEVER', '1970 to 2199'],
    [{}, 'EMPTY', 'hour'],
    [{ hour: undefined }, 'EMPTY', 'hour'],
  ])('%j are refused with what to do', (fields, name, says) => {
    const error = expectRefused(() => cron(fields), `PUNCTUAL_CRON_${name}` as 'PUNCTUAL_CRON_NAME')
    expect(error.message).toContain(says)
  })

  it('are refused when one does not exist, as likely misspelt', () => {
    expectRefused(() => cron({ day_of_week: 'mon' } as object), 'PUNCTUAL_TRIGGER_INVALID')
    expectRefused(() => cron([] as object), 'PUNCTUAL_CRON_EMPTY')
  })

  it('name the field and the column within it', () => {
    const error = expectRefused(() => cron({ hour: '3,25' }), 'PUNCTUAL_CRON_RANGE')
    expect(error.details).toMatchObject({ field: 'hour', column: 3 })
  })

  it('are kept as they were when the caller changes the object later', () => {
    const fields = { hour: 3 }
    const trigger = cron(fields)
    fields.hour = 4
    expect(trigger.toJSON()).toMatchObject({ fields: { hour: 3 } })
  })
})
