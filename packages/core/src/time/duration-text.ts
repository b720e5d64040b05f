import { DAY, HOUR, MINUTE, SECOND } from './epoch.ts'
import type { Millis } from './epoch.ts'

/** The milliseconds of duration text, possibly not whole, or the reason why it cannot be read. */
export function millisOfText(text: string): Millis | string {
  const trimmed = text.trim()
  if (trimmed === '' || trimmed.length > 100) return UNREADABLE
  return trimmed.startsWith('P') ? millisOfIso(trimmed) : millisOfUnits(trimmed)
}

const UNREADABLE = "write it as '30s', '1h 30m', '250ms' or 'PT90M'"
const NO_MONTHS = 'months and years have no fixed length: use calendar({ months: 1 }, ...)'

const UNITS: ReadonlyMap<string, Millis> = new Map([
  ...names(1, 'ms', 'millisecond', 'milliseconds'),
  ...names(SECOND, 's', 'sec', 'secs', 'second', 'seconds'),
  ...names(MINUTE, 'm', 'min', 'mins', 'minute', 'minutes'),
  ...names(HOUR, 'h', 'hour', 'hours'),
  ...names(DAY, 'd', 'day', 'days'),
  ...names(7 * DAY, 'w', 'week', 'weeks'),
])

function names(unit: Millis, ...all: readonly string[]): (readonly [string, Millis])[] {
  return all.map((name) => [name, unit] as const)
}

function millisOfUnits(text: string): Millis | string {
  if (!/^(?:\d+(?:\.\d+)? ?[a-z]+ *)+$/i.test(text)) return UNREADABLE
  const seen = new Set<Millis>()
  let sum = 0
  for (const [, count = '', name = ''] of text.matchAll(/(\d+(?:\.\d+)?) ?([a-z]+)/gi)) {
    const unit = UNITS.get(name)
    if (unit === undefined) return /^(?:mo|y)/i.test(name) ? NO_MONTHS : UNREADABLE
    if (seen.has(unit)) return `'${name}' stands twice`
    seen.add(unit)
    sum += Number(count) * unit
  }
  return sum
}

const ISO =
  /^P(?:(\d+(?:\.\d+)?)W)?(?:(\d+(?:\.\d+)?)D)?(?:T(?:(\d+(?:\.\d+)?)H)?(?:(\d+(?:\.\d+)?)M)?(?:(\d+(?:\.\d+)?)S)?)?$/
const ISO_UNITS = [7 * DAY, DAY, HOUR, MINUTE, SECOND] as const

function millisOfIso(text: string): Millis | string {
  const counts = ISO.exec(text.replaceAll(',', '.'))?.slice(1)
  if (counts === undefined) return /^P[^T]*\d[YM]/.test(text) ? NO_MONTHS : UNREADABLE
  if (text.endsWith('T') || counts.every((count) => count === undefined)) return UNREADABLE
  return ISO_UNITS.reduce((sum, unit, at) => sum + Number(counts[at] ?? 0) * unit, 0)
}
