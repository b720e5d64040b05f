import type { Progress } from '../jobs/progress.ts'
import type { RunContext } from '../scheduler/scheduler.ts'
import type { SentError } from './sent-error.ts'

/** What a run is, as it crosses to a worker: everything of its context that is plain data. */
export type SentRun = Pick<
  RunContext<unknown>,
  'input' | 'jobId' | 'runId' | 'task' | 'fireTime' | 'cause' | 'attempt' | 'missed' | 'upstream'
>

/** To a worker; `id` counts the runs of one worker. */
export type ToWorker =
  | {
      readonly kind: 'run'
      readonly id: number
      readonly module: string
      readonly export: string
      readonly run: SentRun
    }
  | { readonly kind: 'abort'; readonly id: number; readonly reason: SentError }

export type LogLevel = 'debug' | 'info' | 'warn' | 'error'

/**
 * From a worker. `begun`: from now on the run may have had effects. `uncaught`: code of the run threw where nothing could
 * catch it, and nobody knows what still works there; `stray`: so did code of a run that was over.
 */
export type FromWorker =
  | { readonly kind: 'begun'; readonly id: number }
  | ({ readonly kind: 'progress'; readonly id: number } & Progress)
  | {
      readonly kind: 'log'
      readonly id: number
      readonly level: LogLevel
      readonly fields: object
      readonly message: string
    }
  | { readonly kind: 'returned'; readonly id: number; readonly result: string | null }
  | { readonly kind: 'threw' | 'uncaught'; readonly id: number; readonly error: SentError }
  | {
      readonly kind: 'stray'
      readonly id: number
      readonly error: SentError
      readonly runId: string | null
    }

const kinds: ReadonlySet<unknown> = new Set([
  ...['begun', 'progress', 'log', 'returned', 'threw', 'uncaught', 'stray'],
])

/** Code of a run may send over the channel of its process as well: that is not for us. */
export function isFromWorker(message: unknown): message is FromWorker {
  return (
    typeof message === 'object' &&
    message !== null &&
    kinds.has(Reflect.get(message, 'kind')) &&
    typeof Reflect.get(message, 'id') === 'number'
  )
}
