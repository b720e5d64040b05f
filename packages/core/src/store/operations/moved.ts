import type { JobRow } from '../rows.ts'
import type { Tables } from '../tables.ts'

/** What every change of a job moves, publishing and runs aside. */
export function moved(
  tables: Tables,
  job: JobRow,
): Pick<JobRow, 'version' | 'revision' | 'updatedAt'> {
  return { version: job.version + 1, revision: job.revision + 1, updatedAt: tables.now }
}
