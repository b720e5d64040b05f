import { describe, expect, it } from 'vitest'
import { cron } from '../../../src/triggers/cron.ts'
import { explain } from '../../../src/triggers/explain.ts'
import type { TimeTrigger } from '../../../src/triggers/trigger.ts'

/** What is said of a trigger in English and in Chinese, without warnings. */
function said(trigger: TimeTrigger): (string | undefined)[] {
  const en = explain(trigger).split('\n')[0]
  return [en, explain(trigger, { locale: 'zh-CN' }).split('\n')[0]]
}

describe('The times of a cron expression', () => {
  it.each([
    ['* * * * * *', 'Every second.', '每秒。'],
    ['*/10 * * * * *', 'Every 10 seconds.', '每 10 秒。'],
    ['* * * * *', 'Every minute.', '每分钟。'],
    ['0,15,30,45 * * * *', 'Every 15 minutes.', '每 15 分钟。'],
    ['0 * * * *', 'Every hour on the hour.', '每小时整点。'],
    ['@hourly', 'Every hour on the hour.', '每小时整点。'],
    ['20 * * * *', 'At minute 20 of every hour.', '每小时第 20 分。'],
    ['15 30 * * * *', 'At second 15 of minute 30 of every hour.', '每小时第 30 分第 15 秒。'],
    ['15 * * * * *', 'At second 15 of every minute.', '每分钟第 15 秒。'],
    ['5/15 * * * *', 'At minutes 5, 20, 35 and 50 of every hour.', '每小时第 5、20、35 和 50 分。'],
    ['10-20 * * * *', 'At minutes 10 to 20 of every hour.', '每小时第 10 至 20 分。'],
    [
      '10-50/5 * * * *',
      'Every 5th minute from 10 to 50 of every hour.',
      '每小时第 10 至 50 每 5 分。',
    ],
    ['0 0 * * *', 'Every day at 00:00.', '每天 00:00。'],
    ['30 9 9 * * *', 'Every day at 09:09:30.', '每天 09:09:30。'],
    ['0 9,18 * * *', 'Every day at 09:00 and 18:00.', '每天 09:00 和 18:00。'],
    [
      '0 */6 * * *',
      'Every day at 00:00, 06:00, 12:00 and 18:00.',
      '每天 00:00、06:00、12:00 和 18:00。',
    ],
    ['30 */2 * * *', 'Every 2 hours from 00:30 to 22:30.', '00:30 至 22:30 每 2 小时。'],
    ['0 9-17 * * *', 'Every hour from 09:00 to 17:00.', '09:00 至 17:00 每小时。'],
    ['0 22-4 * * *', 'Every hour from 22:00 to 04:00.', '22:00 至 04:00 每小时。'],
    ['*/5 9-17 * * *', 'Every 5 minutes from 09:00 to 17:55.', '09:00 至 17:55 每 5 分钟。'],
    ['* 9 * * *', 'Every minute from 09:00 to 09:59.', '09:00 至 09:59 每分钟。'],
    [
      '*/5 * 9-17 * * *',
      'Every 5 seconds from 09:00:00 to 17:59:55.',
      '09:00:00 至 17:59:55 每 5 秒。',
    ],
    [
      '0 10-20 9,12 * * *',
      'At minutes 10 to 20 of hours 9 and 12.',
      '9 时和 12 时第 10 至 20 分。',
    ],
    [
      '* 0-5 9-17/2 * * *',
      'At seconds 0 to 59 of minutes 0 to 5 of every 2nd hour from 9 to 17.',
      '9 时至 17 时每 2 小时第 0 至 5 分第 0 至 59 秒。',
    ],
  ])('%s reads "%s"', (text, en, zh) => {
    expect(said(cron(text))).toEqual([en, zh])
  })
})

