import type { NodeRow } from '../../store/rows.ts'
import type { NodePatch } from '../../store/tables.ts'
import type { Journal } from './journal.ts'

/** The sessions. */
export class NodeTable {
  readonly #journal: Journal
  readonly #rows = new Map<string, NodeRow>()

  constructor(journal: Journal) {
    this.#journal = journal
  }

  row(session: string): NodeRow | null {
    return this.#rows.get(session) ?? null
  }

  rows(): NodeRow[] {
    return [...this.#rows.values()]
  }

  insert(row: NodeRow): void {
    this.#rows.set(row.session, row)
    this.#journal.add(() => this.#rows.delete(row.session))
  }

  update(row: NodeRow, patch: NodePatch): void {
    const before = { ...row }
    Object.assign(row, patch)
    this.#journal.add(() => Object.assign(row, before))
  }

  delete(row: NodeRow): void {
    this.#rows.delete(row.session)
    this.#journal.add(() => this.#rows.set(row.session, row))
  }
}
