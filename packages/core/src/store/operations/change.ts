import type { JobRow } from '../rows.ts'
import type { ChangeResult, JobChange } from '../job-changes.ts'
import type { Tables } from '../tables.ts'
import { makesCycle } from './follow-cycle.ts'
import { pauseJob } from './pause-job.ts'
import { removeJob } from './remove-job.ts'
import { resumeJob } from './resume-job.ts'
import { shownJob } from './shown.ts'
import { updateJob } from './update-job.ts'

/** Updates, pauses, resumes, removes. */
export function change(tables: Tables, changes: readonly JobChange[]): readonly ChangeResult[] {
  return changes.map((item) => {
    const job = tables.job(item.id)
    if (job === null) return { result: 'unknown', row: null }
    const result = changeJob(tables, job, item)
    return { result, row: shownJob(job) }
  })
}

function changeJob(tables: Tables, job: JobRow, item: JobChange): ChangeResult['result'] {
  if (item.expect !== undefined && item.expect !== job.revision) return 'conflict'
  switch (item.kind) {
    case 'update':
      if (item.when !== undefined && makesCycle(tables, { id: job.id, follow: item.when.follow })) {
        return 'cycle'
      }
      updateJob(tables, job, item)
      return 'done'
    case 'pause':
      return pauseJob(tables, job, item) ? 'done' : 'unchanged'
    case 'resume':
      return resumeJob(tables, job, item) ? 'done' : 'unchanged'
    case 'remove':
      removeJob(tables, job, item)
      return 'done'
  }
}
