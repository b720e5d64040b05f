import type { ContextOf, ResultOf, Task } from '@punctual/core'
import type { Observable } from 'rxjs'
import { mark, type MethodMark } from './method-marks.ts'

export const ON_TASK: unique symbol = Symbol.for('@punctual/nestjs/on-task')

/** What a handler of the task may return. */
type Answer<T extends Task> = ResultOf<T> | Promise<ResultOf<T>> | Observable<ResultOf<T>>

/**
 * Makes the method the handler of a task: its parameter has the task's input, its result has to be the task's.
 *
 * Runs call it with the guards, pipes, interceptors and filters that stand around it. A task that has a handler already
 * fails the boot with `PUNCTUAL_TASK_EXISTS`.
 *
 * @example
 * ```ts
 * import type { ContextOf } from '@punctual/core'
 *
 * const sendReminder = defineTask<{ cartId: string }>('send-reminder')
 *
 * class Reminders {
 *   @OnTask(sendReminder)
 *   async remind({ input }: ContextOf<typeof sendReminder>) {
 *     console.log(input.cartId)
 *   }
 * }
 * ```
 */
export function OnTask<T extends Task>(task: T): MethodMark<(run: ContextOf<T>) => Answer<T>> {
  return mark(ON_TASK, task)
}
