import type { ResolvedPolicies } from '../jobs/resolved-policies.ts'
import type { EpochMs } from '../time/epoch.ts'
import type { JobRow } from './rows.ts'
import type { SpanPut, TriggerPut } from './store-messages.ts'

interface ChangeOf {
  readonly id: string
  /** Refused as `conflict` when the revision is another. */
  readonly expect?: number
}

export interface JobUpdate extends ChangeOf {
  readonly kind: 'update'
  readonly when?: TriggerPut
  readonly input?: { readonly text: string | null }
  readonly policies?: ResolvedPolicies
  readonly given?: readonly string[]
  readonly taskVersion?: number
  /** The edited columns from now on; only of declared jobs. */
  readonly edited?: readonly string[]
}

export interface JobPause extends ChangeOf {
  readonly kind: 'pause'
  readonly reason: string | null
  readonly by: string | null
}

/** Also lifts `undeclared`, which leaves a pause alone. */
export interface JobResume extends ChangeOf {
  readonly kind: 'resume'
  readonly lifts: 'paused' | 'undeclared'
  readonly nextAt: EpochMs | null
  readonly span: SpanPut | null
}

export interface JobRemove extends ChangeOf {
  readonly kind: 'remove'
  readonly cancelRuns: boolean
}

export type JobChange = JobUpdate | JobPause | JobResume | JobRemove

export interface ChangeResult {
  readonly result: 'done' | 'unchanged' | 'unknown' | 'conflict' | 'cycle'
  /** The job as it is now; of a removed job as it was. */
  readonly row: JobRow | null
}
