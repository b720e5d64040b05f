import { Inject } from '@nestjs/common'

/** What the scheduler is provided under: to replace it in a test, or to ask a `ModuleRef` for it. */
export const SCHEDULER: symbol = Symbol.for('@punctual/nestjs/scheduler')

/**
 * Injects the scheduler of the application.
 *
 * @example
 * ```ts
 * import type { Scheduler } from '@punctual/core'
 *
 * class Carts {
 *   readonly scheduler: Scheduler
 *   constructor(@InjectScheduler() scheduler: Scheduler) {
 *     this.scheduler = scheduler
 *   }
 * }
 * ```
 */
export function InjectScheduler(): ParameterDecorator & PropertyDecorator {
  return Inject(SCHEDULER)
}
