import type { Clock } from '@punctual/core'

/** Below the platform's limit of 24.8 days, beyond which a timer would ring at once. */
const SLICE = 1_000_000_000

/** The real clock, whose timers alone keep no process alive: which jobs do is decided job by job. */
export const backgroundClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  setTimer(delay, wake) {
    if (delay <= 0) {
      const immediate = setImmediate(wake)
      return () => clearImmediate(immediate)
    }
    const deadline = performance.now() + delay
    const arm = (left: number): NodeJS.Timeout =>
      setTimeout(look, Math.min(Math.max(1, Math.ceil(left)), SLICE)).unref()
    // Timers may ring a little early.
    const look = (): void => {
      const left = deadline - performance.now()
      if (left <= 0) wake()
      else timer = arm(left)
    }
    let timer = arm(delay)
    return () => clearTimeout(timer)
  },
}
