import type { Timelines } from '../engine/timelines.ts'
import type { FireReason } from '../jobs/fire-record.ts'
import type { Json } from '../json/json.ts'
import type { JobRow } from '../store/rows.ts'
import type { EpochMs } from '../time/epoch.ts'
import { zoneOf } from '../time/zone.ts'
import type { Timeline } from '../triggers/trigger.ts'
import { sayInstant } from './say-instant.ts'

/** Why a job is not due at an instant. */
export interface Absence {
  readonly reason: Extract<
    FireReason,
    'not_due' | 'dst_gap' | 'excluded' | 'before_start' | 'after_end'
  >
  readonly says: string
}

interface AbsenceOf {
  readonly row: Pick<JobRow, 'id' | 'trigger' | 'anchor'>
  readonly timelines: Timelines
  readonly at: EpochMs
}

/** Says why a time trigger does not fire at an instant. */
export function absence(of: AbsenceOf, timeline: Timeline): Absence {
  const { json, timezone } = of.timelines.revive(of.row.trigger)
  const before = timeline.previous(of.at)
  const next = timeline.next(of.at)
  if (before === null && next !== null) {
    const first = sayInstant(next, timezone)
    return { reason: 'before_start', says: `The first instant of its trigger is ${first}.` }
  }
  if (next === null && before !== null) {
    const last = sayInstant(before, timezone)
    return { reason: 'after_end', says: `The last instant of its trigger was ${last}.` }
  }
  return inside({ ...of, timezone, left: MOST_PARTS }, json) ?? plainly(before, next, timezone)
}

function plainly(before: EpochMs | null, next: EpochMs | null, timezone: string): Absence {
  if (before === null || next === null) {
    return { reason: 'not_due', says: 'Its trigger has no instant at all.' }
  }
  const around = `${sayInstant(before, timezone)} and ${sayInstant(next, timezone)}`
  return { reason: 'not_due', says: `Its trigger fires at other times: around it at ${around}.` }
}

interface Look extends AbsenceOf {
  readonly timezone: string
  /** Parts of a trigger that may still be looked into. */
  left: number
}

const MOST_PARTS = 100

/** Looks for a rule that took the instant away, in a trigger and in those it is made of. */
function inside(look: Look, json: Json | undefined): Absence | null {
  if (!isFields(json) || look.left <= 0) return null
  look.left -= 1
  if (json.kind === 'cron' || json.kind === 'calendar') return gap(look, json)
  if (json.kind === 'except' && firesIn(look, json.trigger, look.at)) {
    return {
      reason: 'excluded',
      says: 'Its trigger takes this instant away: except() names its day or time.',
    }
  }
  const parts = [json.trigger, ...(Array.isArray(json.triggers) ? json.triggers : [])]
  for (const part of parts) {
    const found = inside(look, part)
    if (found !== null) return found
  }
  return null
}

/** Whether the clock jumped over this local time, and the trigger would have fired then by a clock that never jumps. */
function gap(look: Look, json: Fields): Absence | null {
  const timezone = typeof json.timezone === 'string' ? json.timezone : look.timezone
  const zone = zoneOf(timezone)
  const change = zone.changeBefore(look.at + 1)
  if (change === null || look.at >= change.at + change.after - change.before) return null
  const local = look.at + change.before
  const asUtc = {
    ...json,
    timezone: 'UTC',
    ...(typeof json.start === 'number' && { start: zone.toLocal(json.start) }),
    ...(typeof json.end === 'number' && { end: zone.toLocal(json.end) }),
  }
  const row = { ...look.row, anchor: zone.toLocal(look.row.anchor) }
  if (!firesIn({ ...look, row, timezone: 'UTC' }, asUtc, local)) return null
  const skipped = sayInstant(local, 'UTC').replace(' UTC', '')
  const says = `The clock jumped forward over ${skipped} in ${timezone}: that local time did not exist.`
  return { reason: 'dst_gap', says }
}

function firesIn(look: Look, json: Json | undefined, at: EpochMs): boolean {
  if (!isFields(json)) return false
  const trigger = JSON.stringify({ timezone: look.timezone, ...json })
  const timeline = look.timelines.of({ ...look.row, trigger })
  return timeline !== null && timeline.next(at - 1) === at
}

type Fields = { readonly [key: string]: Json | undefined }

function isFields(json: Json | undefined): json is Fields {
  return typeof json === 'object' && json !== null && !Array.isArray(json)
}
