import type { FirstFire, SaidDaysOff, SaidStep, Words } from './words.ts'
import { zhDays, zhTimes } from './zh-cron.ts'
import { zhEvery, zhJoin, zhList, zhSpan, zhWeekdays } from './zh-text.ts'
import { zhWarning } from './zh-warning.ts'

/** What `explain` says in Chinese. */
export const zh: Words = {
  sentence: (clause) => `${clause}。`,
  bracketed: (clause) => `（${clause}）`,
  inZone: (clause, timezone) => `${clause}（${timezone}）`,
  within: (clause, { start, end }) =>
    `${clause}${start === null ? '' : `，自 ${start} 起`}${end === null ? '' : `，至 ${end} 止`}`,

  once: (when) => `${when} 触发一次`,
  every: (period, first) => `${zhEvery(period)}一次，${firstFire(first)}`,
  fixedDelay: (pause, first) => `每次运行结束 ${zhSpan(pause)}后，${firstFire(first)}`,
  cron: (times, days) => {
    const on = zhDays(days, times.kind === 'clock')
    return on.endsWith('）') ? `${on}${zhTimes(times)}` : zhJoin(on, zhTimes(times))
  },
  hashed: (text) => `按 cron 表达式“${text}”，其中每个 H 由作业标识决定`,
  calendar: (step, at, start) =>
    `${zhJoin(steps(step), at)}，${zhJoin('从', start ?? '作业首次保存的日期', '开始计算')}`,
  anyOf: (clauses) => clauses.reduce((all, clause) => zhJoin(`${all}；或`, clause)),
  allOf: (clauses) =>
    `仅在以下时刻重合时：${clauses.reduce((all, clause) => zhJoin(`${all}；且`, clause))}`,
  except: (clause, excluded) => zhJoin(`${clause}，但不包括`, zhList(excluded, '和')),
  jitter: (clause, most) => `${clause}，每次最多推迟 ${zhSpan(most)}`,
  pick: (clause, which, per) => `${PERS[per]}${place(which)}：${clause}`,
  after: (jobs, on, need) => {
    const said = jobs.map((job) => `“${job}”`)
    if (need === 'all' && jobs.length > 1) return `在作业${zhList(said, '和')}全部${ENDED[on]}之后`
    return `每当作业${zhList(said, '或')}的一次运行${ENDED[on]}之后`
  },
  custom: (kind) => `按自定义触发器“${kind}”`,

  dates: (dates) => {
    if (dates.length === 0) return NO_DAY
    return dates.length <= 5 ? zhList(dates, '和') : `${dates.length} 个日期`
  },
  daysOff,
  namedCalendar: (name) => `日历“${name}”中的日子`,

  warning: zhWarning,
}

const NO_DAY = '空的日期集合'

const ENDED = {
  success: '成功',
  failure: '失败、被取消或丢失',
  finish: '结束（无论结果如何）',
}

const PERS = { day: '每天', week: '每周', month: '每月', quarter: '每季度', year: '每年' }

function firstFire({ start, wait }: FirstFire): string {
  if (start === null) {
    return `首次触发在作业首次保存${wait === 0 ? '时' : ` ${zhSpan(wait)}后`}`
  }
  return `首次触发在 ${start}${wait === 0 ? '' : ` 之后 ${zhSpan(wait)}`}`
}

function steps(step: SaidStep): string {
  const units = { years: '年', months: '个月', weeks: '周', days: '天' } as const
  const parts = (['years', 'months', 'weeks', 'days'] as const).filter((part) => step[part] > 0)
  const [only] = parts
  if (parts.length === 1 && only !== undefined && step[only] === 1) {
    return `每${units[only].replace('个', '')}`
  }
  return `每 ${parts.map((part) => `${step[part]} ${units[part]}`).join('加 ')}`
}

function place(which: number): string {
  if (which > 0) return `第 ${which} 次`
  return which === -1 ? '最后一次' : `倒数第 ${-which} 次`
}

function daysOff({ weekend, holidays, workdays }: SaidDaysOff): string {
  const parts = [
    ...(weekend.length === 0 ? [] : [zhWeekdays(weekend)]),
    ...(holidays.length === 0 ? [] : [`${holidays.length} 个节假日`]),
  ]
  if (parts.length === 0) return NO_DAY
  const kept = workdays.length === 0 ? '' : `（${workdays.length} 个调休工作日除外）`
  return `${parts.reduce((all, part) => `${all}以及 ${part}`)}${kept}`
}
