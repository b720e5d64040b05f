import { describe, expect, it } from 'vitest'
import { allOf } from '../../../src/triggers/all-of.ts'
import { anyOf } from '../../../src/triggers/any-of.ts'
import { at } from '../../../src/triggers/at.ts'
import { calendar } from '../../../src/triggers/calendar.ts'
import { cron } from '../../../src/triggers/cron.ts'
import { days } from '../../../src/triggers/days.ts'
import { every } from '../../../src/triggers/every.ts'
import { except } from '../../../src/triggers/except.ts'
import { explain } from '../../../src/triggers/explain.ts'
import { fixedDelay } from '../../../src/triggers/fixed-delay.ts'
import { jitter } from '../../../src/triggers/jitter.ts'
import { pick } from '../../../src/triggers/pick.ts'
import type { Trigger } from '../../../src/triggers/trigger.ts'

const start = '2026-01-05T00:00Z'
const utc = { timezone: 'UTC' }

function warnings(trigger: Trigger, locale: 'en' | 'zh-CN' = 'en'): string[] {
  return explain(trigger, { locale }).split('\n').slice(1)
}

describe('A trigger that never fires is said to', () => {
  it.each<[string, Trigger]>([
    ['an interval', every('6h', { start, end: '2026-01-05T05:00Z' })],
    ['a pause', fixedDelay('6h', { start, end: '2026-01-05T05:00Z' })],
    ['cron', cron('0 12 * * *', { ...utc, start, end: '2026-01-05T11:00Z' })],
    ['a past year', cron('0 0 12 * * * 2019', { ...utc, start, end: '2030-01-01T00:00Z' })],
    ['a calendar', calendar({ days: 1 }, { at: '12:00', start, end: '2026-01-05T11:00Z', ...utc })],
  ])('when its end comes before its first fire: %s', (_, trigger) => {
    expect(warnings(trigger)).toContain('! Never fires: it ends before its first fire.')
    expect(warnings(trigger, 'zh-CN')).toContain('! 永远不会触发：在首次触发之前就已结束。')
  })

  it.each<[string, Trigger]>([
    ['parts that never meet', allOf(cron('0 12 * * *', utc), cron('0 13 * * *', utc))],
    [
      'intervals out of step',
      allOf(every('2s', { start }), every('2s', { start: '2026-01-05T00:00:01Z' })),
    ],
    ['nothing left', except(every('1h', { start }), every('30m', { start }))],
    ['an excluded day', except(at(start), days(['2026-01-05'], utc))],
    [
      'a year beyond those of cron',
      except(cron('0 12 * * *', { ...utc, start: '2300-01-01' }), at(start)),
    ],
    ['a delayed one', jitter(allOf(cron('0 12 * * *', utc), cron('0 13 * * *', utc)), '1m')],
  ])('when the search finds no instant: %s', (_, trigger) => {
    expect(warnings(trigger)).toContain(
      '! Never fires: no instant was found within 400 years and the limits of the search.',
    )
    expect(warnings(trigger, 'zh-CN')).toContain(
      '! 永远不会触发：在 400 年和搜索上限之内没有找到任何时刻。',
    )
  })

  it('with the timezone in which it was read where it names none', () => {
    const apart = allOf(cron('0 12 * * *'), cron('0 13 * * *'))
    expect(warnings(apart)[0]).toMatch(/^! Never fires with its times read in UTC: /)
    expect(warnings(apart, 'zh-CN')[0]).toMatch(/^! 永远不会触发（按 UTC 解读时间）：/)
    expect(warnings(pick(every('1h', { start }), 25, 'day'))[0]).toMatch(/read in UTC/)
  })

  it('by its part where the other parts of an anyOf hide it', () => {
    const apart = allOf(cron('0 12 * * *', utc), cron('0 13 * * *', utc))
    const clause =
      'only when these coincide: every day at 12:00 (UTC); and every day at 13:00 (UTC)'
    expect(warnings(anyOf(cron('0 9 * * *', utc), apart))).toEqual([
      `! One part, "${clause}", never fires: no instant was found within 400 years and the limits of the search.`,
    ])
    expect(warnings(anyOf(cron('0 9 * * *', utc), apart), 'zh-CN')[0]).toMatch(/^! 其中一部分“/)
  })
})

describe('A trigger is not said never to fire', () => {
  it.each<[string, Trigger]>([
    ['in a year that a clock would have to judge', cron('0 0 12 * * * 2019', utc)],
    ['once, in the past', at('1970-01-01T00:00Z')],
    [
      'once, far from now',
      allOf(at('2700-01-01T12:00Z'), calendar({ days: 1 }, { at: '12:00', ...utc })),
    ],
    ['after a start far from now', every('1h', { start: '2900-01-01T00:00Z' })],
    ['when it depends on when the job is stored', every('6h', { end: '1970-01-02T00:00Z' })],
    ['when that decides whether its parts meet', allOf(every('7m'), every('11m'))],
    ['when the scheduler knows the days', except(at(start), { calendar: 'all' })],
    ['when the timezone decides', allOf(cron('0 9 * * *'), at('2026-01-01T01:00Z'))],
    ['when the id of the job decides', allOf(cron('H 9 * * *', utc), cron('7 9 * * *', utc))],
    ['when the delay decides', allOf(jitter(cron('0 9 * * *', utc), '1h'), cron('7 9 * * *', utc))],
  ])('%s', (_, trigger) => {
    expect(explain(trigger)).not.toMatch(/never fires/i)
  })

  it('when only a custom trigger could tell', () => {
    const never = {
      kind: 'tide',
      bind: () => ({ next: () => null, previous: () => null }),
      toJSON: () => ({ kind: 'tide', version: 1 }),
    }
    expect(explain(except(at(start), never))).not.toMatch(/never fires/i)
  })
})
