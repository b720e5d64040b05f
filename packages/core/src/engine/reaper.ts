import type { Peer, Session } from '../store/store-messages.ts'
import type { LoopParts } from './loop-parts.ts'
import { PeerWatch } from './peer-watch.ts'

/** Closes the sessions of nodes that died, so that their runs go on elsewhere. */
export class Reaper {
  readonly #parts: LoopParts
  readonly #watch: PeerWatch

  constructor(parts: LoopParts) {
    this.#parts = parts
    this.#watch = new PeerWatch(parts.node.settings.lease)
  }

  forget(): void {
    this.#watch.forget()
  }

  /** Takes what a beat said of the others; whether runs came free. */
  async look(by: Session, peers: readonly Peer[]): Promise<boolean> {
    const others = peers.filter((peer) => peer.session !== by)
    let freed = false
    for (const victim of this.#watch.observe(others, this.#parts.wakeup.now())) {
      if (await this.#reap(by, victim)) freed = true
    }
    return freed
  }

  async #reap(by: Session, victim: Peer): Promise<boolean> {
    const { client, node } = this.#parts
    const order = { by, expectBeat: victim.beat }
    const reaped = await client.call('reap', (store) => store.reap(victim.session, order))
    if (reaped.closed) node.announcer.node('lost', victim.name)
    for (const run of reaped.runs) {
      if (run.state !== 'pending') node.announcer.ended(run)
      node.waiters.notify(run.id)
    }
    return reaped.runs.length > 0
  }
}