describe('The days of a cron expression', () => {
  const workday = 'the weekday (Monday to Friday) nearest to'

  it.each([
    ['0 9 * * MON', 'Every Monday at 09:00.', '每周一 09:00。'],
    ['0 9 * * 1-5', 'Monday to Friday at 09:00.', '每周一至周五 09:00。'],
    ['0 9 * * FRI-MON', 'Friday to Monday at 09:00.', '每周五至周一 09:00。'],
    ['0 9 * * 0,6', 'On Saturday and Sunday at 09:00.', '每周六和周日 09:00。'],
    ['0 9 * * 0-7', 'Every day at 09:00.', '每天 09:00。'],
    ['0 9 1,15 * *', 'On the 1st and 15th of every month at 09:00.', '每月 1 日和 15 日 09:00。'],
    ['0 9 1-7 * *', 'On the 1st to 7th of every month at 09:00.', '每月 1 日至 7 日 09:00。'],
    [
      '0 9 */5 * *',
      'On every 5th day from the 1st to the 31st of every month at 09:00.',
      '每月 1 日至 31 日每 5 天 09:00。',
    ],
    ['0 9 L * *', 'On the last day of every month at 09:00.', '每月最后一天 09:00。'],
    [
      '0 9 L-1 * *',
      'On the day 1 day before the last day of every month at 09:00.',
      '每月倒数第 2 天 09:00。',
    ],
    [
      '0 9 15W * *',
      `On ${workday} the 15th of every month at 09:00.`,
      '每月最接近 15 日的工作日（周一至周五）09:00。',
    ],
    [
      '0 9 LW * *',
      'On the last weekday (Monday to Friday) of every month at 09:00.',
      '每月最后一个工作日（周一至周五）09:00。',
    ],
    [
      '0 9 L-3W 3 *',
      `On ${workday} the day 3 days before the last day of March at 09:00.`,
      '3 月的最接近倒数第 4 天的工作日（周一至周五）09:00。',
    ],
    ['0 9 * * FRIL', 'On the last Friday of every month at 09:00.', '每月最后一个周五 09:00。'],
    ['0 9 * 11 4#4', 'On the fourth Thursday of November at 09:00.', '11 月的第四个周四 09:00。'],
    ['0 9 * 4-6 *', 'Every day from April to June at 09:00.', '4 月至 6 月每天 09:00。'],
    [
      '0 9 * NOV-FEB SUN',
      'Every Sunday from November to February at 09:00.',
      '11 月至 2 月每周日 09:00。',
    ],
    ['*/15 * * 1,7 *', 'Every 15 minutes, in January and July.', '1 月和 7 月每 15 分钟。'],
    ['0 0 9 1 1 * 2030', 'On the 1st of January in 2030 at 09:00.', '2030 年 1 月的 1 日 09:00。'],
    [
      '0 0 13 * FRI',
      'On the 13th of the month or on Friday at 00:00.',
      '每月 13 日或每周五 00:00。',
    ],
    [
      '0 0 13 * +FRI',
      'On the 13th of the month if that is Friday at 00:00.',
      '每月 13 日（须为周五）00:00。',
    ],
    [
      '0 0 1 6 MON,2#3',
      'On the 1st of the month or on Monday and the third Tuesday of the month, in June at 00:00.',
      '6 月的 1 日或每周一和第三个周二 00:00。',
    ],
    ['0 0 13 * 0-6', 'Every day at 00:00.', '每天 00:00。'],
  ])('%s reads "%s"', (text, en, zh) => {
    expect(said(cron(text))).toEqual([en, zh])
  })

  it.each([
    [
      { week: 53, dayOfWeek: 'mon' },
      'Every Monday in ISO week 53 at 00:00.',
      'ISO 第 53 周每周一 00:00。',
    ],
    [
      { year: '2024-2026', week: '1-3' },
      'Every day in ISO weeks 1 to 3 from 2024 to 2026 at 00:00.',
      '2024 年至 2026 年 ISO 第 1 至 3 周每天 00:00。',
    ],
    [
      { day: '1,2nd tue,last', hour: 9 },
      'On the 1st, the second Tuesday and the last day of every month at 09:00.',
      '每月 1 日、第二个周二和最后一天 09:00。',
    ],
    [
      { day: 13, dayOfWeek: 'fri' },
      'On the 13th of the month if that is Friday at 00:00.',
      '每月 13 日（须为周五）00:00。',
    ],
  ])('the fields %o read "%s"', (fields, en, zh) => {
    expect(said(cron(fields))).toEqual([en, zh])
  })
})

describe('A cron expression', () => {
  it('names its timezone and its bounds by the clock there', () => {
    const bounds = { start: '2026-01-01', end: '2026-12-31T20:00:00Z' }
    expect(said(cron('0 9 * * *', { timezone: 'Asia/Shanghai', ...bounds }))).toEqual([
      'Every day at 09:00 (Asia/Shanghai), from 2026-01-01 00:00, until 2027-01-01 04:00.',
      '每天 09:00（Asia/Shanghai），自 2026-01-01 00:00 起，至 2027-01-01 04:00 止。',
    ])
  })

  it('with H is said by the value of its seed, or as it stands without one', () => {
    expect(said(cron('H 9 * * *', { seed: 'reports' }))[0]).toMatch(/^Every day at 09:\d\d\.$/)
    expect(said(cron('H 9 * * *'))).toEqual([
      'By the cron expression "H 9 * * *", where the id of the job decides each H.',
      '按 cron 表达式“H 9 * * *”，其中每个 H 由作业标识决定。',
    ])
  })
})
