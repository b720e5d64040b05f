import { isDeepStrictEqual } from 'node:util'
import type { RowChange } from '@punctual/core/store'
import type { RowKind } from '../collection-names.ts'
import type { Document } from '../rows/document.ts'
import type { RowCodec } from '../rows/row-codec.ts'
import type { StepWrite } from './step-writes.ts'

/** The rows of one kind that a step wrote: as they were before it and as they are after it, whatever stood between. */
export class NetRows<T extends object> {
  readonly #kind: RowKind
  readonly #codec: RowCodec<T>
  /** Whether a row is to be written whole, although there is one of its id. */
  readonly #isOther: (before: T, after: T) => boolean
  readonly #changes = new Map<string, RowChange<T>>()

  constructor(kind: RowKind, codec: RowCodec<T>, isOther: (before: T, after: T) => boolean) {
    this.#kind = kind
    this.#codec = codec
    this.#isOther = isOther
  }

  add(changes: readonly RowChange<T>[]): void {
    for (const { before, after } of changes) {
      const row = after ?? before
      if (row === null) continue
      const id = this.#codec.id(row)
      const known = this.#changes.get(id)
      this.#changes.set(id, { before: known === undefined ? before : known.before, after })
    }
  }

  ids(): Iterable<string> {
    return this.#changes.keys()
  }

  after(id: string): T | null | undefined {
    return this.#changes.get(id)?.after
  }

  /** Changes rows that were written already in this step. */
  amend(patch: (row: T) => Partial<T> | null): void {
    for (const [id, { before, after }] of this.#changes) {
      const change = after === null ? null : patch(after)
      if (after !== null && change !== null) {
        this.#changes.set(id, { before, after: { ...after, ...change } })
      }
    }
  }

  writes(): StepWrite[] {
    return [...this.#changes].flatMap(([id, change]) => this.#write(id, change) ?? [])
  }

  #write(id: string, { before, after }: RowChange<T>): StepWrite | null {
    const kind = this.#kind
    if (after === null) return before === null ? null : { kind, id, drop: true }
    const now = this.#codec.contents(after)
    if (before === null || this.#isOther(before, after)) return { kind, id, put: now }
    const was = this.#codec.contents(before)
    const set = changed(was, now)
    const unset = Object.keys(was).filter((field) => !(field in now))
    return { kind, id, set, unset }
  }
}

function changed(was: Document, now: Document): Document {
  return Object.fromEntries(
    Object.entries(now).filter(([field, value]) => !isDeepStrictEqual(was[field], value)),
  )
}
