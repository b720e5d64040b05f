import { describe, expect, it } from 'vitest'
import { allOf } from '../../../src/triggers/all-of.ts'
import { anyOf } from '../../../src/triggers/any-of.ts'
import { calendar } from '../../../src/triggers/calendar.ts'
import { cron } from '../../../src/triggers/cron.ts'
import { every } from '../../../src/triggers/every.ts'
import { explain } from '../../../src/triggers/explain.ts'
import { jitter } from '../../../src/triggers/jitter.ts'
import type { Trigger } from '../../../src/triggers/trigger.ts'

const start = '2026-01-05T00:00Z'

function warnings(trigger: Trigger, locale: 'en' | 'zh-CN' = 'en'): string[] {
  return explain(trigger, { locale }).split('\n').slice(1)
}

describe('An uneven step', () => {
  it.each([
    ['*/45 * * * *', 45, 'hour', 'minute 45', 'is 15', '小时', '第 45 分', '为 15'],
    ['*/7 * * * * *', 7, 'minute', 'second 56', 'is 4', '分钟', '第 56 秒', '为 4'],
    ['0 */5 * * *', 5, 'day', 'hour 20', 'is 4', '天', ' 20 时', '为 4'],
    ['0 12 */2 * *', 2, 'month', 'day 31', 'differs', '月', ' 31 日', '会不同'],
    ['0 12 1 */5 *', 5, 'year', 'November', 'is 2', '年', ' 11 月', '为 2'],
    ['0 12 * * */2', 2, 'week', 'Saturday', 'is 1', '周', '周六', '为 1'],
    ['10/25 12-14 * * *', 25, 'hour', 'minute 35', 'is 35', '小时', '第 35 分', '为 35'],
  ])('in %s is named with its odd gap', (text, step, unit, last, gap, zhUnit, zhLast, zhGap) => {
    const trigger = cron(text, { timezone: 'UTC' })
    expect(warnings(trigger)).toEqual([
      `! The step of ${step} starts again each ${unit}, so the gap after ${last} ${gap}.`,
    ])
    expect(warnings(trigger, 'zh-CN')).toEqual([
      `! 步长 ${step} 每${zhUnit}重新计数，因此${zhLast}之后的间隔${zhGap}。`,
    ])
  })

  it.each(['*/15 * * * *', '5/15 * * * *', '*/60 * * * *', '0-20/15 * * * *', '*/45 9 * * *'])(
    '%s comes out even, or at once only, and is not named',
    (text) => {
      expect(warnings(cron(text, { timezone: 'UTC' }))).toEqual([])
    },
  )
})

describe('Two restricted day fields', () => {
  const either =
    '! Either day field is enough: it fires when the day of the month or the day of the week matches. Write + before the day of the week to need both.'

  it('warn that either is enough', () => {
    expect(warnings(cron('0 12 13 * FRI'))).toEqual([either])
    expect(warnings(cron('0 12 31 * FRI'))).toEqual([either])
    expect(warnings(cron('0 12 13 * FRI'), 'zh-CN')).toEqual([
      '! 两个日期字段满足其一即可：日期或星期匹配都会触发。若要两者同时满足，请在星期字段前加 +。',
    ])
  })

  it('warn that other crons need both when one of them begins with a star', () => {
    const vixie =
      '! Vixie cron and cronie would need both day fields here, because one of them begins with *.'
    expect(warnings(cron('0 12 */10 * MON'))).toContain(vixie)
    expect(warnings(cron('0 12 13 * */3'))).toContain(vixie)
    expect(warnings(cron('0 12 */10 * MON'), 'zh-CN')).toContain(
      '! Vixie cron 和 cronie 在这里要求两个日期字段同时满足，因为其中一个以 * 开头。',
    )
  })

  it('warn of nothing after a +, as fields, or when one is free', () => {
    expect(warnings(cron('0 12 13 * +FRI'))).toEqual([])
    expect(warnings(cron({ day: 13, dayOfWeek: 'fri', hour: 12 }))).toEqual([])
    expect(warnings(cron('0 12 ? * FRI'))).toEqual([])
    expect(warnings(cron('H 12 13 * FRI'))).toEqual([either])
  })
})

describe('A day that some months do not have', () => {
  it.each<[Trigger, number]>([
    [cron('0 12 31 * *'), 31],
    [cron('0 12 30,31 * *'), 30],
    [cron('0 12 29 2 *'), 29],
    [calendar({ months: 3 }, { at: '12:00', start: '2026-01-31' }), 31],
    [calendar({ years: 1 }, { at: '12:00', start: '2024-02-29', timezone: 'Asia/Tokyo' }), 29],
  ])('%o is named', (trigger, day) => {
    const ordinal = { 29: '29th', 30: '30th', 31: '31st' }[day]
    expect(warnings(trigger)).toEqual([`! A month without a ${ordinal} has no fire.`])
    expect(warnings(trigger, 'zh-CN')).toEqual([`! 没有 ${day} 日的月份不触发。`])
  })

  it.each<[Trigger]>([
    [cron('0 12 28,31 * *')],
    [cron('0 12 31 1,12 *')],
    [cron('0 12 L,31 * *')],
    [calendar({ months: 1 }, { at: '12:00', start: '2026-01-28' })],
    [calendar({ months: 1, days: 1 }, { at: '12:00', start: '2026-01-31' })],
    [calendar({ days: 31 }, { at: '12:00', start: '2026-01-31' })],
  ])('%o is in every month, or not what it counts by', (trigger) => {
    expect(warnings(trigger)).toEqual([])
  })
})

describe('Elapsed time', () => {
  it('warns that days of it are no local days', () => {
    expect(warnings(every('1d', { start }))).toEqual([
      '! 1 day is 24 elapsed hours: after a change of the clock it fires at another local time. Use cron or calendar for the same local time.',
    ])
    expect(warnings(every('2w'))[0]).toMatch(/^! 14 days are 336 elapsed hours/)
    expect(warnings(every('1d'), 'zh-CN')).toEqual([
      '! 1 天指实际经过的 24 小时：时钟调整后，触发的当地时间会改变。若要每天同一当地时间，请用 cron 或 calendar。',
    ])
    expect(warnings(every('36h'))).toEqual([])
  })

  it('warns that what must meet others needs a start', () => {
    const open = [every('2h'), calendar({ weeks: 1 }, { at: '12:00' })]
    for (const part of open) {
      const both = allOf(part, cron('0 12 * * *'))
      expect(warnings(both)).toEqual([
        '! A part without a start counts from when the job is first stored, so the parts may never meet: give every part a start.',
      ])
      expect(warnings(both, 'zh-CN')).toEqual([
        '! 没有 start 的部分从作业首次保存时开始计算，各部分可能永远不会重合：请为每个部分指定 start。',
      ])
    }
    expect(
      warnings(allOf(every('2h', { start }), cron('0 12 * * *', { timezone: 'UTC' }))),
    ).toEqual([])
  })
})

describe('A warning', () => {
  it('of a part is one of the whole, and stands once', () => {
    const uneven = cron('*/45 12 * * MON', { timezone: 'UTC' })
    expect(warnings(uneven)).toEqual([])
    const hourly = cron('*/45 * * * *', { timezone: 'UTC' })
    expect(warnings(anyOf(jitter(hourly, '1m'), hourly))).toHaveLength(1)
  })
})
