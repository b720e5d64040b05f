import type { Session, Peer } from '../store/store-messages.ts'
import type { Millis } from '../time/epoch.ts'

/**
 * Watches the beats of the other sessions of a store by this node's monotonic clock: no wall clock decides who is dead.
 */
export class PeerWatch {
  readonly #lease: Millis
  #seen: Map<Session, { readonly beat: number; readonly since: Millis }> = new Map()
  #last: Millis = -Infinity

  constructor(lease: Millis) {
    this.#lease = lease
  }

  /**
   * Takes what a beat answered; gives the sessions that were silent for a whole lease, or whose process is gone.
   * Who was silent for half a lease cannot judge others by what was seen before it.
   */
  observe(peers: readonly Peer[], now: Millis): readonly Peer[] {
    if (now - this.#last > this.#lease / 2) this.#seen.clear()
    this.#last = now
    const seen = new Map<Session, { readonly beat: number; readonly since: Millis }>()
    for (const peer of peers) {
      const known = this.#seen.get(peer.session)
      seen.set(peer.session, known?.beat === peer.beat ? known : { beat: peer.beat, since: now })
    }
    this.#seen = seen
    return peers.filter(
      (peer) => peer.gone || now - (seen.get(peer.session)?.since ?? now) >= this.#lease,
    )
  }

  forget(): void {
    this.#seen.clear()
  }
}
