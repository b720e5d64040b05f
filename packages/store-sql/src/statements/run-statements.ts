import type { TableNames } from '../table-names.ts'

/** What is asked of the table of runs. `ready_rank >= 0` leaves out the NULLs, by the index. */
export class RunStatements {
  readonly byId: string
  readonly live: string
  readonly liveOfJob: string
  readonly owned: string
  readonly ready: string
  readonly nextReady: string
  readonly rename: string

  constructor({ runs }: TableNames, columns: string) {
    const select = `SELECT ${columns} FROM ${runs}`
    const fits = `task = ? AND executor = ? AND task_version <= ? AND state = 'pending'`
    this.byId = `${select} WHERE run_id = ?`
    this.live = `${select} WHERE live_inc = ?`
    this.liveOfJob = `${select} WHERE job_id = ? AND live_inc IS NOT NULL ORDER BY seq`
    this.owned = `${select} WHERE owner = ?`
    this.ready = `SELECT run_id, ready_rank, ready_at FROM ${runs}
WHERE ${fits} AND ready_rank >= 0 AND ready_at <= ? ORDER BY ready_rank, ready_at LIMIT ?`
    this.nextReady = `SELECT ready_at FROM ${runs} WHERE ${fits} AND ready_at > ? ORDER BY ready_at LIMIT 1`
    this.rename = `UPDATE ${runs} SET job_id = ? WHERE job_id = ?`
  }
}
