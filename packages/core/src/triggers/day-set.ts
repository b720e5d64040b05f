import type { Json } from '../json/json.ts'

/** A set of local days, for `except`. */
export interface DaySet {
  readonly kind: 'days'
  toJSON(): Json
}
