import type { Job, JobFilter, JobId, Page, Paging } from '../jobs/job.ts'
import { jobOf } from '../ledger/job-view.ts'
import { findJob, type FoundJob } from './find-job.ts'
import { filterNames, jobsAsked, type JobsAsked } from './job-filter.ts'
import { checkKnown } from './known-options.ts'
import { pageOver, pagingOf, type PageRequest, type Place } from './paging.ts'
import type { VerbParts } from './verb-parts.ts'

/** The job of an id, or null. */
export async function getJob(parts: VerbParts, job: JobId): Promise<Job | null> {
  const found = await findJob(parts, job)
  return found === null ? null : viewOf(found)
}

/** A page of jobs: store by store, in each of them by id. */
export async function listJobs(
  parts: VerbParts,
  filter: JobFilter & Paging = {},
): Promise<Page<Job>> {
  const request = pagingOf(filter, 'listJobs', filterNames)
  const page = await pageOfJobs(parts, jobsAsked(filter), request)
  return { items: page.items.map(viewOf), cursor: page.cursor }
}

/** Every job, read page by page. */
export async function* eachJob(parts: VerbParts, filter: JobFilter = {}): AsyncGenerator<Job> {
  for await (const found of eachFound(parts, filter, 'eachJob')) yield viewOf(found)
}

/** The same with what the store keeps of each. */
export async function* eachFound(
  parts: VerbParts,
  filter: JobFilter,
  where: string,
): AsyncGenerator<FoundJob> {
  checkKnown(filter, filterNames, where)
  let place: Place | null = null
  const asked = jobsAsked(filter)
  for (;;) {
    parts.gate.check()
    const page = await pageOfJobs(parts, asked, { limit: 100, place })
    yield* page.items
    if (page.cursor === null) return
    place = pagingOf({ cursor: page.cursor }, where).place
  }
}

/** One page of what the stores keep. */
export async function pageOfJobs(
  parts: VerbParts,
  asked: JobsAsked,
  request: PageRequest,
): Promise<Page<FoundJob>> {
  return await pageOver(parts.links.asked(asked.store), request, async (link, cursor, limit) => {
    const store = await link.opened()
    const page = await store.read.jobs({ ...asked.query, cursor, limit })
    return { items: page.items.map((row) => ({ link, row })), cursor: page.cursor }
  })
}

export function viewOf({ link, row }: FoundJob): Job {
  return jobOf(row, link.alias)
}
