import type { FollowRow } from '../rows.ts'

/** The follow rows of the children that a step knows: all rows of a child at once. */
export class FollowSet {
  readonly #known = new Map<string, readonly FollowRow[]>()
  readonly #written = new Set<string>()

  of(child: string): readonly FollowRow[] | null {
    return this.#known.get(child) ?? null
  }

  adopt(child: string, read: readonly FollowRow[]): readonly FollowRow[] {
    this.#known.set(child, read)
    return read
  }

  set(child: string, rows: readonly FollowRow[]): void {
    this.#known.set(child, rows)
    this.#written.add(child)
  }

  /** The stored rows of a parent, but for the children that are known better. */
  followersOf(parent: string, stored: readonly FollowRow[]): readonly FollowRow[] {
    const others = stored.filter(({ child }) => !this.#known.has(child))
    const known = [...this.#known.values()].flat().filter((row) => row.parent === parent)
    return [...others, ...known]
  }

  /** Another id for a job, as child and as parent, which the store gives in one go. All rows that have the id are known. */
  rename(from: string, to: string): void {
    const named = (id: string): string => (id === from ? to : id)
    const own = this.#known.get(from) ?? []
    this.#known.set(from, [])
    this.#known.set(to, [...own])
    for (const [child, rows] of this.#known) {
      this.#known.set(
        child,
        rows.map((row) => ({ ...row, child: named(row.child), parent: named(row.parent) })),
      )
    }
  }

  /** What was written since it was last asked. */
  settle(): ReadonlyMap<string, readonly FollowRow[]> {
    const written = [...this.#written].map(
      (child) => [child, this.#known.get(child) ?? []] as const,
    )
    this.#written.clear()
    return new Map(written)
  }
}
