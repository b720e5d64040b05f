import type { RowChange } from './row-source.ts'

interface Entry<T> {
  /** As the store has it; null when the step adds it. */
  before: T | null
  row: T
  gone: boolean
}

/** The rows of one kind inside a step: as they were read, and as the step changed them. */
export class RowSet<T extends object> {
  readonly #key: (row: T) => string
  readonly #entries = new Map<string, Entry<T>>()
  readonly #touched = new Set<Entry<T>>()

  constructor(key: (row: T) => string) {
    this.#key = key
  }

  /** The row that the step works on, for one that was read; null when the step deleted it. */
  adopt(read: T): T | null {
    const key = this.#key(read)
    const known = this.#entries.get(key)
    if (known !== undefined) return known.gone ? null : known.row
    const row = { ...read }
    this.#entries.set(key, { before: read, row, gone: false })
    return row
  }

  /** undefined when nothing is known of it, null when it is deleted. */
  get(key: string): T | null | undefined {
    const entry = this.#entries.get(key)
    return entry === undefined ? undefined : entry.gone ? null : entry.row
  }

  /** Whether the store has no row of this key. */
  isNew(row: T): boolean {
    return this.#entries.get(this.#key(row))?.before === null
  }

  /** Adds a row, or puts it in the place of the one with its key. */
  put(row: T): void {
    const key = this.#key(row)
    const entry = this.#entries.get(key) ?? { before: null, row, gone: false }
    Object.assign(entry, { row, gone: false })
    this.#entries.set(key, entry)
    this.#touch(entry)
  }

  update(row: T, patch: object): void {
    const entry = this.#entries.get(this.#key(row))
    Object.assign(row, patch)
    if (entry === undefined) throw new Error('a row is updated that was never read')
    if (entry.row !== row) Object.assign(entry.row, patch)
    this.#touch(entry)
  }

  delete(row: T): void {
    const entry = this.#entries.get(this.#key(row))
    if (entry === undefined) throw new Error('a row is deleted that was never read')
    entry.gone = true
    this.#touch(entry)
  }

  /** Gives rows another key, which the store itself does in one go: not a change of each row. */
  rekey(patch: (row: T) => Partial<T> | null): void {
    for (const [key, entry] of [...this.#entries]) {
      const change = patch(entry.row)
      if (change === null) continue
      Object.assign(entry.row, change)
      if (entry.before !== null) entry.before = { ...entry.before, ...change }
      this.#entries.delete(key)
      this.#entries.set(this.#key(entry.row), entry)
    }
  }

  /** Those that are there, as far as they are known. */
  *[Symbol.iterator](): Generator<T> {
    for (const { row, gone } of this.#entries.values()) if (!gone) yield row
  }

  /** What was changed since it was last asked; from here on that is what the store has. */
  settle(): readonly RowChange<T>[] {
    const touched = [...this.#touched]
    this.#touched.clear()
    return touched.flatMap((entry): RowChange<T>[] => {
      const { before } = entry
      const after = entry.gone ? null : { ...entry.row }
      entry.before = after
      return before === null && after === null ? [] : [{ before, after }]
    })
  }

  #touch(entry: Entry<T>): void {
    this.#touched.add(entry)
  }
}
