import { jobOf } from '../ledger/job-view.ts'
import type { Job } from '../jobs/job.ts'
import { onConflictOf, pokeAfter, txOf } from './call-options.ts'
import { jobToPut, type AnyJobSpec } from './job-to-put.ts'
import { putRow } from './put-answer.ts'
import type { CallOptions } from './scheduler.ts'
import type { VerbParts } from './verb-parts.ts'

/** Stores one job. */
export async function addJob(
  parts: VerbParts,
  spec: AnyJobSpec,
  options: CallOptions = {},
): Promise<Job> {
  const onConflict = onConflictOf(options, 'addJob')
  const { link, put } = await jobToPut(parts, spec)
  const store = await link.opened()
  const answers = await store.put([put], onConflict, txOf(options))
  const row = putRow(parts, link, put.id, answers[0])
  pokeAfter(parts, link, options)
  return jobOf(row, link.alias)
}
