import type { JobRow } from '../store/rows.ts'
import { MINUTE, type Millis } from '../time/epoch.ts'

/** How long a job that could not be planned is left alone. */
const LEFT_ALONE: Millis = MINUTE

/**
 * Due jobs that could not be planned: left alone, so that others go on, and tried again when they were changed or after a
 * minute. They stay due: another node may know their trigger.
 */
export class SetAside {
  readonly #jobs = new Map<string, { readonly version: number; readonly until: Millis }>()

  get size(): number {
    return this.#jobs.size
  }

  holds(row: JobRow, now: Millis): boolean {
    const held = this.#jobs.get(row.id)
    return held !== undefined && held.version === row.version && now < held.until
  }

  /** Whether this is news: false when the same version of the job was set aside before. */
  add(row: JobRow, now: Millis): boolean {
    const before = this.#jobs.get(row.id)
    this.#jobs.set(row.id, { version: row.version, until: now + LEFT_ALONE })
    return before?.version !== row.version
  }

  /** They are well again. */
  release(rows: Iterable<{ readonly row: JobRow }>): void {
    if (this.#jobs.size === 0) return
    for (const { row } of rows) this.#jobs.delete(row.id)
  }

  /** When the first of them is tried again; null when there are none. */
  nextTry(): Millis | null {
    if (this.#jobs.size === 0) return null
    return Math.min(...[...this.#jobs.values()].map((held) => held.until))
  }
}
