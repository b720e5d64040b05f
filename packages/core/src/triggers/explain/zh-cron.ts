import type { Days, MonthDay, NthWeekday, WeekDay } from './days.ts'
import type { Part } from './part.ts'
import type { Each, Times } from './times.ts'
import { zhJoin, zhList, zhNumbers, zhPart, zhWeekday, zhWeekdayPart } from './zh-text.ts'

/** '09:00 和 17:30', '09:00 至 17:55 每 5 分钟', '每小时第 20 分'. */
export function zhTimes(times: Times): string {
  if (times.kind === 'clock') return zhList(times.times, '和')
  if (times.kind === 'each') return each(times)
  const { hour, minute, second } = times
  const ofHour = hour === null ? (minute === null ? '' : '每小时') : zhPart(hour, '时', '小时')
  const ofMinute = minute === null ? '每分钟' : `第 ${zhNumbers(minute)} 分`
  const ofSecond = second === null ? '' : `第 ${zhNumbers(second)} 秒`
  return `${ofHour}${ofMinute}${ofSecond}`
}

/** The days; '' or, where a clock time follows, '每天' when any day will do. */
export function zhDays(days: Days, followed: boolean): string {
  const { ofMonth, ofWeek, months, weeks, years } = days
  const when = [
    years === null ? '' : zhPart(years, '年'),
    weeks === null ? '' : `ISO 第 ${zhNumbers(weeks)} 周`,
  ]
  if (ofMonth.length > 0) return zhJoin(...when, monthDays(days))
  const inMonths = months === null ? '' : zhPart(months, '月', '个月')
  const any = followed ? '每天' : ''
  return zhJoin(...when, inMonths, ofWeek.length > 0 ? weekDays(ofWeek, months) : any)
}

function each({ unit, step, window }: Each): string {
  const name = { second: '秒', minute: '分钟', hour: '小时' }[unit]
  const rate = step === 1 ? `每${name}` : `每 ${step} ${name}`
  if (window !== null) return `${window[0]} 至 ${window[1]} ${rate}`
  return unit === 'hour' ? `${rate}整点` : rate
}

function monthDays({ ofMonth, ofWeek, both, months }: Days): string {
  const said = zhList(ofMonth.map(monthDay), '和')
  const inMonth = months === null ? '每月' : `${zhPart(months, '月', '个月')}的`
  const days = zhJoin(inMonth, said)
  if (ofWeek.length === 0) return days
  if (both) return `${days}（须为${zhList(ofWeek.map(plainWeekDay), '或')}）`
  const names = ofWeek.map((day) => (day.kind === 'nth' ? nth(day) : `每${plainWeekDay(day)}`))
  return `${days}或${zhList(names, '和')}`
}

function weekDays(days: readonly WeekDay[], months: Part | null): string {
  const ofMonth = months === null ? '每月' : '的'
  const names = days.map((day) => `${day.kind === 'nth' ? ofMonth : '每'}${plainWeekDay(day)}`)
  return zhList(names, '和')
}

function plainWeekDay(day: WeekDay): string {
  return day.kind === 'nth' ? nth(day) : zhWeekdayPart(day.part)
}

function monthDay(day: MonthDay): string {
  if (day.kind === 'nth') return nth(day)
  if (day.kind === 'days') return zhPart(day.part, '日', '天')
  if (day.kind === 'nearest') return `最接近 ${day.day} 日的${WORKDAY}`
  if (day.kind === 'last') return day.before === 0 ? '最后一天' : fromEnd(day.before)
  return day.before === 0 ? `最后一个${WORKDAY}` : `最接近${fromEnd(day.before)}的${WORKDAY}`
}

const WORKDAY = '工作日（周一至周五）'

/** The last day is the first one from the end. */
function fromEnd(before: number): string {
  return `倒数第 ${before + 1} 天`
}

function nth({ nth: place, weekday }: NthWeekday): string {
  const which = place === -1 ? '最后一个' : `第${'一二三四五'.charAt(place - 1)}个`
  return `${which}${zhWeekday(weekday)}`
}
