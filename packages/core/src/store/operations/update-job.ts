import type { JobRow } from '../rows.ts'
import type { JobUpdate } from '../job-changes.ts'
import type { JobPatch, Tables } from '../tables.ts'
import { alignRuns } from './align-runs.ts'
import { moved } from './moved.ts'
import { promote } from './promote.ts'
import { setTrigger } from './set-trigger.ts'

/** Writes what an update names; an equal trigger keeps its anchor and its next instant. */
export function updateJob(tables: Tables, job: JobRow, update: JobUpdate): void {
  const { when, input, policies, given, taskVersion, edited } = update
  const patch: JobPatch = moved(tables, job)
  if (when !== undefined && when.trigger !== job.trigger) {
    Object.assign(patch, setTrigger(tables, job, when))
  }
  if (input !== undefined) patch.input = input.text
  if (policies !== undefined) patch.policies = policies
  if (given !== undefined) patch.given = given
  if (taskVersion !== undefined) patch.taskVersion = taskVersion
  if (edited !== undefined && job.declaration !== null) {
    patch.declaration = { ...job.declaration, edited }
  }
  tables.updateJob(job, patch)
  alignRuns(tables, job)
  promote(tables, job)
}
