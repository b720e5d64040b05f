import type { Logger } from '@nestjs/common'
import type { CronTimeLike } from './cron-time.ts'
import type { CronJob } from './cron-job.ts'
import type { Work } from './ticks.ts'

/** A `CronJob` of the `cron` package, as far as it is needed. */
export interface ForeignCronJob {
  cronTime: CronTimeLike
  readonly name?: string | undefined
  readonly isActive: boolean
  readonly threshold: number
  unrefTimeout: boolean
  waitForCompletion: boolean
  context?: unknown
  onComplete?: unknown
  errorHandler?: ((error: unknown) => void) | null | undefined
  start(): void
  stop(): unknown
  fireOnTick(): unknown
}

/** What a run of it does: its callbacks, with the `this` and the argument that it gives them. */
export function worksOf(
  foreign: ForeignCronJob,
  logger: Pick<Logger, 'error'>,
): () => readonly Work[] {
  const fire = foreign.fireOnTick.bind(foreign)
  return () => {
    const callbacks: unknown = Reflect.get(foreign, '_callbacks')
    const works = Array.isArray(callbacks) ? callbacks.map((one) => called(foreign, one)) : [fire]
    return works.map((work) => told(work, foreign, logger))
  }
}

/** Stops its timer, and has all it is asked for done by the job of ours from now on. It stays the same object. */
export function takeOver(
  foreign: ForeignCronJob,
  own: CronJob,
  logger: Pick<Logger, 'error'>,
): void {
  const value = <F>(does: F): PropertyDescriptor => ({
    value: does,
    configurable: true,
    writable: true,
  })
  const get = (reads: () => unknown): PropertyDescriptor => ({ get: reads, configurable: true })
  silence(foreign)
  Object.defineProperties(foreign, {
    start: value(() => own.start()),
    stop: value(() => stopped(foreign, own, logger)),
    setTime: value((time: CronTimeLike) => {
      own.setTime(time)
      foreign.cronTime = time
    }),
    fireOnTick: value(() => own.fireOnTick()),
    lastDate: value(() => own.lastDate()),
    isActive: get(() => own.isActive),
    isCallbackRunning: get(() => own.isCallbackRunning),
    lastExecution: get(() => own.lastExecution),
  })
}

/** Its `stop` tells that it is complete, which it is not. */
function silence(foreign: ForeignCronJob): void {
  const { onComplete, waitForCompletion } = foreign
  foreign.onComplete = undefined
  foreign.waitForCompletion = false
  void foreign.stop()
  foreign.onComplete = onComplete
  foreign.waitForCompletion = waitForCompletion
}

/** Its `onComplete` is called once it is stopped, with `waitForCompletion` once it is still. */
function stopped(
  foreign: ForeignCronJob,
  own: CronJob,
  logger: Pick<Logger, 'error'>,
): Promise<void> | undefined {
  const complete = async (): Promise<void> => {
    try {
      if (typeof foreign.onComplete === 'function') await foreign.onComplete.call(foreign.context)
    } catch (error) {
      logger.error(error)
    }
  }
  const still = own.stop()
  if (still !== undefined) return still.then(complete)
  void complete()
  return undefined
}

function called(foreign: ForeignCronJob, callback: (done: unknown) => unknown): Work {
  return () => callback.call(foreign.context, foreign.onComplete)
}

function told(work: Work, foreign: ForeignCronJob, logger: Pick<Logger, 'error'>): Work {
  return async () => {
    try {
      await work()
    } catch (error) {
      if (foreign.errorHandler == null) logger.error(error)
      else foreign.errorHandler(error)
      throw error
    }
  }
}
