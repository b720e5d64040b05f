import type { EpochMs } from '../../time/epoch.ts'
import type { WakeHint } from '../../store/store-contract.ts'

type Wake = (hint: WakeHint) => void

/** Tells the schedulers that share the store of what is due sooner than they may know. */
export class WakeCalls {
  readonly #watchers = new Set<Wake>()
  #at: EpochMs | null = null
  #news = false
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

  /** Sessions came or went, or a run was asked to stop. */
  noteNews(): void {
    this.#news = true
  }

  /** What was noted did not come true. */
  forget(): void {
    if (this.#called) return
    this.#at = null
    this.#news = false
  }

  /** Tells of what was noted, once the caller has its answer; several steps in a row are told of together. */
  call(): void {
    if ((this.#at === null && !this.#news) || this.#called) return
    if (this.#watchers.size === 0) return this.forget()
    this.#called = true
    queueMicrotask(() => this.#tell())
  }

  #tell(): void {
    const hint = { at: this.#at, news: this.#news }
    this.#called = false
    this.forget()
    for (const wake of this.#watchers) wake(hint)
  }
}
