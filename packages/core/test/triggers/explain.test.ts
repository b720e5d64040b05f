import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { after } from '../../src/triggers/after.ts'
import { allOf } from '../../src/triggers/all-of.ts'
import { anyOf } from '../../src/triggers/any-of.ts'
import { at } from '../../src/triggers/at.ts'
import { calendar } from '../../src/triggers/calendar.ts'
import { cron } from '../../src/triggers/cron.ts'
import { daysOff } from '../../src/triggers/days-off.ts'
import { days } from '../../src/triggers/days.ts'
import { every } from '../../src/triggers/every.ts'
import { except } from '../../src/triggers/except.ts'
import { explain } from '../../src/triggers/explain.ts'
import { fixedDelay } from '../../src/triggers/fixed-delay.ts'
import { jitter } from '../../src/triggers/jitter.ts'
import { pick } from '../../src/triggers/pick.ts'
import { triggerFrom } from '../../src/triggers/trigger-from.ts'
import type { Trigger } from '../../src/triggers/trigger.ts'
import { anyContext, anyInstant, anyTrigger } from './arbitrary-trigger.ts'
import { expectRefused } from './expect-refused.ts'

const start = '2026-01-05T00:00Z'
const noon = cron('0 12 * * *')
const morning = cron('0 9 * * *')

/** Fails unless the trigger is said so in English and in Chinese, without warnings. */
function expectSaid(trigger: Trigger, en: string, zh: string): void {
  expect(explain(trigger)).toBe(en)
  expect(explain(trigger, { locale: 'zh-CN' })).toBe(zh)
}

