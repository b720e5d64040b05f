import type { JobRow } from '../rows.ts'
import type { JobPut } from '../store-messages.ts'
import type { Tables } from '../tables.ts'
import { alignRuns } from './align-runs.ts'
import { thawRuns } from './held.ts'
import { moved } from './moved.ts'
import { declarationOf } from './new-job.ts'
import { pauseJob } from './pause-job.ts'
import { promote } from './promote.ts'
import { leaveTrigger, setTrigger } from './set-trigger.ts'

/** Puts a job in place of another: with an equal trigger the next fire and the anchor stay; so do a pause and the history. */
export function replaceJob(tables: Tables, job: JobRow, put: JobPut): void {
  const goesOn = job.state === 'active' || job.state === 'paused'
  if (job.state === 'undeclared') wake(tables, job)
  const sameTrigger = goesOn && job.trigger === put.trigger
  const when = sameTrigger ? {} : setTrigger(tables, job, put)
  const { task, taskVersion, input, policies, given, source, runsLeft } = put
  tables.updateJob(job, {
    ...{ task, taskVersion, input, policies, given, source, runsLeft },
    ...when,
    declaration: declarationOf(put, []),
    ...moved(tables, job),
  })
  alignRuns(tables, job)
  if (put.paused) pauseJob(tables, job, { reason: null, by: null })
  promote(tables, job)
}

/** The new job does not come from code that is gone, so it does not wait for that code. */
function wake(tables: Tables, job: JobRow): void {
  leaveTrigger(tables, job, 'undeclared')
  const state = job.pause === null ? 'active' : 'paused'
  tables.updateJob(job, { state, heldNext: null })
  if (state === 'active') thawRuns(tables, job)
}
