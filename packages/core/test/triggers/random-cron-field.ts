import type { CalendarDay } from './local-window.ts'
import type { Dice } from './dice.ts'

/** A list of values as it is written, and what it holds. */
export interface RandomField {
  readonly text: string
  readonly values: ReadonlySet<number>
}

/** Days as they are written, and which ones match. */
export interface RandomDays {
  readonly text: string
  readonly isAny: boolean
  has(day: CalendarDay): boolean
}

/** What a field can hold, and the values around which cases should crowd. */
export interface FieldRange {
  readonly least: number
  readonly most: number
  readonly near: readonly number[]
  readonly wraps?: boolean
  readonly names?: readonly string[]
}

const WEEKDAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat']

export function randomField(dice: Dice, range: FieldRange): RandomField {
  const items = Array.from({ length: dice.of([1, 1, 1, 2, 3]) }, () => randomItem(dice, range))
  return {
    text: items.map(({ text }) => text).join(','),
    values: new Set(items.flatMap(({ values }) => [...values])),
  }
}

function randomItem(dice: Dice, range: FieldRange): RandomField {
  const { least, most, near, wraps = false } = range
  const size = most - least + 1
  const value = () => (dice.chance(70) ? dice.of(near) : least + dice.below(size))
  const written = (one: number) => {
    const name = range.names?.[one - least]
    return name === undefined || dice.chance(40) ? String(one) : dice.of([name, name.toUpperCase()])
  }
  const walk = (from: number, to: number, step: number) => {
    const values = new Set<number>()
    for (let at = from; at <= (to < from ? to + size : to); at += step) {
      values.add(at > most ? at - size : at)
    }
    return values
  }
  const [one, other] = [value(), value()]
  const [low, high] = wraps ? [one, other] : [Math.min(one, other), Math.max(one, other)]
  const step = dice.of([1, 2, 3, 5, 15, 20].filter((each) => each <= size))
  switch (dice.below(8)) {
    case 0:
      return { text: '*', values: walk(least, most, 1) }
    case 1:
      return { text: `*/${step}`, values: walk(least, most, step) }
    case 2:
      return { text: `${written(low)}-${written(high)}`, values: walk(low, high, 1) }
    case 3:
      return { text: `${written(low)}-${written(high)}/${step}`, values: walk(low, high, step) }
    case 4:
      return { text: `${written(low)}/${step}`, values: walk(low, most, step) }
    default:
      return { text: written(one), values: new Set([one]) }
  }
}

/** The day of the month as in cron text. */
export function randomMonthDays(dice: Dice, near: readonly number[]): RandomDays {
  if (dice.chance(60)) return anyDay(dice.of(['*', '?']))
  return listed(dice, () => {
    const number = 1 + dice.below(31)
    const back = 1 + dice.below(30)
    return dice.of<() => RandomDays>([
      () => someDay('L', (day) => day.day === day.monthLength),
      () => someDay(`L-${back}`, (day) => day.day === day.monthLength - back),
      () => someDay(`${number}W`, (day) => isWorkdayNear(number, day)),
      () => someDay('LW', (day) => isWorkdayNear(day.monthLength, day)),
      () => someDay(`L-${back}W`, (day) => isWorkdayNear(day.monthLength - back, day)),
      ...Array.from({ length: 6 }, () => () => plainDays(dice, near)),
    ])()
  })
}

/** The day of the week as in cron text, or by names only. */
export function randomWeekDays(dice: Dice, namesOnly: boolean): RandomDays {
  if (dice.chance(60)) return anyDay('*')
  return listed(dice, () => {
    const [one, other, nth] = [dice.below(7), dice.below(7), 1 + dice.below(5)]
    const written = (weekday: number) =>
      namesOnly || dice.chance(50) ? (WEEKDAYS[weekday] ?? '') : String(weekday || dice.of([0, 7]))
    const isBetween = ({ weekday }: CalendarDay) =>
      one <= other ? weekday >= one && weekday <= other : weekday >= one || weekday <= other
    return dice.of<() => RandomDays>([
      () => someDay(written(one), (day) => day.weekday === one),
      () => someDay(`${WEEKDAYS[one]}-${WEEKDAYS[other]}`, isBetween),
      () => someDay(`${written(one)}#${nth}`, (day) => isNth(day, one, nth)),
      () => someDay(`${written(one)}L`, (day) => isLast(day, one)),
    ])()
  })
}

/** The day of the month as in cron fields. */
export function randomSpokenDays(dice: Dice, near: readonly number[]): RandomDays {
  return listed(dice, () => {
    const [weekday, nth] = [dice.below(7), 1 + dice.below(5)]
    const place = ['1st', '2nd', '3rd', '4th', '5th'][nth - 1]
    return dice.of<() => RandomDays>([
      () => someDay('last', (day) => day.day === day.monthLength),
      () => someDay(`last ${WEEKDAYS[weekday]}`, (day) => isLast(day, weekday)),
      () => someDay(`${place} ${WEEKDAYS[weekday]}`, (day) => isNth(day, weekday, nth)),
      () => plainDays(dice, near),
    ])()
  })
}

function listed(dice: Dice, item: () => RandomDays): RandomDays {
  const items = Array.from({ length: dice.of([1, 1, 2, 3]) }, item)
  const text = items.map((one) => one.text).join(',')
  return { text, isAny: text === '*', has: (day) => items.some((one) => one.has(day)) }
}

function plainDays(dice: Dice, near: readonly number[]): RandomDays {
  const { text, values } = randomItem(dice, { least: 1, most: 31, near })
  return someDay(text, ({ day }) => values.has(day))
}

function anyDay(text: string): RandomDays {
  return { text, isAny: true, has: () => true }
}

function someDay(text: string, has: (day: CalendarDay) => boolean): RandomDays {
  return { text, isAny: false, has }
}

function isNth({ weekday, day }: CalendarDay, wanted: number, nth: number): boolean {
  return weekday === wanted && day > (nth - 1) * 7 && day <= nth * 7
}

function isLast({ weekday, day, monthLength }: CalendarDay, wanted: number): boolean {
  return weekday === wanted && day > monthLength - 7
}

/** Whether no other workday of the month is nearer to the target. */
function isWorkdayNear(target: number, { day, weekday, monthLength }: CalendarDay): boolean {
  if (target < 1 || target > monthLength) return false
  const isWorkday = (other: number) => ![0, 6].includes((((weekday + other - day) % 7) + 7) % 7)
  const distance = (other: number) => Math.abs(other - target)
  if (!isWorkday(day)) return false
  for (let other = 1; other <= monthLength; other++) {
    if (isWorkday(other) && distance(other) < distance(day)) return false
  }
  return true
}
