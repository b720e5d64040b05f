import type { TableNames } from '../table-names.ts'

/** What is asked of the table of jobs and their tags. */
export class JobStatements {
  readonly byId: string
  readonly due: string
  readonly nextDue: string
  readonly declared: string
  readonly unarmed: string
  readonly queued: string
  readonly addTag: string
  readonly dropTags: string
  readonly renameTags: string

  constructor({ jobs, runs, jobTags }: TableNames, columns: string) {
    const select = `SELECT ${columns} FROM ${jobs}`
    this.byId = `${select} WHERE id = ?`
    this.due = `${select} WHERE shard = 0 AND next_at <= ? ORDER BY next_at LIMIT ?`
    this.nextDue = `SELECT next_at FROM ${jobs} WHERE shard = 0 AND next_at > ? ORDER BY next_at LIMIT 1`
    this.declared = `${select} WHERE app = ? AND state IN ('active', 'paused')`
    this.unarmed = `${select} WHERE mode = 'delay' AND state = 'active' AND next_at IS NULL
AND NOT EXISTS (SELECT 1 FROM ${runs} r WHERE r.live_inc = ${jobs}.inc) LIMIT ?`
    // The longest waiting first, and no more than are worth a look: a run that was forgotten grows old and comes first.
    this.queued = `SELECT DISTINCT job_id FROM (
SELECT job_id FROM ${runs} WHERE state = 'waiting' ORDER BY published_at, serial LIMIT ?
) oldest LIMIT ?`
    this.addTag = `INSERT INTO ${jobTags} (tag, job_id) VALUES (?, ?)`
    this.dropTags = `DELETE FROM ${jobTags} WHERE job_id = ?`
    this.renameTags = `UPDATE ${jobTags} SET job_id = ? WHERE job_id = ?`
  }
}
