import type { Json } from '../json/json.ts'
import type { EpochMs } from '../time/epoch.ts'
import { looseInstant, resolveInstant } from '../time/instant.ts'
import { timeFromJson } from './bounds.ts'
import { fieldsOf, itemsOf } from './stored-trigger.ts'

/** The `end` that a stored trigger or the triggers inside it were given, or null when it has none. */
export function endOf(trigger: Json | undefined, timezone: string): EpochMs | null {
  const json = fieldsOf(trigger)
  if (json.end !== undefined) {
    return resolveInstant(looseInstant(timeFromJson(json.end), { name: 'end' }), timezone)
  }
  if (json.trigger !== undefined) return endOf(json.trigger, timezone)
  const ends = itemsOf(json.triggers).map((one) => endOf(one, timezone))
  const given = ends.filter((end) => end !== null)
  if (json.kind === 'allOf') return given.length === 0 ? null : Math.min(...given)
  // A union goes on while one of its parts does.
  return given.length === 0 || given.length < ends.length ? null : Math.max(...given)
}
