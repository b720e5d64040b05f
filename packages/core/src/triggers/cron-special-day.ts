import { WEEKDAYS } from './cron-form.ts'
import type { SpecialDay } from './cron-form.ts'
import { cronValue, outOfRange } from './cron-value.ts'
import type { ItemPlace } from './cron-value.ts'

/** Reads `L`, `L-n`, `nW`, `LW`, `L-nW` in the day of month, `dL` and `d#k` in the day of week; null for anything else. */
export function specialDayOf(text: string, place: ItemPlace): SpecialDay | null {
  if (place.rules.name === 'day') return dayOfMonth(text, place)
  return place.rules.name === 'dayOfWeek' ? dayOfWeek(text, place) : null
}

/** Reads `last`, `last fri` and `2nd tue`; null for anything else. */
export function spokenDayOf(text: string): SpecialDay | null {
  const words = /^(last|1st|2nd|3rd|4th|5th)(?: +([a-z]{3}))?$/.exec(text.toLowerCase())
  if (words === null) return null
  const [, which = '', name] = words
  if (name === undefined) return which === 'last' ? { kind: 'lastDay', back: 0 } : null
  const weekday = WEEKDAYS.indexOf(name)
  if (weekday < 0) return null
  if (which === 'last') return { kind: 'lastWeekday', weekday }
  return { kind: 'nthWeekday', weekday, nth: Number(which[0]) }
}

function dayOfMonth(text: string, place: ItemPlace): SpecialDay | null {
  const last = /^L(?:-(\d+))?(W?)$/.exec(text)
  if (last !== null) {
    const back = last[1] === undefined ? 0 : backFrom(last[1], place)
    return last[2] === 'W' ? { kind: 'lastWorkday', back } : { kind: 'lastDay', back }
  }
  const nearest = /^(\d+)W$/.exec(text)?.[1]
  return nearest === undefined ? null : { kind: 'nearestWorkday', day: cronValue(nearest, place) }
}

function backFrom(digits: string, place: ItemPlace): number {
  const back = Number(digits)
  if (back >= 1 && back <= 30) return back
  throw outOfRange(`'L-${digits}'`, 'use L-1 to L-30', place)
}

function dayOfWeek(text: string, place: ItemPlace): SpecialDay | null {
  const last = /^(\d+|[A-Za-z]{3})L$/.exec(text)?.[1]
  if (last !== undefined) return { kind: 'lastWeekday', weekday: cronValue(last, place) % 7 }
  const [, day, count] = /^(\d+|[A-Za-z]+)#(\d+)$/.exec(text) ?? []
  if (day === undefined || count === undefined) return null
  const weekday = cronValue(day, place) % 7
  const nth = Number(count)
  if (nth >= 1 && nth <= 5) return { kind: 'nthWeekday', weekday, nth }
  throw outOfRange(`'#${count}'`, 'use #1 to #5', place)
}
