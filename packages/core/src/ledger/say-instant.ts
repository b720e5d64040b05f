import type { EpochMs } from '../time/epoch.ts'
import { zoneOf } from '../time/zone.ts'

/** An instant in words, by the clock of a timezone: `2026-03-29 02:30 Europe/Berlin`. */
export function sayInstant(at: EpochMs, timezone: string): string {
  const text = new Date(zoneOf(timezone).toLocal(at)).toISOString()
  const date = text.slice(0, 10)
  const fine = text.slice(11, 23).replace('.000', '')
  return `${date} ${fine.endsWith(':00') ? fine.slice(0, 5) : fine} ${timezone}`
}
