import type { DeclareOptions, Handler, InputOf, Task, Trigger } from '@punctual/core'
import type { TriggerFrom } from './scheduled.ts'

/** A job that a feature module declares: of a task that is handled somewhere, or with a handler of its own. */
export interface FeatureJob {
  readonly id: string
  readonly trigger: Trigger | TriggerFrom
  readonly code: Task | Handler<undefined, unknown>
  readonly options: Omit<DeclareOptions, 'source'> & { readonly input?: unknown }
}

/** Options of a job, with the input where its task takes one. To the compiler a function, having a name, is a task too. */
type JobOptionsOf<T> = Omit<DeclareOptions, 'source'> &
  ([T] extends [(...args: never[]) => unknown]
    ? { input?: undefined }
    : undefined extends InputOf<T>
      ? { input?: InputOf<T> }
      : { input: InputOf<T> })

/** Nothing may be left out where the task needs an input. */
type OptionsArgument<T> =
  Record<never, never> extends JobOptionsOf<T>
    ? [options?: JobOptionsOf<T>]
    : [options: JobOptionsOf<T>]

/**
 * A job for `PunctualModule.forFeature`: what `scheduler.schedule` takes, with a trigger that may come from configuration.
 *
 * The handler is called as it is, without guards and the like; those apply to methods, `@OnTask` among them.
 *
 * @example
 * ```ts
 * const sendReminder = defineTask<{ cartId: string }>('send-reminder')
 * PunctualModule.forFeature([
 *   featureJob('ping', every('1m'), () => {}),
 *   featureJob('remind-42', cron('0 9 * * *'), sendReminder, { input: { cartId: '42' } }),
 * ])
 * ```
 */
export function featureJob<T extends Task | Handler<undefined, unknown>>(
  id: string,
  trigger: Trigger | TriggerFrom,
  code: T,
  ...[options]: OptionsArgument<T>
): FeatureJob {
  return { id, trigger, code, options: options ?? {} }
}

/** The jobs of one `forFeature`. */
export class FeatureJobs {
  readonly jobs: readonly FeatureJob[]

  constructor(jobs: readonly FeatureJob[]) {
    this.jobs = jobs
  }
}
