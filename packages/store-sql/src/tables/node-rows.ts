import type { NodePatch, NodeRow, Session } from '@punctual/core/store'
import { RowCache } from '../rows/row-cache.ts'
import type { Connection } from '../sql-value.ts'
import type { Statements } from '../statements/statements.ts'
import { write } from './write.ts'

/** The sessions inside a step. */
export class NodeRows {
  readonly #db: Connection
  readonly #sql: Statements
  readonly #rows: RowCache<NodeRow>

  constructor(db: Connection, sql: Statements) {
    this.#db = db
    this.#sql = sql
    this.#rows = new RowCache(sql.nodes, 'session')
  }

  get(session: Session): NodeRow | null {
    const known = this.#rows.get(session)
    if (known !== null) return known
    const { name, columns, whereKey } = this.#sql.nodes
    const [record] = this.#db.all(`SELECT ${columns} FROM ${name} WHERE ${whereKey}`, [session])
    return record === undefined ? null : this.#rows.of(record)
  }

  all(): readonly NodeRow[] {
    const { name, columns } = this.#sql.nodes
    const records = this.#db.all(`SELECT ${columns} FROM ${name} ORDER BY started_at, session`, [])
    return records.map((record) => this.#rows.of(record))
  }

  insert(row: NodeRow): void {
    write(this.#db, this.#sql.nodes.insert(row))
    this.#rows.add(row.session, row)
  }

  update(row: NodeRow, patch: NodePatch): void {
    write(this.#db, this.#sql.nodes.update(row, patch))
  }

  delete(row: NodeRow): void {
    write(this.#db, this.#sql.nodes.delete(row))
    this.#rows.drop(row.session)
  }
}
