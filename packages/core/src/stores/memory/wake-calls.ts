import type { EpochMs } from '../../time/epoch.ts'

type Wake = (hint: { readonly at: EpochMs | null }) => void

/** Tells the schedulers that share the store of what is due sooner than they may know. */
export class WakeCalls {
  readonly #watchers = new Set<Wake>()
  #at: EpochMs | null = null
  #called = false

  watch(wake: Wake): Disposable {
    const watcher: Wake = (hint) => wake(hint)
    this.#watchers.add(watcher)
    return { [Symbol.dispose]: () => void this.#watchers.delete(watcher) }
  }

  /** Something is due, or ready, at this instant. */
  note(at: EpochMs): void {
    if (this.#at === null || at < this.#at) this.#at = at
  }

  /** What was noted did not come true. */
  forget(): void {
    if (!this.#called) this.#at = null
  }

  /** Tells of what was noted, once the caller has its answer; several steps in a row are told of together. */
  call(): void {
    if (this.#at === null || this.#called) return
    if (this.#watchers.size === 0) {
      this.#at = null
      return
    }
    this.#called = true
    queueMicrotask(() => this.#tell())
  }

  #tell(): void {
    const at = this.#at
    this.#at = null
    this.#called = false
    for (const wake of this.#watchers) wake({ at })
  }
}
