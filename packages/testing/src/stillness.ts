import { clearImmediate, setImmediate, setTimeout } from 'node:timers'
import { PunctualError, type Millis } from '@punctual/core/testing'
import { grown, inFlight, mayAnswer, watchServers, type Counts } from './in-flight.ts'

/** Turns of the event loop without any news after which work counts as asleep, unless something real is in flight. */
const QUIET_TURNS = 5

/** Turns without news after which the wait stops spinning. */
const SPIN_TURNS = 2_000

/** How long new work is left to wait, without news, where an answer may come over a connection that is open. */
const GRACE: Millis = 200

/** How long it is left to wait where what ended may not have been its own. */
const DOUBT: Millis = 1_000

/**
 * Tells when nothing moves any more: every followed work has settled, or sleeps. Work sleeps when it waits for something
 * that only time or the test can bring: a virtual timer, a signal, a promise that nobody resolves. It does not sleep
 * while this process has a request, a socket, a real timer or a process in flight that was not there at rest.
 */
export class Stillness {
  readonly #patience: Millis
  #pending = 0
  #held = 0
  #immediates = 0
  /** Moves with everything that happens. */
  #news = 0
  /** Pending work that was never found asleep; it is of the present generation. */
  #fresh = 0
  #generation = 0
  #atRest: Counts = new Map()
  /** When something real was last seen in flight since the last news; 0 = it was not. */
  #busyUntil: Millis = 0
  /** What it was. */
  #busy: readonly string[] = []

  constructor(patience: Millis) {
    this.#patience = patience
    watchServers()
    this.rest()
  }

  follow(work: Promise<unknown>): void {
    const generation = this.#generation
    this.#pending += 1
    this.#fresh += 1
    const settled = (): void => {
      this.#pending -= 1
      if (generation === this.#generation) this.#fresh -= 1
      this.#news += 1
    }
    work.then(settled, settled)
  }

  hold(work: Promise<unknown>): void {
    this.#held += 1
    const settled = (): void => {
      this.#held -= 1
      this.#news += 1
    }
    work.then(settled, settled)
  }

  /** Calls `wake` in the next turn of the event loop; the answer takes it back. */
  immediate(wake: () => void): () => void {
    this.#immediates += 1
    let open = true
    const close = (): boolean => {
      if (!open) return false
      open = false
      this.#immediates -= 1
      this.#news += 1
      return true
    }
    const handle = setImmediate(() => {
      close()
      wake()
    })
    return () => {
      if (close()) clearImmediate(handle)
    }
  }

  /** A virtual timer was armed: something happened. */
  stir(): void {
    this.#news += 1
  }

  /** What is in flight while nothing is pending has nothing to do with the work to come. */
  rest(): void {
    if (this.#settled) this.#atRest = inFlight()
  }

  /** Resolves when nothing moves any more; rejects with `PUNCTUAL_WAIT_TIMEOUT` when that takes too long. */
  async reached(): Promise<void> {
    await turn()
    if (this.#settled) return
    let quiet = 0
    let since = 0
    while (!this.#settled) {
      const seen = this.#news
      await (quiet < SPIN_TURNS ? turn() : pause())
      quiet = this.#news === seen ? quiet + 1 : 0
      if (quiet < QUIET_TURNS || (quiet > QUIET_TURNS && quiet % 10 > 0)) continue
      const now = performance.now()
      if (quiet === QUIET_TURNS) {
        since = now
        this.#busyUntil = 0
        this.#busy = []
      }
      if (this.#asleep(since, now)) break
      if (now - since > this.#patience) throw this.#stuck()
    }
    this.#atRest = inFlight()
    this.#generation += 1
    this.#fresh = 0
  }

  get #settled(): boolean {
    return this.#pending === 0 && this.#held === 0 && this.#immediates === 0
  }

  /** Whether pending work, quiet since an instant of real time, waits for nothing real. */
  #asleep(since: Millis, now: Millis): boolean {
    if (this.#held > 0 || this.#immediates > 0) return false
    const counts = inFlight()
    const busy = grown(counts, this.#atRest)
    if (busy.length > 0) {
      this.#busyUntil = now
      this.#busy = busy
      return false
    }
    // Something of its kind was there at rest, and may have ended in its place.
    const inDoubt = this.#busy.some((kind) => this.#atRest.has(kind))
    if (inDoubt && now - this.#busyUntil < DOUBT) return false
    const waits = this.#fresh > 0 && mayAnswer(counts)
    return !waits || now - Math.max(since, this.#busyUntil) >= GRACE
  }

  #stuck(): PunctualError {
    const what = this.#held > 0 ? 'work that is held' : `something real (${this.#busy.join(', ')})`
    return new PunctualError(
      'PUNCTUAL_WAIT_TIMEOUT',
      `the virtual clock waited ${this.#patience} ms for ${what}: let it end, or raise patience`,
    )
  }
}

function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}

/** A turn that lets other processes have the processor. */
function pause(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 1))
}
