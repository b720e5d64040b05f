import type { Json } from '../json/json.ts'
import { PunctualError } from './punctual-error.ts'

/** How a run took its worker along. */
export type CrashCode =
  | 'PUNCTUAL_WORKER_MEMORY'
  | 'PUNCTUAL_WORKER_EXITED'
  | 'PUNCTUAL_WORKER_KILLED'
  | 'PUNCTUAL_WORKER_UNCAUGHT'

/** The worker of a run ended under it: it counts towards `maxCrashes`, as the death of a whole node does. */
export class WorkerCrash extends PunctualError {
  constructor(code: CrashCode, message: string, options: { details?: Json; cause?: unknown } = {}) {
    super(code, message, options)
  }
}
