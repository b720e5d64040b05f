import { PunctualError } from '../errors/punctual-error.ts'
import type { Scheduler } from '../scheduler/scheduler.ts'
import type { Clock } from '../time/clock.ts'

const clocks = new WeakMap<Scheduler, Clock>()

/** Notes the clock that a scheduler was made with. */
export function tellClock(scheduler: Scheduler, clock: Clock): void {
  clocks.set(scheduler, clock)
}

/** The clock of a scheduler, for packages that tell times beside it. */
export function clockOf(scheduler: Scheduler): Clock {
  const clock = clocks.get(scheduler)
  if (clock !== undefined) return clock
  throw new PunctualError(
    'PUNCTUAL_OPTION_INVALID',
    'this is not a scheduler: pass what createScheduler() gave you',
  )
}
