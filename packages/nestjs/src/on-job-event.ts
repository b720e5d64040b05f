import type { EventName, EventOf } from '@punctual/core'
import { mark, type MethodMark } from './method-marks.ts'

export const ON_JOB_EVENT: unique symbol = Symbol.for('@punctual/nestjs/on-job-event')

/**
 * Calls the method with every event of the name that happens on this node.
 *
 * Guards, pipes, interceptors and filters do not apply. A request-scoped provider is made for each event, with the event as
 * `@Inject(REQUEST)`. What the method throws is logged and disturbs no run.
 *
 * @example
 * ```ts
 * import type { EventOf } from '@punctual/core'
 *
 * class Alerts {
 *   @OnJobEvent('run:failed')
 *   async alert({ run }: EventOf<'run:failed'>) {
 *     console.error(`${run.jobId}: ${run.error?.message}`)
 *   }
 * }
 * ```
 */
export function OnJobEvent<N extends EventName>(
  name: N,
): MethodMark<(event: EventOf<N>) => unknown> {
  return mark(ON_JOB_EVENT, name)
}
