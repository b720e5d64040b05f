import type { JobRow } from '../rows.ts'
import type { JobPut, PutResult } from '../store-messages.ts'
import type { Tables } from '../tables.ts'
import { alignRuns } from './align-runs.ts'
import { makesCycle } from './follow-cycle.ts'
import { mergeEdits } from './merge-edits.ts'
import { moved } from './moved.ts'
import { addJob, declarationOf } from './new-job.ts'
import { promote } from './promote.ts'
import { setTrigger } from './set-trigger.ts'
import { shownJob } from './shown.ts'
import { takesId } from './takes-id.ts'

/** Stores what code declares: an equal declaration writes nothing, and an older session never takes back a newer one. */
export function declareJob(tables: Tables, put: JobPut): PutResult {
  const there = tables.job(put.id)
  if (put.follow !== null && makesCycle(tables, put)) {
    return { result: 'cycle', row: there === null ? null : shownJob(there) }
  }
  if (there !== null && there.declaration === null) return declareOver(tables, put, there)
  const job = there ?? takeOver(tables, put)
  if (job === null) return { result: 'added', row: shownJob(addJob(tables, put)) }
  const result = redeclare(tables, put, job)
  if (there !== null || result !== 'unchanged') return { result, row: shownJob(job) }
  tables.updateJob(job, moved(tables, job))
  return { result: 'updated', row: shownJob(job) }
}

/** A job that was declared under an earlier id comes over with its edits and its history. */
function takeOver(tables: Tables, put: JobPut): JobRow | null {
  for (const id of put.declaration?.formerly ?? []) {
    const former = id === put.id ? null : tables.job(id)
    if (former !== null && former.declaration !== null) return tables.renameJob(former, put.id)
  }
  return null
}

function declareOver(tables: Tables, put: JobPut, dynamic: JobRow): PutResult {
  if (takesId(tables, put.id) !== null) return { result: 'exists', row: shownJob(dynamic) }
  return { result: 'added', row: shownJob(addJob(tables, put)) }
}

function redeclare(tables: Tables, put: JobPut, job: JobRow): PutResult['result'] {
  const { declaration } = put
  const before = job.declaration
  if (declaration === null || before === null) return 'kept'
  const discards = declaration.discardEdits && before.edited.length > 0
  const same = declaration.hash === before.hash && !discards
  const result = same ? 'unchanged' : declaration.at < before.at ? 'kept' : 'updated'
  if (result === 'updated') applyDeclaration(tables, put, job)
  else if (before.missingSince !== null) {
    tables.updateJob(job, { declaration: { ...before, missingSince: null } })
  }
  return job.state === 'undeclared' ? 'undeclared' : result
}

function applyDeclaration(tables: Tables, put: JobPut, job: JobRow): void {
  const edited = put.declaration?.discardEdits === true ? [] : (job.declaration?.edited ?? [])
  const limit = declaredLimit(job)
  const { columns, when } = mergeEdits(job, put, edited)
  const limitMoved = limit !== put.runsLeft
  const anew = when !== null && (when.trigger !== job.trigger || (limitMoved && isSpent(job)))
  const trigger = anew ? setTrigger(tables, job, when) : {}
  tables.updateJob(job, {
    ...columns,
    ...(limitMoved ? { runsLeft: put.runsLeft } : {}),
    ...trigger,
    declaration: declarationOf(put, edited),
    ...moved(tables, job),
  })
  alignRuns(tables, job)
  promote(tables, job)
}

function isSpent(job: JobRow): boolean {
  return job.state === 'finished' && job.runsLeft === 0
}

/** The `maxRuns` that code declared before. */
function declaredLimit(job: JobRow): number | null {
  const said: unknown = JSON.parse(job.declaration?.text ?? '{}')
  const limit: unknown =
    typeof said === 'object' && said !== null ? Reflect.get(said, 'runsLeft') : null
  return typeof limit === 'number' ? limit : null
}
