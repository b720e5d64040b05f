import type { NodeRow } from '../rows.ts'
import type { Beat, BeatLoad, Peer, Session } from '../store-messages.ts'
import type { Tables } from '../tables.ts'

/** Shows that a session lives; tells it of the others, and which of its runs were asked to stop. */
export function beat(
  tables: Tables,
  by: Session,
  seq: number,
  given: { readonly load: BeatLoad; readonly isGone: (place: string) => boolean },
): Beat {
  const { now } = tables
  const node = tables.node(by)
  if (node === null || !node.alive) return { alive: false, now, peers: [], cancels: [] }
  const count = Math.max(seq, node.beat)
  tables.updateNode(node, { beat: count, free: given.load.free, seenAt: now })
  const others = tables.nodes().filter((other) => other.alive && other.session !== by)
  const cancels = tables
    .ownedRuns(by)
    .flatMap(({ id, cancel }) => (cancel === null ? [] : [{ runId: id, reason: cancel }]))
  return { alive: true, now, peers: others.map((other) => peer(other, given.isGone)), cancels }
}

function peer(node: NodeRow, isGone: (place: string) => boolean): Peer {
  const { session, name, beat: count, app, role, place } = node
  const publishes = role === 'all' || role === 'schedule'
  const gone = place !== null && isGone(place)
  return { session, name, beat: count, app, publishes, gone }
}
