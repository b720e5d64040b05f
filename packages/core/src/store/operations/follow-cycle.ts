import type { FollowPut } from '../store-messages.ts'
import type { Tables } from '../tables.ts'

/** What the jobs of the same call follow: it counts before what is stored. */
export type Following = ReadonlyMap<string, readonly string[]>

/** Whether a job that follows these would, through others, follow itself. */
export function makesCycle(
  tables: Tables,
  of: { readonly id: string; readonly follow: FollowPut | null },
  following: Following = new Map(),
): boolean {
  const seen = new Set<string>()
  const open = [...(of.follow?.parents ?? [])]
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    if (id === of.id) return true
    if (seen.has(id)) continue
    seen.add(id)
    open.push(...(following.get(id) ?? tables.followsOf(id).map((row) => row.parent)))
  }
  return false
}
