import type { JobFilter } from '../jobs/job.ts'
import type { Json } from '../json/json.ts'
import { exportedJob } from './exported-job.ts'
import { eachFound } from './list-jobs.ts'
import type { VerbParts } from './verb-parts.ts'

/** One line for each job that is not finished, for `importJobs`; read page by page. */
export async function* exportJobs(parts: VerbParts, filter: JobFilter = {}): AsyncGenerator<Json> {
  for await (const found of eachFound(parts, filter, 'exportJobs')) {
    if (found.row.state !== 'finished') yield exportedJob(found)
  }
}
