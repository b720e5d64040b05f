import type { EpochMs, JobPatch, JobRow } from '@punctual/core/store'
import { number, text } from '../rows/record.ts'
import { RowCache } from '../rows/row-cache.ts'
import type { Connection } from '../sql-value.ts'
import type { Statements } from '../statements/statements.ts'
import { write } from './write.ts'

/** The jobs inside a step. */
export class JobRows {
  readonly #db: Connection
  readonly #sql: Statements
  readonly #rows: RowCache<JobRow>

  constructor(db: Connection, sql: Statements) {
    this.#db = db
    this.#sql = sql
    this.#rows = new RowCache(sql.jobs, 'id')
  }

  get(id: string): JobRow | null {
    const known = this.#rows.get(id)
    if (known !== null) return known
    return this.#all(this.#sql.job.byId, [id])[0] ?? null
  }

  insert(row: JobRow): void {
    write(this.#db, this.#sql.jobs.insert(row))
    this.#rows.add(row.id, row)
    this.#addTags(row)
  }

  update(row: JobRow, patch: JobPatch): void {
    const before = row.policies.tags
    write(this.#db, this.#sql.jobs.update(row, patch))
    if (patch.policies === undefined || same(before, row.policies.tags)) return
    this.#dropTags(row)
    this.#addTags(row)
  }

  delete(row: JobRow): void {
    write(this.#db, this.#sql.jobs.delete(row))
    this.#rows.drop(row.id)
    this.#dropTags(row)
  }

  rename(row: JobRow, id: string): JobRow {
    this.#db.run(this.#sql.job.renameTags, [id, row.id])
    this.#rows.drop(row.id)
    write(this.#db, this.#sql.jobs.update(row, { id }))
    this.#rows.add(id, row)
    return row
  }

  due(until: EpochMs, limit: number): readonly JobRow[] {
    return this.#all(this.#sql.job.due, [until, limit])
  }

  nextDue(until: EpochMs): EpochMs | null {
    const [record] = this.#db.all(this.#sql.job.nextDue, [until])
    return record === undefined ? null : number(record, 'next_at')
  }

  declared(app: string): readonly JobRow[] {
    return this.#all(this.#sql.job.declared, [app])
  }

  unarmed(limit: number): readonly JobRow[] {
    return this.#all(this.#sql.job.unarmed, [limit])
  }

  queued(limit: number): readonly JobRow[] {
    const records = this.#db.all(this.#sql.job.queued, [Math.max(limit, 1_000), limit])
    return records.flatMap((record) => this.get(text(record, 'job_id')) ?? [])
  }

  #all(sql: string, values: readonly (string | number)[]): JobRow[] {
    return this.#db.all(sql, values).map((record) => this.#rows.of(record))
  }

  #addTags(row: JobRow): void {
    for (const tag of new Set(row.policies.tags)) {
      this.#db.run(this.#sql.job.addTag, [tag, row.id])
    }
  }

  #dropTags(row: JobRow): void {
    this.#db.run(this.#sql.job.dropTags, [row.id])
  }
}

function same(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((tag, index) => tag === b[index])
}
