import type { FollowRow } from '../rows.ts'

/** The follow rows that a step wrote: all rows of a child at once. */
export class FollowSet {
  readonly #written = new Map<string, readonly FollowRow[]>()

  of(child: string): readonly FollowRow[] | null {
    return this.#written.get(child) ?? null
  }

  set(child: string, rows: readonly FollowRow[]): void {
    this.#written.set(child, rows)
  }

  /** The stored rows of a parent, but for the children that were written since. */
  followersOf(parent: string, stored: readonly FollowRow[]): readonly FollowRow[] {
    const untouched = stored.filter(({ child }) => !this.#written.has(child))
    const own = [...this.#written.values()].flat().filter((row) => row.parent === parent)
    return [...untouched, ...own]
  }

  /** Another id for a job, as child and as parent. */
  rename(from: string, to: string): void {
    for (const [child, rows] of [...this.#written]) {
      this.#written.delete(child)
      const named = (id: string): string => (id === from ? to : id)
      this.#written.set(
        named(child),
        rows.map((row) => ({ ...row, child: named(row.child), parent: named(row.parent) })),
      )
    }
  }

  changes(): ReadonlyMap<string, readonly FollowRow[]> {
    return this.#written
  }
}
