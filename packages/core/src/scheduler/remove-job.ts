import type { JobId } from '../jobs/job.ts'
import type { Tx } from '../store/tx.ts'
import { pokeAfter } from './call-options.ts'
import { findJob, type FoundJob } from './find-job.ts'
import { checkFlag, checkKnown } from './known-options.ts'
import type { VerbParts } from './verb-parts.ts'

export interface RemoveOptions {
  tx?: Tx
  cancelRuns?: boolean
}

/** Removes a job; its history stays. False when there is none. */
export async function removeJob(
  parts: VerbParts,
  job: JobId,
  options: RemoveOptions = {},
): Promise<boolean> {
  checkKnown(options, ['tx', 'cancelRuns'], 'removeJob')
  checkFlag(options.cancelRuns, 'cancelRuns')
  const found = await findJob(parts, job)
  if (found === null) return false
  const cancelRuns = options.cancelRuns ?? false
  const store = await found.link.opened()
  const [answer] = await store.change(
    [{ kind: 'remove', id: found.row.id, cancelRuns }],
    options.tx,
  )
  if (answer?.result !== 'done') return false
  parts.node.announcer.job('removed', answer.row ?? found.row, found.link.alias)
  if (cancelRuns) abortRuns(parts, found)
  pokeAfter(parts, found.link, options)
  return true
}

/** Runs of this node end at once; other nodes learn of it with their next beat. */
function abortRuns({ node }: VerbParts, { link, row }: FoundJob): void {
  for (const run of node.running.of(link.alias)) {
    if (run.assignment.jobId === row.id) run.abort({ why: 'cancel', reason: 'job_removed' })
  }
}
