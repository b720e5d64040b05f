import type { Json } from '../json/json.ts'
import type { Duration } from '../time/duration.ts'
import type { EpochMs } from '../time/epoch.ts'
import type { RunError } from './run-error.ts'

/** The states of a run: the last four are final. */
export type RunState =
  | 'waiting'
  | 'pending'
  | 'running'
  | 'succeeded'
  | 'failed'
  | 'cancelled'
  | 'lost'

/** Why there is a run: a due instant, by hand, or because other runs ended. */
export type RunCause = 'fire' | 'manual' | 'after'

/** One execution: plain frozen JSON. */
export interface Run<R = Json> {
  readonly id: string
  readonly jobId: string
  readonly task: string
  readonly state: RunState
  readonly cause: RunCause
  readonly fireTime: EpochMs
  readonly startedAt: EpochMs | null
  readonly endedAt: EpochMs | null
  readonly attempt: number
  readonly node: string | null
  readonly progress: { readonly fraction: number; readonly message: string | null } | null
  readonly result: R | null
  readonly error: RunError | null
}

/** A run that was asked for. */
export interface RunHandle<R = Json> {
  readonly id: string
  /** Resolves with the run once it ended, whatever its state. */
  finished(options?: { signal?: AbortSignal; timeout?: Duration }): Promise<Run<R>>
}

/** The end of a run that this run follows. */
export interface Upstream {
  readonly jobId: string
  readonly runId: string
  readonly state: 'succeeded' | 'failed' | 'cancelled' | 'lost'
  readonly result: Json
  readonly error: RunError | null
}
