import { PunctualError } from '../errors/punctual-error.ts'
import type { Json } from '../json/json.ts'
import type { TimeTrigger, Timeline } from './trigger.ts'

/** The error of a trigger that is not well formed. */
export function invalidTrigger(message: string, details: Json = null): PunctualError {
  return new PunctualError('PUNCTUAL_TRIGGER_INVALID', message, { details })
}

/** Refuses an option that does not exist: likely a misspelt one, which would otherwise be ignored in silence. */
export function refuseUnknown(options: object, known: readonly string[], where: string): void {
  if (typeof options !== 'object' || options === null) {
    throw invalidTrigger(`${where}: options must be an object`)
  }
  for (const key of Object.keys(options)) {
    if (!known.includes(key)) {
      throw invalidTrigger(`${where} has no option '${key}': it takes ${known.join(', ')}`, { key })
    }
  }
}

/** Refuses what cannot stand inside another trigger: anything that has no instants of its own. */
export function checkTimeTrigger(trigger: unknown, where: string): void {
  if (typeof trigger === 'object' && trigger !== null) {
    if ('onRun' in trigger) {
      throw invalidTrigger(
        `${where} takes triggers that tell time: after and fixedDelay stand only at the top of a job`,
      )
    }
    if ('bind' in trigger && typeof trigger.bind === 'function') return
  }
  throw invalidTrigger(`${where} takes triggers such as cron(...) or every(...)`)
}

/** The same for a list, of which there must be one at least. */
export function checkTimeTriggers(triggers: readonly TimeTrigger[], where: string): void {
  if (triggers.length === 0) throw invalidTrigger(`${where} takes at least one trigger`)
  for (const trigger of triggers) checkTimeTrigger(trigger, where)
}

/** A whole number within its limits. */
export function checkWhole(value: number, least: number, most: number, what: string): void {
  if (!Number.isInteger(value) || value < least || value > most) {
    throw invalidTrigger(`${what} must be a whole number from ${least} to ${most}`)
  }
}

/** Never fires. */
export const EMPTY_TIMELINE: Timeline = { next: () => null, previous: () => null }
