import type { FollowRow } from '@punctual/core/store'
import type { Connection } from '../sql-value.ts'
import type { Statements } from '../statements/statements.ts'
import { write } from './write.ts'

/** Which job follows which, inside a step. */
export class FollowRows {
  readonly #db: Connection
  readonly #sql: Statements

  constructor(db: Connection, sql: Statements) {
    this.#db = db
    this.#sql = sql
  }

  ofChild(child: string): readonly FollowRow[] {
    return this.#all(this.#sql.follow.ofChild, child)
  }

  ofParent(parent: string): readonly FollowRow[] {
    return this.#all(this.#sql.follow.ofParent, parent)
  }

  set(child: string, rows: readonly FollowRow[]): void {
    this.#db.run(this.#sql.follow.drop, [child])
    for (const row of rows) write(this.#db, this.#sql.follows.insert(row))
  }

  rename(from: string, to: string): void {
    this.#db.run(this.#sql.follow.renameChild, [to, from])
    this.#db.run(this.#sql.follow.renameParent, [to, from])
  }

  #all(sql: string, id: string): readonly FollowRow[] {
    return this.#db.all(sql, [id]).map((record) => this.#sql.follows.read(record))
  }
}
