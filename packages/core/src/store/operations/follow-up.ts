import { createHash } from 'node:crypto'
import type { FollowRow, RunRow, UpstreamRef } from '../rows.ts'
import type { Tables } from '../tables.ts'
import { admitFollowUp } from './admit-follow-up.ts'

/** Tells the jobs that follow this one of the end of a run; gives the runs that have to leave their slots for it. */
export function followUp(tables: Tables, run: RunRow, state: UpstreamRef['state']): RunRow[] {
  const leaving: RunRow[] = []
  const followers = tables.followersOf(run.jobId)
  if (followers.length === 0) return leaving
  for (const follow of followers.toSorted(byChild)) {
    if (!counts(follow.on, state)) continue
    const child = tables.job(follow.child)
    if (child === null || child.state === 'finished') continue
    const upstream = arrive(tables, follow, { jobId: run.jobId, runId: run.id, state })
    if (upstream === null) continue
    const depth = 1 + Math.max(run.depth, ...upstream.map((ref) => depthOf(tables, ref)))
    const left = admitFollowUp(tables, child, { key: keyOf(upstream), upstream, depth })
    if (left !== null) leaving.push(left)
  }
  return leaving
}

/** The same order in every store. */
function byChild(a: FollowRow, b: FollowRow): number {
  return a.child < b.child ? -1 : 1
}

function counts(on: FollowRow['on'], state: UpstreamRef['state']): boolean {
  if (on === 'finish') return true
  return (on === 'success') === (state === 'succeeded')
}

/** The runs that the child follows now: with `need: 'all'` one of each parent, consumed, or null while one is missing. */
function arrive(tables: Tables, follow: FollowRow, ref: UpstreamRef): UpstreamRef[] | null {
  if (follow.need === 'any') return [ref]
  const rows = tables
    .followsOf(follow.child)
    .map((row) => (row.parent === follow.parent ? { ...row, arrived: ref } : row))
  const arrived = rows.flatMap((row) => (row.arrived === null ? [] : [row.arrived]))
  const complete = arrived.length === rows.length
  tables.setFollows(follow.child, complete ? rows.map((row) => ({ ...row, arrived: null })) : rows)
  return complete ? arrived : null
}

function depthOf(tables: Tables, ref: UpstreamRef): number {
  return tables.run(ref.runId)?.depth ?? 0
}

/** Ids of follow-ups grow with each step of a chain, so long ones become a hash. */
const LONGEST_KEY = 60

function keyOf(upstream: readonly UpstreamRef[]): string {
  const ids = upstream.map((ref) => ref.runId).sort()
  const only = ids.length === 1 ? ids[0] : undefined
  if (only !== undefined && only.length < LONGEST_KEY) return `a${only}`
  const hash = createHash('sha256').update(ids.join('\n')).digest('base64url')
  return `a${hash.slice(0, 22)}`
}
