import type { RowKind } from '../collection-names.ts'
import type { Document } from '../rows/document.ts'

/** One document that a step writes. All can be done again, in any order, and too late: see `apply-writes.ts`. */
export type StepWrite =
  | { readonly kind: RowKind; readonly id: string; readonly put: Document }
  | {
      readonly kind: RowKind
      readonly id: string
      readonly set: Document
      /** Fields that are null from here on. */
      readonly unset: readonly string[]
    }
  | { readonly kind: RowKind; readonly id: string; readonly drop: true }

/** A job that gets another id, and with it all its runs and spans. */
export interface Rename {
  readonly from: string
  readonly to: string
}

/** All that one step changes. */
export interface StepWrites {
  /** One after the other, and before the writes. */
  readonly renames: readonly Rename[]
  readonly writes: readonly StepWrite[]
}
