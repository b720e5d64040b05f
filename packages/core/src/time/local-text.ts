import { MINUTE } from './epoch.ts'
import type { Millis } from './epoch.ts'

/** ISO 8601 text of a local date, with or without a time of day, and without an offset. */
export type LocalText = string

/** What ISO text says: milliseconds of its local clock "as if UTC", and its offset or null. */
export interface LocalTime {
  readonly local: number
  readonly offset: Millis | null
}

const SHAPE =
  /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d)(?::(\d\d)(?:[.,](\d{1,3})0*)?)?(Z|[+-]\d\d(?::?\d\d)?)?)?$/i

/** Reads ISO text down to the millisecond; null when it is not ISO text or names a date that does not exist. */
export function localOf(text: string): LocalTime | null {
  const [, date, minutes = '00:00', seconds = '00', fraction = '', zone] = SHAPE.exec(text) ?? []
  if (date === undefined) return null
  const plain = `${date}T${minutes}:${seconds}.${fraction.padEnd(3, '0')}Z`
  const local = Date.parse(plain)
  // Date.parse rolls 30 February and 24:00 over to a later day; the round trip tells.
  if (!Number.isFinite(local) || new Date(local).toISOString() !== plain) return null
  if (zone === undefined) return { local, offset: null }
  const offset = offsetOf(zone)
  return offset === null ? null : { local, offset }
}

/** The text, short enough for a message. */
export function sayTime(text: string): string {
  return text.length > 40 ? `${text.slice(0, 40)}…` : text
}

function offsetOf(zone: string): Millis | null {
  if (zone === 'Z' || zone === 'z') return 0
  const hours = Number(zone.slice(1, 3))
  const minutes = Number(zone.slice(3).replace(':', '') || 0)
  if (hours > 23 || minutes > 59) return null
  return (zone.startsWith('-') ? -1 : 1) * (hours * 60 + minutes) * MINUTE
}
