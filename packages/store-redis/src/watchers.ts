import type { EpochMs, Steps } from '@punctual/core/store'

type Wake = Parameters<NonNullable<Steps['watch']>>[0]

/** What a step tells the schedulers that share the store; null = nothing. */
export interface WakeCall {
  readonly at: EpochMs | null
  readonly news: boolean
}

/** The schedulers of this process that want to hear what is due, or ready, sooner than they may know. */
export class Watchers {
  readonly #watchers = new Set<Wake>()
  #at: EpochMs | null = null
  #news = false
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

  /** Told once the caller has its answer; several steps in a row are told of together. */
  note({ at, news }: WakeCall): void {
    if (at !== null && (this.#at === null || at < this.#at)) this.#at = at
    this.#news ||= news
    if (this.#telling || !this.any) return
    this.#telling = true
    queueMicrotask(() => this.#tell())
  }

  #tell(): void {
    const hint = { at: this.#at, news: this.#news }
    this.#telling = false
    this.#at = null
    this.#news = false
    for (const wake of this.#watchers) wake(hint)
  }
}
