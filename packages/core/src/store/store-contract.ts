import type { Clock } from '../time/clock.ts'
import type { EpochMs } from '../time/epoch.ts'
import type { JobStore } from './job-store.ts'
import type { ChangeResult, JobChange } from './job-changes.ts'
import type {
  Advance,
  Batch,
  Beat,
  BeatLoad,
  CancelResult,
  ClaimAnswer,
  Enqueued,
  FinishResult,
  JobPut,
  NewRun,
  Outcome,
  Peeked,
  Published,
  PutMode,
  PutResult,
  Reaped,
  ReapOrder,
  Room,
  RunId,
  Session,
  Swept,
} from './store-messages.ts'
import type { StoreReader } from './store-reader.ts'
import type { Tx } from './tx.ts'

/** What a store can do beyond the required. */
export interface StoreCapabilities {
  /** Several processes can share it. */
  readonly shared: boolean
  /** It outlives the process. */
  readonly durable: boolean
  /** It works inside a transaction of the caller. */
  readonly tx: boolean
  /** It tells of changes by others. */
  readonly watch: boolean
  /** It keeps progress and logs of runs. */
  readonly notes: boolean
}

/** What a store tells of changes. */
export interface WakeHint {
  /** When something gets due or ready; null = perhaps now, or nothing does. */
  readonly at: EpochMs | null
  /** Sessions came or went, or runs were asked to stop: a beat tells of it. */
  readonly news?: boolean
}

export interface OpenOptions {
  readonly clock: Clock
  /** null = a client that neither publishes nor runs. */
  readonly session: {
    readonly id: Session
    readonly name: string
    readonly app: string | null
    readonly role: string
    readonly version: string | null
  } | null
}

export interface StoreInfo {
  /** The store's own clock. */
  readonly now: EpochMs
  readonly schema: number
}

/**
 * What a job store does: 12 operations, each one atomic step, each safe to repeat after an answer was lost.
 * Lists in, lists out; results are positional. Instants are the store's own clock.
 */
export interface StoreContract extends JobStore, AsyncDisposable {
  readonly capabilities: StoreCapabilities
  open(options: OpenOptions): Promise<StoreInfo>
  /** Adds or declares jobs. In mode `fail` all are added or none. */
  put(
    jobs: readonly JobPut[],
    mode: PutMode,
    options?: { by?: Session; tx?: Tx },
  ): Promise<readonly PutResult[]>
  /** Updates, pauses, resumes, removes. */
  change(changes: readonly JobChange[], tx?: Tx): Promise<readonly ChangeResult[]>
  /** A plain read of what is due. */
  peek(request: { limit: number; until: EpochMs }): Promise<Peeked>
  /** Moves jobs on to their next instant and creates the runs of their fires. Rejects with PUNCTUAL_FENCED when the session is dead. */
  publish(by: Session, batch: Batch, items: readonly Advance[]): Promise<readonly Published[]>
  /** Creates runs by hand, again, or for an instant of the past. */
  enqueue(
    runs: readonly NewRun[],
    options?: { by?: Session; batch?: Batch; tx?: Tx },
  ): Promise<readonly Enqueued[]>
  /** Takes pending runs that are ready. Rejects with PUNCTUAL_FENCED when the session is dead. */
  claim(by: Session, batch: Batch, rooms: readonly Room[]): Promise<ClaimAnswer>
  /** Stores outcomes; frees slots, promotes, re-arms, follows up. */
  finish(
    by: Session,
    outcomes: readonly Outcome[],
    options?: { tx?: Tx },
  ): Promise<readonly FinishResult[]>
  cancel(runs: readonly RunId[], reason: string): Promise<readonly CancelResult[]>
  beat(by: Session, seq: number, load: BeatLoad): Promise<Beat>
  /** Closes a session and disposes of its runs by the rule of each job. */
  reap(victim: Session, order: ReapOrder): Promise<Reaped>
  /** Retention and repair, in bounded steps. */
  sweep(by: Session, limit: number): Promise<Swept>
  readonly read: StoreReader
  /** Tells of changes; lossy by contract. */
  watch?(wake: (hint: WakeHint) => void): Disposable
}
