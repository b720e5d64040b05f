import { systemClock } from '../engine/system-clock.ts'
import type { Clock } from '../time/clock.ts'
import type { Scheduler } from './scheduler.ts'

const clocks = new WeakMap<Scheduler, Clock>()

/** Notes the clock that a scheduler was made with. */
export function tellClock(scheduler: Scheduler, clock: Clock): void {
  clocks.set(scheduler, clock)
}

/** The clock of a scheduler, for packages that tell times beside it. */
export function clockOf(scheduler: Scheduler): Clock {
  return clocks.get(scheduler) ?? systemClock
}
