import type { Clock } from '../../src/time/clock.ts'

/** A clock whose timers ring by hand; counts what is armed. */
export class ManualClock implements Clock {
  wall = 1_700_000_000_000
  mono = 0
  readonly timers = new Set<{
    readonly delay: number
    readonly at: number
    readonly wake: () => void
  }>()

  now(): number {
    return this.wall
  }

  monotonic(): number {
    return this.mono
  }

  setTimer(delay: number, wake: () => void): () => void {
    const timer = { delay, at: this.mono + delay, wake }
    this.timers.add(timer)
    return () => this.timers.delete(timer)
  }

  /** Both clocks go on; no timer rings. */
  pass(span: number): void {
    this.wall += span
    this.mono += span
  }

  /** Rings what is due. */
  ring(): void {
    for (const timer of [...this.timers].filter((each) => each.at <= this.mono)) {
      this.timers.delete(timer)
      timer.wake()
    }
  }

  get delays(): readonly number[] {
    return [...this.timers].map((timer) => timer.delay)
  }
}
