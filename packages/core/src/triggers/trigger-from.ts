import { PunctualError } from '../errors/punctual-error.ts'
import type { Json } from '../json/json.ts'
import { afterFromJson } from './after.ts'
import { allOfFromJson } from './all-of.ts'
import { anyOfFromJson } from './any-of.ts'
import { atFromJson } from './at.ts'
import { calendarFromJson } from './calendar.ts'
import { cronFromJson } from './cron.ts'
import { everyFromJson } from './every.ts'
import { exceptFromJson } from './except.ts'
import { fixedDelayFromJson } from './fixed-delay.ts'
import { jitterFromJson } from './jitter.ts'
import { pickFromJson } from './pick.ts'
import { checkVersion, fieldsOf } from './stored-trigger.ts'
import type { Revive, StoredTrigger } from './stored-trigger.ts'
import { checkTimeTrigger, invalidTrigger } from './trigger-checks.ts'
import type { TimeTrigger, Trigger } from './trigger.ts'

/** How `createScheduler({ triggers })` revives kinds of its own. */
export type CustomTriggers = Readonly<Record<string, (json: Json) => TimeTrigger>>

/**
 * Makes a trigger of the JSON that `toJSON()` gave and a store kept.
 *
 * `custom` revives further kinds; a built-in kind comes first. Refuses a kind or version that is unknown here with
 * `PUNCTUAL_TRIGGER_UNKNOWN`, damaged JSON with the code that the kind's constructor gives.
 *
 * @example
 * ```ts
 * const trigger = triggerFrom({ kind: 'every', version: 1, period: 60_000 })
 * ```
 */
export function triggerFrom(json: Json, custom: CustomTriggers = {}): Trigger {
  return revived(json, custom, 0)
}

const KINDS: Readonly<Record<string, (json: StoredTrigger, revive: Revive) => Trigger>> = {
  after: afterFromJson,
  allOf: allOfFromJson,
  anyOf: anyOfFromJson,
  at: atFromJson,
  calendar: calendarFromJson,
  cron: cronFromJson,
  every: everyFromJson,
  except: exceptFromJson,
  fixedDelay: fixedDelayFromJson,
  jitter: jitterFromJson,
  pick: pickFromJson,
}

/** Deeper than anybody nests by hand; keeps damaged JSON from exhausting the stack. */
const DEEPEST = 100

function revived(json: Json | undefined, custom: CustomTriggers, depth: number): Trigger {
  const stored = fieldsOf(json)
  const kind = String(stored.kind)
  if (depth > DEEPEST) throw invalidTrigger(`triggers may nest ${DEEPEST} deep`)
  const known = Object.hasOwn(KINDS, kind) ? KINDS[kind] : undefined
  if (known !== undefined) {
    checkVersion(stored, 1)
    return known(stored, (inner) => revived(inner, custom, depth + 1))
  }
  const own = Object.hasOwn(custom, kind) ? custom[kind] : undefined
  if (own === undefined) throw unknownKind(kind)
  const trigger = own(stored)
  checkTimeTrigger(trigger, 'createScheduler({ triggers })')
  return trigger
}

function unknownKind(kind: string): PunctualError {
  return new PunctualError(
    'PUNCTUAL_TRIGGER_UNKNOWN',
    `There is no trigger of kind '${kind}': add it to createScheduler({ triggers: { ... } }) or correct the kind`,
    { details: { kind } },
  )
}
