import type { Queued, TimeQueue } from './time-queue.ts'

/** The pending runs of one executor, task, version and priority, by the instant at which they get ready. */
export interface ReadyLane<Run extends Queued> {
  readonly version: number
  readonly priority: number
  readonly queue: TimeQueue<Run>
}
