import type { ModuleRef } from '@nestjs/core'
import type { DeclareOptions, RunContext, Trigger } from '@punctual/core'
import { mark, type MethodMark } from './method-marks.ts'

/** Options of the job that a method declares. */
export interface ScheduledOptions extends Omit<DeclareOptions, 'source'> {
  /** Default: `Class.method`; for the second decorator on a method `Class.method#2`, and so on. */
  id?: string
}

/** Finds the trigger at boot, as in configuration; null for no job. `ref.get` asks all modules unless it is told `strict`. */
export type TriggerFrom = (ref: ModuleRef) => Trigger | null | Promise<Trigger | null>

/** What the decorator notes. */
export interface ScheduledMark {
  readonly trigger: Trigger | TriggerFrom
  readonly options: ScheduledOptions
}

export const SCHEDULED: unique symbol = Symbol.for('@punctual/nestjs/scheduled')

/**
 * Declares a job whose runs call the method, with the guards, pipes, interceptors and filters that stand around it.
 *
 * The method is given the run, or takes no parameter. A function in place of the trigger is called at boot, before the
 * `onModuleInit` of the application; what it returns is awaited, and null declares no job. What is wrong with trigger, id or
 * options fails the boot with its code and the name of the method: a taken id with `PUNCTUAL_JOB_EXISTS`, a missing trigger,
 * or a function for it that fails, with `PUNCTUAL_TRIGGER_INVALID`.
 *
 * @example
 * ```ts
 * import type { RunContext } from '@punctual/core'
 *
 * class Reports {
 *   @Scheduled(cron('0 9 * * 1-5', { timezone: 'Asia/Shanghai' }), { id: 'daily-report', timeout: '5m' })
 *   async daily(run: RunContext) {
 *     run.log.info({ due: run.fireTime }, 'writing the report')
 *   }
 *
 *   @Scheduled((ref) => every(ref.get<string>('SYNC_EVERY')))
 *   async sync() {}
 * }
 * ```
 */
export function Scheduled(
  trigger: Trigger | TriggerFrom,
  options: ScheduledOptions = {},
): MethodMark<(run: RunContext) => unknown> {
  return mark(SCHEDULED, { trigger, options } satisfies ScheduledMark)
}
