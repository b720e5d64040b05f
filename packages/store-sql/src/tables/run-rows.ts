import type { EpochMs, Room, RunPatch, RunRow, Session } from '@punctual/core/store'
import { number, text } from '../rows/record.ts'
import { RowCache } from '../rows/row-cache.ts'
import type { Connection, SqlValue } from '../sql-value.ts'
import { inList } from '../statements/in-list.ts'
import type { Statements } from '../statements/statements.ts'
import { LiveRuns } from './live-runs.ts'
import { write } from './write.ts'

/** The runs inside a step. */
export class RunRows {
  readonly #db: Connection
  readonly #sql: Statements
  readonly #now: EpochMs
  readonly #rows: RowCache<RunRow>
  readonly #live = new LiveRuns()

  constructor(db: Connection, sql: Statements, now: EpochMs) {
    this.#db = db
    this.#sql = sql
    this.#now = now
    this.#rows = new RowCache(sql.runs, 'run_id')
  }

  get(id: string): RunRow | null {
    const known = this.#rows.get(id)
    if (known !== null) return known
    return this.#all(this.#sql.run.byId, [id])[0] ?? null
  }

  insert(row: RunRow): void {
    write(this.#db, this.#sql.runs.insert(row))
    this.#rows.add(row.id, row)
    this.#live.add(row)
  }

  update(row: RunRow, patch: RunPatch): void {
    write(this.#db, this.#sql.runs.update(row, patch))
  }

  delete(row: RunRow): void {
    write(this.#db, this.#sql.runs.delete(row))
    this.#rows.drop(row.id)
    this.#live.drop(row)
  }

  /** Deletes ended runs of which nothing but the ids was read. */
  deleteAll(ids: readonly string[]): void {
    if (ids.length === 0) return
    const { marks, values } = inList(ids)
    this.#db.run(`DELETE FROM ${this.#sql.names.runs} WHERE run_id IN (${marks})`, values)
    for (const id of ids) this.#rows.drop(id)
  }

  rename(from: string, to: string): void {
    this.#db.run(this.#sql.run.rename, [to, from])
    for (const run of this.#rows.values()) if (run.jobId === from) Object.assign(run, { jobId: to })
  }

  live(inc: string): readonly RunRow[] {
    const known = this.#live.of(inc)
    if (known !== null) return known
    this.#live.learn(inc, this.#all(this.#sql.run.live, [inc]))
    return this.#live.of(inc) ?? []
  }

  liveOfJob(jobId: string): readonly RunRow[] {
    return this.#all(this.#sql.run.liveOfJob, [jobId])
  }

  owned(session: Session): readonly RunRow[] {
    return this.#all(this.#sql.run.owned, [session])
  }

  ready(room: Room, limit: number): readonly RunRow[] {
    const { ready } = this.#sql.run
    const found = room.tasks.flatMap(({ name, version }) =>
      this.#db.all(ready, [name, room.executor, version, this.#now, limit]).map((record) => ({
        id: text(record, 'run_id'),
        rank: number(record, 'ready_rank'),
        at: number(record, 'ready_at'),
      })),
    )
    if (room.tasks.length > 1) found.sort((a, b) => a.rank - b.rank || a.at - b.at)
    return found.slice(0, limit).flatMap(({ id }) => this.get(id) ?? [])
  }

  nextReady(room: Room): EpochMs | null {
    let next: EpochMs | null = null
    for (const { name, version } of room.tasks) {
      const values = [name, room.executor, version, this.#now]
      const [record] = this.#db.all(this.#sql.run.nextReady, values)
      if (record === undefined) continue
      const at = number(record, 'ready_at')
      if (next === null || at < next) next = at
    }
    return next
  }

  #all(sql: string, values: readonly SqlValue[]): RunRow[] {
    return this.#db.all(sql, values).map((record) => this.#rows.of(record))
  }
}
