import type { Clock } from '@punctual/core'

/** Below the platform's limit of 24.8 days, beyond which a timer would ring at once. */
const SLICE = 20 * 24 * 3_600_000

/** The real clock, with timers that do not keep the process going: whether it goes on is for the jobs to say. */
export const unrefClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  setTimer(delay, wake) {
    const deadline = performance.now() + delay
    let timer = arm(delay)
    // The platform's timers may ring a little early.
    function look(): void {
      const left = deadline - performance.now()
      if (left <= 0) wake()
      else timer = arm(left)
    }
    function arm(left: number): NodeJS.Timeout {
      return setTimeout(look, Math.min(Math.max(0, Math.ceil(left)), SLICE)).unref()
    }
    return () => clearTimeout(timer)
  },
}
