import type { Clock } from '../time/clock.ts'
import type { Millis } from '../time/epoch.ts'
import { followed } from '../time/followed.ts'

export interface RoundsOptions {
  readonly clock: Clock
  round(): Promise<void>
  /** A round rejected: must see to it that there is a next one. */
  failed(thrown: unknown): void
}

/** Work that is done in rounds, one at a time: asked for during a round, one more follows. */
export class Rounds {
  readonly #options: RoundsOptions
  #open = false
  #again = false
  #going: Promise<void> | null = null
  #began: Millis | null = null

  constructor(options: RoundsOptions) {
    this.#options = options
  }

  get isOpen(): boolean {
    return this.#open
  }

  /** How long the round that goes on has taken so far; 0 when none does. */
  get goingFor(): Millis {
    return this.#began === null ? 0 : this.#options.clock.monotonic() - this.#began
  }

  open(): void {
    this.#open = true
  }

  /** No round begins any more; resolves when the one that goes on has ended. */
  async close(): Promise<void> {
    this.#open = false
    this.#again = false
    await this.#going
  }

  ask(): void {
    if (!this.#open) return
    this.#again = true
    this.#going ??= followed(this.#options.clock, this.#go())
  }

  async #go(): Promise<void> {
    while (this.#again) {
      this.#again = false
      this.#began = this.#options.clock.monotonic()
      try {
        await this.#options.round()
      } catch (thrown) {
        this.#options.failed(thrown)
      }
    }
    this.#began = null
    this.#going = null
  }
}
