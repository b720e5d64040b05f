import type { ResolvedPolicies } from '../jobs/resolved-policies.ts'
import type { Run } from '../jobs/run.ts'
import { causeOf } from '../ledger/run-view.ts'
import type { JobRow, RunKind, RunRow, UpstreamRef } from '../store/rows.ts'
import type { Claimed, PublishedRun } from '../store/store-messages.ts'
import type { EpochMs } from '../time/epoch.ts'

/** A run that is this node's to execute: what the store said, and nothing it would have to be asked for again. */
export interface Assignment {
  readonly runId: string
  readonly token: number
  readonly jobId: string
  readonly task: string
  readonly taskVersion: number
  /** Alias of the executor whose slot it takes. */
  readonly executor: string
  readonly kind: RunKind
  readonly fireAt: EpochMs
  /** After this instant it does not start; null when it may, or when it has started before. */
  readonly startDeadline: EpochMs | null
  readonly attempt: number
  readonly missed: number
  readonly upstream: readonly UpstreamRef[] | null
  /** JSON text. */
  readonly input: string | null
  readonly policies: ResolvedPolicies
  /** Why it was asked to stop before it began. */
  readonly cancel: string | null
}

/** The assignment of a fire that this node published and owns. */
export function publishedAssignment(job: JobRow, run: PublishedRun, missed: number): Assignment {
  return {
    runId: run.runId,
    token: run.token,
    jobId: job.id,
    task: job.task,
    taskVersion: job.taskVersion,
    executor: job.policies.executor,
    kind: 'fire',
    fireAt: run.fireAt,
    startDeadline: null,
    attempt: 1,
    missed,
    upstream: null,
    input: job.input,
    policies: job.policies,
    cancel: null,
  }
}

/** The assignment of a run that this node took over. */
export function claimedAssignment({ run, input, policies }: Claimed): Assignment {
  return {
    runId: run.id,
    token: run.token,
    jobId: run.jobId,
    task: run.task,
    taskVersion: run.taskVersion,
    executor: run.executor,
    kind: run.kind,
    fireAt: run.fireAt,
    startDeadline: run.attempt === 1 && run.recoveries === 0 ? run.startDeadline : null,
    attempt: run.attempt,
    missed: run.missed,
    upstream: run.upstream,
    input,
    policies,
    cancel: run.cancel,
  }
}

/** The assignment of a run of which only the row is at hand, with its job's policies. */
export function rowAssignment(run: RunRow, job: Pick<JobRow, 'input' | 'policies'>): Assignment {
  return claimedAssignment({ run, input: run.input ?? job.input, policies: job.policies })
}

/** The run as it stands when it starts. */
export function startedRun(assignment: Assignment, node: string, now: EpochMs): Run {
  return Object.freeze({
    id: assignment.runId,
    jobId: assignment.jobId,
    task: assignment.task,
    state: 'running',
    cause: causeOf(assignment.kind),
    fireTime: assignment.fireAt,
    startedAt: now,
    endedAt: null,
    attempt: assignment.attempt,
    node,
    progress: null,
    result: null,
    error: null,
  })
}
