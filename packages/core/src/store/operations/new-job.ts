import type { Declaration, FollowRow, JobRow } from '../rows.ts'
import type { FollowPut, JobPut, TriggerPut } from '../store-messages.ts'
import type { Tables } from '../tables.ts'

/** Stores a job that was not there, or whose id a finished job held. */
export function addJob(tables: Tables, put: JobPut): JobRow {
  const { now } = tables
  const finished = tables.job(put.id)
  if (finished !== null) tables.deleteJob(finished)
  const pause = put.paused ? { reason: null, by: null, at: now } : null
  const row: JobRow = {
    id: put.id,
    inc: put.inc,
    version: 1,
    revision: 1,
    task: put.task,
    taskVersion: put.taskVersion,
    trigger: put.trigger,
    mode: put.mode,
    anchor: put.anchor,
    delay: put.delay,
    input: put.input,
    policies: put.policies,
    given: put.given,
    source: put.source,
    declaration: declarationOf(put, []),
    state: put.paused ? 'paused' : hasNoInstant(put) ? 'finished' : 'active',
    pause,
    heldNext: put.paused ? put.nextAt : null,
    nextAt: put.paused ? null : put.nextAt,
    high: null,
    runSeq: finished?.runSeq ?? 0,
    runsLeft: put.runsLeft,
    last: null,
    failures: 0,
    createdAt: now,
    updatedAt: now,
  }
  tables.insertJob(row)
  if (finished !== null || put.follow !== null) tables.setFollows(put.id, followRows(put))
  return row
}

/** Whether a trigger lies wholly in the past; one that follows other jobs has no instants of its own. */
export function hasNoInstant({ mode, nextAt }: Pick<TriggerPut, 'mode' | 'nextAt'>): boolean {
  return mode !== 'event' && nextAt === null
}

/** What is kept of a declaration. */
export function declarationOf(put: JobPut, edited: readonly string[]): Declaration | null {
  if (put.declaration === null) return null
  const { app, hash, text, at } = put.declaration
  return { app, hash, text, at, edited, missingSince: null }
}

/** The rows by which a job follows others; none have arrived yet. */
export function followRows(of: {
  readonly id: string
  readonly follow: FollowPut | null
}): FollowRow[] {
  const { id, follow } = of
  if (follow === null) return []
  const { on, need, parents } = follow
  return parents.map((parent) => ({ child: id, parent, on, need, arrived: null }))
}
