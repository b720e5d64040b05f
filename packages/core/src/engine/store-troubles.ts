import { SECOND, type Millis } from '../time/epoch.ts'
import type { Announcer } from './announcer.ts'

/** What is asked of a store again and again, each with its own count of failures. */
export type Operation =
  | 'open'
  | 'declare'
  | 'peek'
  | 'publish'
  | 'claim'
  | 'finish'
  | 'beat'
  | 'reap'
  | 'sweep'
  | 'read'

const FIRST: Millis = 100
const LONGEST: Millis = 10 * SECOND

/** Which operations of a store fail at the moment: announced when one begins to, and when none does any more. */
export class StoreTroubles {
  readonly #alias: string
  readonly #announcer: Announcer
  readonly #failures = new Map<Operation, number>()

  constructor(alias: string, announcer: Announcer) {
    this.#alias = alias
    this.#announcer = announcer
  }

  get any(): boolean {
    return this.#failures.size > 0
  }

  /** Takes note of a failure; gives the pause before the next try. */
  failed(operation: Operation, thrown: unknown): Millis {
    const before = this.#failures.get(operation) ?? 0
    this.#failures.set(operation, before + 1)
    if (before === 0) this.#announcer.store('error', this.#alias, thrown)
    return Math.min(FIRST * 2 ** before, LONGEST)
  }

  succeeded(operation: Operation): void {
    if (this.#failures.size === 0 || !this.#failures.delete(operation)) return
    if (this.#failures.size === 0) this.#announcer.store('recovered', this.#alias)
  }
}
