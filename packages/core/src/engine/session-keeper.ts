import type { Beat, Peer, Session } from '../store/store-messages.ts'
import { MINUTE, type EpochMs, type Millis } from '../time/epoch.ts'
import { Heartbeat } from './heartbeat.ts'
import type { LoopParts } from './loop-parts.ts'
import { Membership } from './membership.ts'
import { Reaper } from './reaper.ts'
import { Sweeper } from './sweeper.ts'

/** A node of a store that only its own process reaches comes to rest when nobody else was there for so long. */
const LONELY: Millis = 10 * MINUTE

export interface KeeperHooks {
  /** How long the event loop was held lately. */
  lag(): Millis
  /** Puts the declared jobs into the store. */
  declare(): Promise<void>
  /** Work may begin under this session. */
  joined(session: Session): void
  /** The session is over: others may have its runs. */
  over(): void
  /** Runs came free, or were set going again. */
  freed(): void
  /** These other nodes live. */
  among(session: Session, peers: readonly Peer[]): void
}

/** Keeps this node a member of a store: its session, its beat, and its share in looking after dead nodes and old rows. */
export class SessionKeeper {
  readonly #parts: LoopParts
  readonly #hooks: KeeperHooks
  readonly #membership: Membership
  readonly #heartbeat: Heartbeat
  readonly #reaper: Reaper
  readonly #sweeper: Sweeper
  #company: Millis = -Infinity

  constructor(parts: LoopParts, hooks: KeeperHooks) {
    this.#parts = parts
    this.#hooks = hooks
    this.#reaper = new Reaper(parts)
    this.#heartbeat = new Heartbeat(parts, {
      beaten: (session, beat) => this.#beaten(session, beat),
      lost: (session) => this.lose(session),
      stalled: () => hooks.lag(),
    })
    this.#sweeper = new Sweeper(parts, {
      session: () => this.session,
      repaired: () => hooks.freed(),
      fenced: (session) => this.lose(session),
      alone: () => this.#alone,
    })
    this.#membership = new Membership(parts, {
      began: (session, sent) => this.#began(session, sent),
      declare: () => hooks.declare(),
      joined: (session) => this.#joined(session),
      over: () => this.#over(),
    })
  }

  get session(): Session | null {
    return this.#membership.session
  }

  get since(): EpochMs {
    return this.#membership.since
  }

  /** Whether nobody can have taken this session's runs. */
  get sure(): boolean {
    return this.#heartbeat.sure
  }

  /** Whether the store has confirmed no beat of this node lately. */
  get late(): boolean {
    return this.#heartbeat.late
  }

  join(): Promise<void> {
    return this.#membership.join()
  }

  /** Asks the store at once which runs are to stop. */
  beatSoon(): void {
    this.#heartbeat.soon()
  }

  /** Runs ended, or others changed something: there may be rows to forget. */
  active(): void {
    this.#sweeper.soon()
  }

  lose(session: Session): void {
    this.#membership.lose(session)
  }

  stopSweeping(): Promise<void> {
    return this.#sweeper.end()
  }

  /** Says goodbye: what this node still owns follows the rule of its job at once. */
  async leave(): Promise<void> {
    await this.#heartbeat.end()
    await this.#membership.leave()
  }

  /** Whether nobody else uses the store, and whoever comes will be told of. */
  get #alone(): boolean {
    const { store } = this.#parts.client
    if (store.capabilities.shared || !store.capabilities.watch) return false
    return this.#parts.wakeup.now() - this.#company > LONELY
  }

  #began(session: Session, sent: Millis): void {
    this.#company = sent
    this.#heartbeat.begin(session, sent)
  }

  #joined(session: Session): void {
    this.#sweeper.begin()
    this.#hooks.joined(session)
  }

  #over(): void {
    void this.#heartbeat.end()
    void this.#sweeper.end()
    this.#reaper.forget()
    this.#hooks.over()
  }

  async #beaten(session: Session, { cancels, peers }: Beat): Promise<void> {
    for (const { runId, reason } of cancels) {
      this.#parts.node.running.find(runId)?.abort({ why: 'cancel', reason })
    }
    if (peers.some((peer) => peer.session !== session)) this.#company = this.#parts.wakeup.now()
    this.#hooks.among(session, peers)
    if (await this.#reaper.look(session, peers)) this.#hooks.freed()
    if (this.#alone && this.session === session) this.#heartbeat.rest()
  }
}
