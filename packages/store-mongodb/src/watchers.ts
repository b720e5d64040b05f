import type { EpochMs, Steps } from '@punctual/core/store'

type Wake = Parameters<NonNullable<Steps['watch']>>[0]

/** The schedulers of this process that want to hear what is due, or ready, sooner than they may know. */
export class Watchers {
  readonly #watchers = new Set<Wake>()
  #at: EpochMs | null = null
  #telling = false

  get any(): boolean {
    return this.#watchers.size > 0
  }

  add(wake: Wake): void {
    this.#watchers.add(wake)
  }

  delete(wake: Wake): void {
    this.#watchers.delete(wake)
  }

  /** Something gets due or ready then. Told once the caller has its answer; several steps in a row are told of together. */
  note(at: EpochMs): void {
    if (this.#at === null || at < this.#at) this.#at = at
    if (this.#telling || !this.any) return
    this.#telling = true
    queueMicrotask(() => {
      const noted = this.#at
      this.#telling = false
      this.#at = null
      this.tell(noted)
    })
  }

  /** At once. */
  tell(at: EpochMs | null): void {
    for (const wake of this.#watchers) wake({ at })
  }
}
