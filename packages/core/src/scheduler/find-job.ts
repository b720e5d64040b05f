import type { StoreLink } from '../engine/store-link.ts'
import { PunctualError } from '../errors/punctual-error.ts'
import type { JobId } from '../jobs/job.ts'
import type { JobRow } from '../store/rows.ts'
import { jobRefOf, type JobRef } from './job-ref.ts'
import type { VerbParts } from './verb-parts.ts'

/** A stored job and the store it lies in. */
export interface FoundJob {
  readonly link: StoreLink
  readonly row: JobRow
}

/** The job of an id, or null. Refuses an id that two stores hold with `PUNCTUAL_JOB_AMBIGUOUS`. */
export async function findJob(parts: VerbParts, job: JobId): Promise<FoundJob | null> {
  const ref = jobRefOf(job)
  const links = parts.links.asked(ref.store)
  const found = await Promise.all(links.map((link) => jobIn(link, ref.id)))
  const hits = found.filter((one) => one !== null)
  if (hits.length > 1) throw ambiguous(ref, hits)
  return hits[0] ?? null
}

/** The same where the job has to be there; refuses with `PUNCTUAL_UNKNOWN_JOB`. */
export async function jobThatIs(parts: VerbParts, job: JobId): Promise<FoundJob> {
  const found = await findJob(parts, job)
  if (found !== null) return found
  throw unknownJob(jobRefOf(job))
}

export function unknownJob({ id, store }: JobRef): PunctualError {
  const where = store === null ? '' : ` in store "${store}"`
  return new PunctualError('PUNCTUAL_UNKNOWN_JOB', `there is no job "${id}"${where}`, {
    details: { id, store },
  })
}

/** The job of an id in one store, or null. */
export async function jobIn(link: StoreLink, id: string): Promise<FoundJob | null> {
  const store = await link.opened()
  const { items } = await store.read.jobs({ ids: [id], limit: 1 })
  const row = items[0]
  return row === undefined ? null : { link, row }
}

function ambiguous({ id }: JobRef, hits: readonly FoundJob[]): PunctualError {
  const stores = hits.map(({ link }) => link.alias)
  return new PunctualError(
    'PUNCTUAL_JOB_AMBIGUOUS',
    `the stores ${stores.join(' and ')} both hold a job "${id}": say which by { id, store }`,
    { details: { id, stores } },
  )
}
