import type { Session } from '../store/store-messages.ts'
import type { EpochMs, Millis } from '../time/epoch.ts'
import type { LoopParts } from './loop-parts.ts'
import { Rounds } from './rounds.ts'
import { CallFailed } from './store-client.ts'
import type { Alarm } from './wakeup.ts'

export interface MembershipHooks {
  /** A session was opened by a call that was sent then; its jobs are not declared yet. */
  began(session: Session, sent: Millis): void
  /** Puts the declared jobs into the store. */
  declare(): Promise<void>
  /** All is in place: work may begin. */
  joined(session: Session): void
  /** The session is over: others may have its runs. */
  over(session: Session): void
}

/** This node's sessions in one store: joins, and joins again under a new session whenever one is lost. */
export class Membership {
  readonly #parts: LoopParts
  readonly #hooks: MembershipHooks
  readonly #rejoin: Rounds
  readonly #again: Alarm
  #session: Session | null = null
  #since: EpochMs = 0
  /** Sessions that are over here, and perhaps not yet in the store. */
  #stale: Session[] = []

  constructor(parts: LoopParts, hooks: MembershipHooks) {
    this.#parts = parts
    this.#hooks = hooks
    this.#rejoin = new Rounds({
      clock: parts.node.settings.clock,
      round: () => this.#joinAgain(),
      failed: (thrown) => this.#failed(thrown),
    })
    this.#again = parts.wakeup.alarm(() => this.#rejoin.ask())
  }

  get session(): Session | null {
    return this.#session
  }

  /** When the session began, by the store's clock. */
  get since(): EpochMs {
    return this.#since
  }

  /** Opens a session and declares; rejects when the store cannot be reached or refuses a declaration. */
  async join(): Promise<void> {
    const { client, node } = this.#parts
    const { clock, entropy } = node.settings
    const session = entropy.uuid(clock.now())
    const sent = clock.monotonic()
    this.#stale.push(session)
    const info = await client.open(session)
    this.#stale.pop()
    this.#session = session
    this.#since = info.now
    this.#rejoin.open()
    this.#hooks.began(session, sent)
    node.announcer.node('joined', node.settings.name)
    await this.#hooks.declare()
    if (this.#session === session) this.#hooks.joined(session)
  }

  /** The session is over; late news of an earlier one is not news. */
  lose(session: Session): void {
    if (this.#session !== session) return
    this.#end(session)
    this.#rejoin.ask()
  }

  /** Closes the session for good; its runs follow the rule of their jobs. */
  async leave(): Promise<void> {
    this.#again.off()
    await this.#rejoin.close()
    if (this.#session === null && this.#stale.length === 0) return
    if (this.#session !== null) this.#end(this.#session)
    await this.#farewell()
    this.#parts.node.announcer.node('left', this.#parts.node.settings.name)
  }

  async #joinAgain(): Promise<void> {
    if (this.#session !== null) return
    await this.#farewell()
    await this.join()
    this.#parts.client.troubles.succeeded('open')
  }

  #failed(thrown: unknown): void {
    const { troubles } = this.#parts.client
    this.#again.in(thrown instanceof CallFailed ? thrown.retryIn : troubles.failed('open', thrown))
    if (this.#session !== null) this.#end(this.#session)
  }

  #end(session: Session): void {
    this.#session = null
    this.#stale.push(session)
    this.#hooks.over(session)
  }

  /** Says goodbye for sessions whose runs nobody executes any more. */
  async #farewell(): Promise<void> {
    for (const session of [...this.#stale]) {
      await this.#parts.client.call('reap', (store) => store.reap(session, { goodbye: true }))
      this.#stale = this.#stale.filter((stale) => stale !== session)
    }
  }
}
