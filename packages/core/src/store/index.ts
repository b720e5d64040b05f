export { isEmpty } from './replay/row-source.ts'
export { replayed } from './replay/replayed.ts'
export { TablesStore } from './tables-store.ts'

export type { Answer, Ask } from './replay/ask.ts'
export type { StepStart } from './replay/replayed.ts'
export type { ChangePart, Changes, RowChange, RowSource } from './replay/row-source.ts'

export { PunctualError } from '../errors/punctual-error.ts'

export type { JobStore } from './job-store.ts'
export type {
  Declaration,
  FollowRow,
  JobRow,
  NodeRow,
  RunKind,
  RunRow,
  SpanRow,
  TriggerMode,
  UpstreamRef,
} from './rows.ts'
export type { Steps } from './steps.ts'
export type { OpenOptions, StoreCapabilities, StoreContract, StoreInfo } from './store-contract.ts'
export type {
  ChangeResult,
  JobChange,
  JobPause,
  JobRemove,
  JobResume,
  JobUpdate,
} from './job-changes.ts'
export type {
  Advance,
  Batch,
  Beat,
  BeatLoad,
  CancelResult,
  ClaimAnswer,
  Claimed,
  Enqueued,
  FinishResult,
  FirePut,
  FollowPut,
  JobPut,
  NewRun,
  Outcome,
  Peeked,
  Peer,
  Published,
  PublishedRun,
  PutMode,
  PutResult,
  Reaped,
  ReapOrder,
  Room,
  RunId,
  Session,
  SkippedFire,
  SpanPut,
  Swept,
  TriggerPut,
} from './store-messages.ts'
export type { JobQuery, RunQuery, SpanQuery, StoreReader } from './store-reader.ts'
export type { JobPatch, NodePatch, RunPatch, Tables } from './tables.ts'
export type { Tx } from './tx.ts'
export type { SpanReason } from '../jobs/fire-record.ts'
export type { JobState, Page } from '../jobs/job.ts'
export type { ResolvedPolicies, ResolvedRetry } from '../jobs/resolved-policies.ts'
export type { RunError } from '../jobs/run-error.ts'
export type { RunState } from '../jobs/run.ts'
export { runTransitions } from '../jobs/run-transitions.ts'
export type { RunMover, RunTransition } from '../jobs/run-transitions.ts'
export type { Clock } from '../time/clock.ts'
export type { EpochMs, Millis } from '../time/epoch.ts'
