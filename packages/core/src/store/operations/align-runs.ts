import type { JobRow, RunRow } from '../rows.ts'
import type { RunPatch, Tables } from '../tables.ts'

/** After a change of a job: what of its runs nobody executes goes by it, or perhaps no node could ever take it. */
export function alignRuns(tables: Tables, job: JobRow): void {
  for (const run of [...tables.liveRuns(job.id, job.inc)]) {
    const says = asJobSays(job, run)
    if (run.state !== 'running' && !isAligned(run, says)) tables.updateRun(run, says)
  }
}

function isAligned(run: RunRow, says: RunPatch): boolean {
  if (run.task !== says.task || run.taskVersion !== says.taskVersion) return false
  return run.executor === says.executor && run.priority === says.priority
}

/** What a run has of its job as it is now; an input of its own stays of the version that it was given for. */
export function asJobSays(job: JobRow, run: RunRow): RunPatch {
  const { task, policies } = job
  const taskVersion = run.input !== null && run.task === task ? run.taskVersion : job.taskVersion
  return { task, taskVersion, executor: policies.executor, priority: policies.priority }
}
