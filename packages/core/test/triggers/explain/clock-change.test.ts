import { describe, expect, it } from 'vitest'
import { calendar } from '../../../src/triggers/calendar.ts'
import { cron } from '../../../src/triggers/cron.ts'
import { explain } from '../../../src/triggers/explain.ts'
import type { Trigger } from '../../../src/triggers/trigger.ts'

const NEW_YORK = { timezone: 'America/New_York' }

function notes(trigger: Trigger, locale: 'en' | 'zh-CN' = 'en'): string[] {
  return explain(trigger, { locale }).split('\n').slice(1)
}

describe('A fixed time', () => {
  const skips = 'times that it skips fire once, when the gap ends'
  const repeats = 'times that it repeats fire the first time only'

  it('is told what becomes of it where the clock skips it', () => {
    expect(notes(cron('30 2 * * *', NEW_YORK))).toEqual([`! When the clock changes, ${skips}.`])
    expect(notes(cron('30 2 * * *', NEW_YORK), 'zh-CN')).toEqual([
      '! 时钟调整时，被跳过的时间在跳过的时段结束时触发一次。',
    ])
  })

  it('is told what becomes of it where the clock repeats it', () => {
    expect(notes(cron('30 1 * * *', NEW_YORK))).toEqual([`! When the clock changes, ${repeats}.`])
    expect(notes(cron('30 1 * * *', NEW_YORK), 'zh-CN')).toEqual([
      '! 时钟调整时，重复出现的时间只在第一次触发。',
    ])
  })

  it('is told both where both can happen', () => {
    const both = `! When the clock changes, ${skips}; ${repeats}.`
    expect(notes(cron('30 2 * * *', { timezone: 'Europe/Berlin' }))).toEqual([both])
    expect(notes(cron({ hour: '1-2' }, NEW_YORK))).toEqual([both])
  })

  it('at midnight is told so only where midnight is skipped', () => {
    expect(notes(cron('0 0 * * *', NEW_YORK))).toEqual([])
    expect(notes(cron('0 0 * * *', { timezone: 'Africa/Cairo' }))).toEqual([
      `! When the clock changes, ${skips}.`,
    ])
  })

  it('on days on which the clock never changes is told nothing', () => {
    expect(notes(cron('30 2 * * MON', NEW_YORK))).toEqual([])
    expect(notes(cron('30 2 * 7 *', NEW_YORK))).toEqual([])
  })

  it('in a timezone whose clock never changes is told nothing', () => {
    expect(notes(cron('30 2 * * *', { timezone: 'Asia/Shanghai' }))).toEqual([])
    expect(notes(cron('30 2 * * *', { timezone: 'UTC' }))).toEqual([])
  })

  it('without a timezone is told what happens in most of those that change their clock', () => {
    expect(notes(cron('30 2 * * *'))).toEqual([`! When the clock changes, ${skips}; ${repeats}.`])
    expect(notes(cron('30 12 * * *'))).toEqual([])
  })

  it('is judged by the last years before its end', () => {
    const brazil = { timezone: 'America/Sao_Paulo' }
    expect(notes(cron('30 0 * * *', brazil))).toEqual([])
    expect(notes(cron('30 0 * * *', { ...brazil, end: '2019-01-01' }))).toEqual([
      `! When the clock changes, ${skips}.`,
    ])
  })

  it('is told nothing of a day that a correction of the clock left out', () => {
    const apia = { timezone: 'Pacific/Apia', end: '2012-01-15' }
    expect(notes(cron('0 12 * * *', apia))).toEqual([])
  })
})

describe('A wildcard', () => {
  const both =
    '! When the clock changes, times that it skips do not fire; times that it repeats fire twice.'

  it('is told that it follows the clock where its hours are restricted', () => {
    expect(notes(cron('*/15 1-2 * * *', NEW_YORK))).toEqual([both])
    expect(notes(cron('*/15 1-2 * * *', NEW_YORK), 'zh-CN')).toEqual([
      '! 时钟调整时，被跳过的时间不触发；重复出现的时间触发两次。',
    ])
  })

  it('in every hour loses and gains nothing when the clock changes by whole hours', () => {
    expect(notes(cron('*/15 * * * *', NEW_YORK))).toEqual([])
    expect(notes(cron('0 * * * *', { timezone: 'Australia/Lord_Howe' }))).toEqual([
      '! When the clock changes, times that it skips do not fire.',
    ])
  })
})

describe('A calendar', () => {
  it('is told that a date is left out, and that a time fires once', () => {
    const start = '2026-01-05'
    const berlin = calendar({ days: 1 }, { at: '02:30', start, timezone: 'Europe/Berlin' })
    expect(notes(berlin)).toEqual([
      '! When the clock changes, a date on which it skips the time is left out; a time that it repeats fires the first time only.',
    ])
    expect(notes(berlin, 'zh-CN')).toEqual([
      '! 时钟调整时，若该时间被跳过，则略过当天；若该时间重复出现，则只在第一次触发。',
    ])
    expect(notes(calendar({ days: 1 }, { at: '12:00', start, ...NEW_YORK }))).toEqual([])
  })
})
