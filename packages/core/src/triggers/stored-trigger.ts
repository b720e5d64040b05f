import { PunctualError } from '../errors/punctual-error.ts'
import type { Json } from '../json/json.ts'
import type { Trigger } from './trigger.ts'

/** A trigger as it is stored: its kind, the version of the kind's shape, and what the kind needs. */
export type StoredTrigger = { readonly [key: string]: Json | undefined }

/** Makes a trigger of a nested stored one. */
export type Revive = (json: Json | undefined) => Trigger

/** The fields of a stored object; an empty object for anything else, so that the constructor's checks refuse it. */
export function fieldsOf(json: Json | undefined): StoredTrigger {
  return typeof json === 'object' && json !== null && !Array.isArray(json)
    ? (json as StoredTrigger)
    : {}
}

/** The items of a stored list; none for anything else. */
export function itemsOf(json: Json | undefined): readonly Json[] {
  return Array.isArray(json) ? (json as readonly Json[]) : []
}

/** Refuses a stored trigger or set of days that a newer version of this library wrote. */
export function checkVersion(json: StoredTrigger, known: number): void {
  if (json.version === known) return
  throw new PunctualError(
    'PUNCTUAL_TRIGGER_UNKNOWN',
    `The stored '${String(json.kind)}' has a version that is unknown here: run a version of @punctual/core that knows it`,
    { details: { kind: json.kind ?? null, version: json.version ?? null, known } },
  )
}
