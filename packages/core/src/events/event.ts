import type { Job } from '../jobs/job.ts'
import type { RunError } from '../jobs/run-error.ts'
import type { Run } from '../jobs/run.ts'
import type { EpochMs } from '../time/epoch.ts'

type Event<T extends string, P = object> = {
  readonly type: T
  readonly at: EpochMs
  readonly node: string
} & Readonly<P>

/** Everything that is announced: frozen, and local to the node where it happens. */
export type AnyEvent =
  | Event<`scheduler:${'starting' | 'started' | 'paused' | 'resumed' | 'stopping' | 'stopped'}`>
  | Event<
      `job:${'added' | 'updated' | 'paused' | 'resumed' | 'removed' | 'finished' | 'undeclared'}`,
      { job: Job }
    >
  | Event<'job:rejected', { id: string; error: RunError }>
  | Event<'fire:published', { jobId: string; fireTime: EpochMs; runId: string }>
  | Event<`fire:${'skipped' | 'missed'}`, { jobId: string; fireTime: EpochMs; reason: string }>
  | Event<
      `run:${'started' | 'retrying' | 'succeeded' | 'failed' | 'cancelled' | 'lost' | 'fenced'}`,
      { run: Run }
    >
  | Event<
      'run:progress',
      { runId: string; jobId: string; fraction: number; message: string | null }
    >
  | Event<'task:unknown', { task: string; runs: number }>
  | Event<`node:${'joined' | 'left' | 'lost' | 'stalled'}`, { name: string }>
  | Event<
      `store:${'error' | 'recovered' | 'reset' | 'clock_jumped'}`,
      { store: string; error: RunError | null }
    >

export type EventName = AnyEvent['type']

/** The event of a name. */
export type EventOf<N extends EventName> = AnyEvent extends infer E
  ? E extends { type: infer T }
    ? N extends T
      ? E & { readonly type: N }
      : never
    : never
  : never
