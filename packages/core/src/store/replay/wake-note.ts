import type { EpochMs } from '../../time/epoch.ts'

/** The earliest of the instants that a step brought about. */
export class WakeNote {
  #at: EpochMs | null = null

  get at(): EpochMs | null {
    return this.#at
  }

  note(at: EpochMs | null): void {
    if (at !== null && (this.#at === null || at < this.#at)) this.#at = at
  }
}
