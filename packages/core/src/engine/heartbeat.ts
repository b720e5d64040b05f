import { SECOND, type Millis } from '../time/epoch.ts'
import type { Beat, Session } from '../store/store-messages.ts'
import type { LoopParts } from './loop-parts.ts'
import { Rounds } from './rounds.ts'
import { CallFailed } from './store-client.ts'
import type { Alarm } from './wakeup.ts'

/** Before a session may be taken from this node, it stops starting runs by itself. */
const MARGIN: Millis = 3 * SECOND

export interface HeartbeatHooks {
  /** The store said that the session lives, and who else does. */
  beaten(session: Session, beat: Beat): Promise<void>
  /** The session is over, or nobody can tell any more. */
  lost(session: Session): void
  /** How long the event loop was held since it was asked last. */
  stalled(): Millis
}

/** Tells the store that this session lives, and knows how long others can be sure of it. */
export class Heartbeat {
  readonly #parts: LoopParts
  readonly #hooks: HeartbeatHooks
  readonly #rounds: Rounds
  readonly #next: Alarm
  readonly #fence: Alarm
  #session: Session | null = null
  #seq = 0
  #sent: Millis = 0
  /** When the last beat that was confirmed was sent. */
  #confirmed: Millis = -Infinity
  /** Nobody is there who could take the session. */
  #resting = false

  constructor(parts: LoopParts, hooks: HeartbeatHooks) {
    this.#parts = parts
    this.#hooks = hooks
    this.#rounds = new Rounds({
      clock: parts.node.settings.clock,
      round: () => this.#beat(),
      failed: (thrown) => this.#next.within(parts.client.pauseAfter('beat', thrown)),
    })
    this.#next = parts.wakeup.alarm(() => this.#rounds.ask())
    this.#fence = parts.wakeup.alarm(() => this.#fenced())
  }

  begin(session: Session, sent: Millis): void {
    this.#session = session
    this.#seq = 0
    this.#sent = sent
    this.#rounds.open()
    this.#confirm(sent)
    this.#next.in(this.#parts.node.settings.beat)
  }

  end(): Promise<void> {
    this.#session = null
    this.#next.off()
    this.#fence.off()
    return this.#rounds.close()
  }

  /** No beat until it is asked for: nobody shares the store, and who comes will be told of. */
  rest(): void {
    this.#resting = true
    this.#next.off()
    this.#fence.off()
  }

  /** Beats at once, to learn at once which runs were asked to stop. */
  soon(): void {
    if (this.#session !== null) this.#next.within(0)
  }

  /** Whether nobody can have taken this session's runs yet. */
  get sure(): boolean {
    return this.#resting || this.#parts.wakeup.now() < this.#confirmed + this.#certain
  }

  /** Whether three beats in a row should have been confirmed, and none was. */
  get late(): boolean {
    if (this.#session === null || this.#resting) return false
    return this.#parts.wakeup.now() > this.#confirmed + 3 * this.#parts.node.settings.beat
  }

  get #certain(): Millis {
    const { lease, beat } = this.#parts.node.settings
    return lease - Math.min(MARGIN, beat)
  }

  async #beat(): Promise<void> {
    const session = this.#session
    if (session === null) return
    const { client, node, wakeup } = this.#parts
    const load = { free: node.slots.total(), stalledMs: this.#hooks.stalled() }
    const sent = wakeup.now()
    this.#sent = sent
    this.#seq += 1
    try {
      const beat = await client.call('beat', (store) => store.beat(session, this.#seq, load))
      client.clock.learn(beat.now, sent)
      if (this.#session !== session) return
      if (!beat.alive) return this.#hooks.lost(session)
      this.#confirm(sent)
      this.#next.within(node.settings.beat)
      await this.#hooks.beaten(session, beat)
    } catch (thrown) {
      this.#failed(session, thrown)
    }
  }

  #failed(session: Session, thrown: unknown): void {
    if (this.#session !== session) return
    if (!(thrown instanceof CallFailed)) throw thrown
    if (thrown.fenced || !this.sure) return this.#hooks.lost(session)
    this.#next.within(Math.min(thrown.retryIn, this.#parts.node.settings.beat))
  }

  #confirm(sent: Millis): void {
    this.#resting = false
    this.#confirmed = sent
    this.#fence.in(sent + this.#certain - this.#parts.wakeup.now())
  }

  /** Nobody confirmed a beat in time. A loop that was held gets the chance of the beat that it just sent. */
  #fenced(): void {
    const session = this.#session
    if (session === null) return
    const { node, wakeup } = this.#parts
    const wait = Math.max(this.#confirmed + this.#certain, this.#sent + node.settings.beat)
    if (wait > wakeup.now()) this.#fence.in(wait - wakeup.now())
    else this.#hooks.lost(session)
  }
}
