import type { Millis } from '../../time/epoch.ts'
import { partOf } from './part.ts'
import type { Part } from './part.ts'
import { unitsOf } from './span.ts'
import type { SpanUnit } from './span.ts'

/** Texts in a row, with a blank where a digit or a Latin letter meets another character than a mark. */
export function zhJoin(...texts: readonly string[]): string {
  return texts.reduce((all, text) => {
    const meets = LATIN_END.test(all) ? /^[^\s，。；：、“（）]/ : /^[\dA-Za-z]/
    return meets.test(text) && !/(?:^|[\s，。；：、“（])$/.test(all) ? `${all} ${text}` : all + text
  }, '')
}

const LATIN_END = /[\dA-Za-z]$/

/** '周一、周三和周五', '09:00、12:00 和 18:00'. */
export function zhList(parts: readonly string[], last: '和' | '或'): string {
  if (parts.length < 2) return parts.join('')
  return zhJoin(parts.slice(0, -1).join('、'), last, parts.at(-1) ?? '')
}

/** '每小时', '每 1 小时 30 分钟'. */
export function zhEvery(span: Millis): string {
  const [only, ...more] = unitsOf(span)
  if (more.length === 0 && only?.count === 1) return `每${UNITS[only.unit]}`
  return `每 ${zhSpan(span)}`
}

/** '1 小时 30 分钟'. */
export function zhSpan(span: Millis): string {
  return unitsOf(span)
    .map(({ unit, count }) => `${count} ${UNITS[unit]}`)
    .join(' ')
}

const UNITS: Readonly<Record<SpanUnit, string>> = {
  day: '天',
  hour: '小时',
  minute: '分钟',
  second: '秒',
  millisecond: '毫秒',
}

/** Some numbers: '0、20 和 45', '9 至 17', '0 至 56 每 7'. */
export function zhNumbers(part: Part): string {
  if (part.kind === 'list') return zhList(part.values.map(String), '和')
  const range = `${part.first} 至 ${part.last}`
  return part.kind === 'run' ? range : `${range} 每 ${part.step}`
}

/** Some values, each with its unit: '1 日和 15 日', '4 月至 6 月'. */
export function zhPart(part: Part, unit: string, step: string = unit): string {
  if (part.kind === 'list')
    return zhList(
      part.values.map((value) => `${value} ${unit}`),
      '和',
    )
  const range = `${part.first} ${unit}至 ${part.last} ${unit}`
  return part.kind === 'run' ? range : `${range}每 ${part.step} ${step}`
}

/** Weekdays from 1 for Monday: '周六和周日', '周一至周五'. */
export function zhWeekdays(weekdays: readonly number[]): string {
  return zhWeekdayPart(partOf(weekdays, 7))
}

/** The same of a part. */
export function zhWeekdayPart(part: Part): string {
  if (part.kind === 'list') return zhList(part.values.map(zhWeekday), '和')
  return `${zhWeekday(part.first)}至${zhWeekday(part.last)}`
}

/** The name of a weekday from 1 for Monday. */
export function zhWeekday(weekday: number): string {
  return `周${'一二三四五六日'.charAt(weekday - 1)}`
}
