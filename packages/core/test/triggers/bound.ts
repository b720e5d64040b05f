import type { EpochMs } from '../../src/time/epoch.ts'
import { fireTimes } from '../../src/triggers/fire-times.ts'
import type { Timeline, TimeTrigger, TriggerContext } from '../../src/triggers/trigger.ts'

/** The instant of ISO text with an offset. */
export function utc(text: string): EpochMs {
  const instant = Date.parse(text)
  if (Number.isNaN(instant)) throw new Error(`not an instant: ${text}`)
  return instant
}

/** The timeline of a trigger for a job with nothing special about it. */
export function bound(trigger: TimeTrigger, of: Partial<TriggerContext> = {}): Timeline {
  const anchor = utc('2026-01-01T00:00Z')
  return trigger.bind({ jobId: 'job', anchor, timezone: 'UTC', calendars: {}, ...of })
}

/** The first fires from an instant on, as ISO text in UTC without seconds that are zero. */
export function firesFrom(
  trigger: TimeTrigger,
  from: string,
  count: number,
  context: Partial<TriggerContext> = {},
): string[] {
  return [...fireTimes(trigger, { from, count, context })].map(isoOf)
}

/** ISO text in UTC, down to the minute where the rest is zero. */
export function isoOf(instant: EpochMs): string {
  return new Date(instant).toISOString().replace(/(?::00)?\.000Z$/, 'Z')
}
