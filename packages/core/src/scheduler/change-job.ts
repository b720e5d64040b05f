import { PunctualError } from '../errors/punctual-error.ts'
import type { Job, JobId } from '../jobs/job.ts'
import type { JobRow } from '../store/rows.ts'
import type { Tx } from '../store/tx.ts'
import type { ChangeResult, JobChange } from '../store/job-changes.ts'
import { pokeAfter } from './call-options.ts'
import { jobThatIs, unknownJob, type FoundJob } from './find-job.ts'
import { viewOf } from './list-jobs.ts'
import { noAnswer, refusePut } from './put-answer.ts'
import type { VerbParts } from './verb-parts.ts'

export interface ChangeOptions {
  /** The revision the caller has seen; null = whichever it is. */
  readonly revision: number | null
  readonly news: 'updated' | 'paused' | 'resumed'
  readonly tx?: Tx | undefined
}

type WithoutId<T> = T extends JobChange ? Omit<T, 'id' | 'expect'> : never

/** A change as a verb decides on it, from the job as it was read. */
export type Decided = WithoutId<JobChange>

/** How often a change is decided anew because the job was changed by others in between. */
const TRIES = 10

/**
 * Reads a job, decides and changes it, and does so again when somebody else changed it in between. Refuses with
 * `PUNCTUAL_UNKNOWN_JOB`, and with `PUNCTUAL_JOB_CHANGED` when the revision is not the one asked for.
 */
export async function changeJob(
  parts: VerbParts,
  job: JobId,
  options: ChangeOptions,
  decide: (found: FoundJob) => Promise<Decided | null> | Decided | null,
): Promise<Job> {
  const { revision, tx } = options
  for (let attempt = 1; attempt <= TRIES; attempt += 1) {
    const found = await jobThatIs(parts, job)
    if (revision !== null && found.row.revision !== revision) throw changed(found.row)
    const decided = await decide(found)
    if (decided === null) return viewOf(found)
    const result = await apply(found, decided, tx)
    if (result.result !== 'conflict') return settled(parts, found, result, options)
    if (revision !== null) throw changed(found.row)
  }
  throw changed((await jobThatIs(parts, job)).row)
}

async function apply(
  { link, row }: FoundJob,
  decided: Decided,
  tx: Tx | undefined,
): Promise<ChangeResult> {
  const store = await link.opened()
  const [result] = await store.change([{ ...decided, id: row.id, expect: row.revision }], tx)
  if (result === undefined) throw noAnswer(row.id)
  return result
}

function settled(
  parts: VerbParts,
  { link, row }: FoundJob,
  { result, row: after }: ChangeResult,
  options: ChangeOptions,
): Job {
  if (result === 'unknown') throw unknownJob({ id: row.id, store: link.alias })
  if (result === 'cycle') refusePut(row.id, { result, row: after })
  if (after === null) throw noAnswer(row.id)
  if (result === 'done') {
    parts.node.announcer.job(options.news, after, link.alias)
    pokeAfter(parts, link, options)
  }
  return viewOf({ link, row: after })
}

function changed(row: JobRow): PunctualError {
  return new PunctualError(
    'PUNCTUAL_JOB_CHANGED',
    `job "${row.id}" was changed meanwhile, its revision is ${row.revision}: read it again and decide anew`,
    { details: { id: row.id, revision: row.revision } },
  )
}
