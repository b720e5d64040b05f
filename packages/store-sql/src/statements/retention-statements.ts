import type { TableNames } from '../table-names.ts'

/** Spans that are kept of a job. */
const SPANS = 100

/** What retention looks for. Each statement looks at a bounded number of rows. */
export class RetentionStatements {
  readonly expiredRuns: string
  readonly expiredSpans: string
  readonly jobsAfter: string
  readonly surplusRuns: string
  readonly surplusSpans: string
  readonly hasRuns: string

  constructor({ jobs, runs, spans }: TableNames) {
    this.expiredRuns = `SELECT run_id FROM ${runs} WHERE expires_at <= ? ORDER BY expires_at LIMIT ?`
    this.expiredSpans = `SELECT job_id, inc, first_at FROM ${spans} WHERE expires_at <= ? ORDER BY expires_at LIMIT ?`
    this.jobsAfter = `SELECT id, state, def_hash, updated_at + max_age AS expires_at, run_seq - keep AS run_floor,
(SELECT MAX(n) - ${SPANS} FROM ${spans} s WHERE s.job_id = j.id) AS span_floor,
(SELECT MIN(n) FROM ${spans} s WHERE s.job_id = j.id) AS first_span,
(SELECT MIN(seq) FROM ${runs} r WHERE r.job_id = j.id) AS first_run
FROM ${jobs} j WHERE id > ? ORDER BY id LIMIT ?`
    this.surplusRuns = `SELECT run_id FROM ${runs} WHERE job_id = ? AND seq <= ? AND live_inc IS NULL ORDER BY seq LIMIT ?`
    this.surplusSpans = `SELECT job_id, inc, first_at FROM ${spans} WHERE job_id = ? AND n <= ? ORDER BY n LIMIT ?`
    this.hasRuns = `SELECT run_id FROM ${runs} WHERE job_id = ? LIMIT 1`
  }
}
