import type { FollowRow } from '../../store/rows.ts'
import type { Journal } from './journal.ts'

const NONE: readonly FollowRow[] = []

/** Who follows whom, from both ends. */
export class FollowTable {
  readonly #journal: Journal
  readonly #ofChild = new Map<string, readonly FollowRow[]>()
  readonly #ofParent = new Map<string, readonly FollowRow[]>()

  constructor(journal: Journal) {
    this.#journal = journal
  }

  ofChild(child: string): readonly FollowRow[] {
    return this.#ofChild.get(child) ?? NONE
  }

  ofParent(parent: string): readonly FollowRow[] {
    return this.#ofParent.size === 0 ? NONE : (this.#ofParent.get(parent) ?? NONE)
  }

  set(child: string, rows: readonly FollowRow[]): void {
    const before = this.ofChild(child)
    if (before.length === 0 && rows.length === 0) return
    this.#write(child, rows)
    this.#journal.add(() => this.#write(child, before))
  }

  rename(from: string, to: string): void {
    const children = new Set(this.ofParent(from).map((row) => row.child))
    for (const child of children) {
      const rows = this.ofChild(child)
      this.set(
        child,
        rows.map((row) => (row.parent === from ? { ...row, parent: to } : row)),
      )
    }
    const own = this.ofChild(from)
    this.set(from, [])
    this.set(
      to,
      own.map((row) => ({ ...row, child: to })),
    )
  }

  #write(child: string, rows: readonly FollowRow[]): void {
    for (const row of this.ofChild(child)) {
      const rest = this.ofParent(row.parent).filter((other) => other !== row)
      if (rest.length === 0) this.#ofParent.delete(row.parent)
      else this.#ofParent.set(row.parent, rest)
    }
    if (rows.length === 0) this.#ofChild.delete(child)
    else this.#ofChild.set(child, rows)
    for (const row of rows) this.#ofParent.set(row.parent, [...this.ofParent(row.parent), row])
  }
}
