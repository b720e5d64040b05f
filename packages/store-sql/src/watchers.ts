import type { EpochMs, Steps } from '@punctual/core/store'

export type Listener = Parameters<NonNullable<Steps['watch']>>[0]

/** The schedulers of this process that want to hear what is due, or ready, sooner than they may know. */
export class Watchers {
  readonly #watchers = new Set<Listener>()
  #at: EpochMs | null = null
  #news = false
  #telling = false

  get any(): boolean {
    return this.#watchers.size > 0
  }

  add(wake: Listener): void {
    this.#watchers.add(wake)
  }

  delete(wake: Listener): void {
    this.#watchers.delete(wake)
  }

  /**
   * Something gets due or ready then, or there is news of sessions and of runs that are to stop. Told once the caller has
   * its answer; several steps in a row are told of together.
   */
  note({ at, news }: { readonly at: EpochMs | null; readonly news: boolean }): void {
    if (at !== null && (this.#at === null || at < this.#at)) this.#at = at
    this.#news ||= news
    if ((this.#at === null && !this.#news) || this.#telling || !this.any) return
    this.#telling = true
    queueMicrotask(() => {
      const hint = { at: this.#at, news: this.#news }
      this.#telling = false
      this.#at = null
      this.#news = false
      this.tell(hint)
    })
  }

  /** Tells of what others did; without an instant nobody here knows what. */
  tell(hint: Parameters<Listener>[0]): void {
    for (const wake of this.#watchers) wake(hint)
  }
}
