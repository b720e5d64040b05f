import type { JobRow } from '../store/rows.ts'
import type { Peer, Session } from '../store/store-messages.ts'
import type { EpochMs, Millis } from '../time/epoch.ts'

/** So long the home of a job has for itself, and up to twice as long with the share that each node draws. */
const HEAD_START: Millis = 50

/** Due jobs that this node takes now, and when the next of the others is anybody's. */
export interface Mine {
  readonly rows: readonly JobRow[]
  readonly nextIn: Millis | null
}

/**
 * Which node looks first after which job: each has a home among the nodes that publish, and is anybody's when its home is
 * late. So nodes do not race for the same jobs; who publishes a fire is decided by the store, as ever.
 */
export class Homes {
  /** Of this node, first, and of the others. */
  #seeds: readonly number[] = []
  #headStart: Millis = HEAD_START

  /** `share` is at least 0 and below 1: nodes that step in for a home do not do so all at once. */
  begin(session: Session, share: number): void {
    this.#seeds = [hash(session)]
    this.#headStart = HEAD_START * (1 + share)
  }

  learn(session: Session, peers: readonly Peer[], app: string | null): void {
    const others = peers.filter((peer) => peer.publishes && peer.app === app && !peer.gone)
    this.#seeds = [session, ...others.map((peer) => peer.session)].map(hash)
  }

  mine(due: readonly JobRow[], now: EpochMs): Mine {
    if (this.#seeds.length < 2) return { rows: due, nextIn: null }
    let nextIn: Millis | null = null
    const rows = due.filter((row) => {
      const left = (row.nextAt ?? now) + this.#headStart - now
      if (left <= 0 || this.#isHome(row.id)) return true
      if (nextIn === null || left < nextIn) nextIn = left
      return false
    })
    return { rows, nextIn }
  }

  /** Rendezvous: of all nodes the one whose seed gives the greatest number; a node that leaves moves its own jobs only. */
  #isHome(id: string): boolean {
    const job = hash(id)
    const [own = 0, ...others] = this.#seeds
    const least = mixed(job, own)
    return others.every(
      (seed) => mixed(job, seed) < least || (seed < own && mixed(job, seed) === least),
    )
  }
}

/** FNV-1a, 32 bits. */
function hash(text: string): number {
  let value = 0x811c9dc5
  for (let at = 0; at < text.length; at += 1) {
    value = Math.imul(value ^ text.charCodeAt(at), 0x01000193)
  }
  return value >>> 0
}

function mixed(job: number, seed: number): number {
  let value = Math.imul(job ^ seed, 0x9e3779b1)
  value = Math.imul(value ^ (value >>> 15), 0x85ebca6b)
  return (value ^ (value >>> 13)) >>> 0
}