describe('explain', () => {
  it.each<[Trigger, string, string]>([
    [at('2026-12-24T18:00Z'), 'Once, at 2026-12-24 18:00 UTC.', '2026-12-24 18:00 UTC 触发一次。'],
    [at('2026-12-24T18:00'), 'Once, at 2026-12-24 18:00.', '2026-12-24 18:00 触发一次。'],
    [
      every('1h'),
      'Every hour, the first time 1 hour after the job is first stored.',
      '每小时一次，首次触发在作业首次保存 1 小时后。',
    ],
    [
      every('1h 30m', { immediate: true }),
      'Every 1 hour 30 minutes, the first time when the job is first stored.',
      '每 1 小时 30 分钟一次，首次触发在作业首次保存时。',
    ],
    [
      every('15m', { start, immediate: true, end: '2027-01-01T00:00Z' }),
      'Every 15 minutes, the first time at 2026-01-05 00:00 UTC, until 2027-01-01 00:00 UTC.',
      '每 15 分钟一次，首次触发在 2026-01-05 00:00 UTC，至 2027-01-01 00:00 UTC 止。',
    ],
    [
      every('250ms', { start }),
      'Every 250 milliseconds, the first time 250 milliseconds after 2026-01-05 00:00 UTC.',
      '每 250 毫秒一次，首次触发在 2026-01-05 00:00 UTC 之后 250 毫秒。',
    ],
    [
      fixedDelay('30s', { immediate: true }),
      '30 seconds after each run has ended, the first time when the job is first stored.',
      '每次运行结束 30 秒后，首次触发在作业首次保存时。',
    ],
    [
      calendar({ weeks: 2 }, { at: '09:00', start: '2026-01-05', timezone: 'Asia/Shanghai' }),
      'Every 2 weeks at 09:00, counted from 2026-01-05 (Asia/Shanghai).',
      '每 2 周 09:00，从 2026-01-05 开始计算（Asia/Shanghai）。',
    ],
    [
      calendar({ months: 1, days: 3 }, { at: '09:00:30', end: '2027-01-01' }),
      'Every 1 month and 3 days at 09:00:30, counted from the day on which the job is first stored, until 2027-01-01.',
      '每 1 个月加 3 天 09:00:30，从作业首次保存的日期开始计算，至 2027-01-01 止。',
    ],
    [
      calendar({ days: 1 }, { at: '09:00' }),
      'Every day at 09:00, counted from the day on which the job is first stored.',
      '每天 09:00，从作业首次保存的日期开始计算。',
    ],
  ])('%o reads "%s"', expectSaid)

  it.each<[Trigger, string, string]>([
    [
      anyOf(cron('0 9 * * MON-FRI'), cron('0 11 * * SAT,SUN')),
      'Monday to Friday at 09:00; or on Saturday and Sunday at 11:00.',
      '每周一至周五 09:00；或每周六和周日 11:00。',
    ],
    [
      allOf(anyOf(morning, noon), cron('0 */3 * * 1')),
      'Only when these coincide: (every day at 09:00; or every day at 12:00); and every 3 hours from 00:00 to 21:00, every Monday.',
      '仅在以下时刻重合时：（每天 09:00；或每天 12:00）；且每周一 00:00 至 21:00 每 3 小时。',
    ],
    [
      except(morning, noon, days(['2026-12-25', '2027-01-01']), { calendar: 'cn' }),
      'Every day at 09:00, except every day at 12:00, on 2026-12-25 and 2027-01-01 and on the days of the calendar "cn".',
      '每天 09:00，但不包括每天 12:00、2026-12-25 和 2027-01-01 和日历“cn”中的日子。',
    ],
    [
      except(
        morning,
        daysOff({ weekend: ['sun', 'sat'], holidays: ['2026-10-01'], workdays: ['2026-10-10'] }),
      ),
      'Every day at 09:00, except on Saturday and Sunday and on 1 holiday (but not on 1 workday).',
      '每天 09:00，但不包括周六和周日以及 1 个节假日（1 个调休工作日除外）。',
    ],
    [
      except(morning, days(Array.from({ length: 9 }, (_, at) => `2026-12-0${at + 1}`))),
      'Every day at 09:00, except on 9 dates.',
      '每天 09:00，但不包括 9 个日期。',
    ],
    [
      except(morning, days([])),
      'Every day at 09:00, except on no day.',
      '每天 09:00，但不包括空的日期集合。',
    ],
    [
      jitter(cron('0 * * * *'), '5m'),
      'Every hour on the hour, each time up to 5 minutes later.',
      '每小时整点，每次最多推迟 5 分钟。',
    ],
    [
      pick(noon, -1, 'month'),
      'The last time in each month of: every day at 12:00.',
      '每月最后一次：每天 12:00。',
    ],
    [
      pick(noon, -2, 'quarter'),
      'The 2nd to last time in each quarter of: every day at 12:00.',
      '每季度倒数第 2 次：每天 12:00。',
    ],
    [
      pick(noon, 3, 'week'),
      'The 3rd time in each week of: every day at 12:00.',
      '每周第 3 次：每天 12:00。',
    ],
  ])('of others, %o reads "%s"', expectSaid)

  it.each<[Trigger, string, string]>([
    [
      after('import'),
      'Each time a run of "import" succeeds.',
      '每当作业“import”的一次运行成功之后。',
    ],
    [
      after(['a', { id: 'b', store: 'main' }], { on: 'failure', need: 'any' }),
      'Each time a run of "a" or "b" fails, is cancelled or is lost.',
      '每当作业“a”或“b”的一次运行失败、被取消或丢失之后。',
    ],
    [
      after(['a', 'b', 'c'], { on: 'finish' }),
      'After "a", "b" and "c" have all ended, whatever their outcome.',
      '在作业“a”、“b”和“c”全部结束（无论结果如何）之后。',
    ],
  ])('of runs, %o reads "%s"', expectSaid)

  it('names the kind of a custom trigger, also inside another one', () => {
    const tide = {
      kind: 'tide',
      bind: () => ({ next: () => null, previous: () => null }),
      toJSON: () => ({ kind: 'tide', version: 1 }),
    }
    expectSaid(tide, 'By the custom trigger "tide".', '按自定义触发器“tide”。')
    expect(explain(anyOf(tide, noon))).toBe('By the custom trigger "tide"; or every day at 12:00.')
  })

  it('says the same of a trigger that was stored and revived', () => {
    fc.assert(
      fc.property(anyTrigger, (trigger) => {
        expect(explain(triggerFrom(trigger.toJSON()))).toBe(explain(trigger))
      }),
      { numRuns: 50 },
    )
  })

  it('gives one sentence, and as many marked warnings in each language', () => {
    fc.assert(
      fc.property(anyTrigger, (trigger) => {
        const [sentence = '', ...warnings] = explain(trigger).split('\n')
        const [satz = '', ...hints] = explain(trigger, { locale: 'zh-CN' }).split('\n')
        expect(sentence).toMatch(/^[A-Z\d(].*\.$/)
        expect(satz).toMatch(/。$/)
        for (const warning of warnings) expect(warning).toMatch(/^! \S.*\.$/)
        for (const hint of hints) expect(hint).toMatch(/^! \S.*。$/)
        expect(hints).toHaveLength(warnings.length)
        expect(`${sentence}${satz}`).not.toMatch(/undefined|null|NaN|\[object| {2}/)
      }),
      { numRuns: 200 },
    )
  })

  it('says that a trigger never fires only of one that gives no instant', () => {
    fc.assert(
      fc.property(anyTrigger, anyContext, anyInstant, (trigger, context, from) => {
        fc.pre(explain(trigger).includes('! Never fires'))
        const assumed = explain(trigger).includes('read in UTC')
        const timeline = trigger.bind({ ...context, timezone: assumed ? 'UTC' : context.timezone })
        expect(timeline.next(from)).toBeNull()
      }),
      { numRuns: 30 },
    )
  })

  it('refuses an unknown language, an unknown option, and what is no trigger', () => {
    const locale = 'de' as 'en'
    expectRefused(() => explain(noon, { locale }), 'PUNCTUAL_OPTION_INVALID')
    const inherited = 'toString' as 'en'
    expectRefused(() => explain(noon, { locale: inherited }), 'PUNCTUAL_OPTION_INVALID')
    const options = { language: 'en' } as object
    expectRefused(() => explain(noon, options), 'PUNCTUAL_TRIGGER_INVALID')
    for (const value of [null, '0 9 * * *', {}]) {
      expectRefused(() => explain(value as Trigger), 'PUNCTUAL_TRIGGER_INVALID')
    }
  })
})
