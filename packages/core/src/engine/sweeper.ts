import { HOUR, SECOND, type Millis } from '../time/epoch.ts'
import type { Session, Swept } from '../store/store-messages.ts'
import type { LoopParts } from './loop-parts.ts'
import { Rounds } from './rounds.ts'
import { CallFailed } from './store-client.ts'
import type { Alarm } from './wakeup.ts'

const EVERY: Millis = 10 * SECOND
const AT_ONCE = 1_000

export interface SweeperHooks {
  session(): Session | null
  /** Repairs made something due or ready. */
  repaired(): void
  fenced(session: Session): void
  /** Whether nobody else uses the store: then there is something to do only after work of our own. */
  alone(): boolean
}

/** Lets the store forget what it need not keep and repair what should never be broken, in bounded steps. */
export class Sweeper {
  readonly #parts: LoopParts
  readonly #hooks: SweeperHooks
  readonly #rounds: Rounds
  readonly #next: Alarm

  constructor(parts: LoopParts, hooks: SweeperHooks) {
    this.#parts = parts
    this.#hooks = hooks
    this.#rounds = new Rounds({
      clock: parts.node.settings.clock,
      round: () => this.#sweep(),
      failed: (thrown) => this.#next.in(parts.client.pauseAfter('sweep', thrown)),
    })
    this.#next = parts.wakeup.alarm(() => this.#rounds.ask())
  }

  begin(): void {
    this.#rounds.open()
    this.#plan()
  }

  /** There may be something to do. */
  soon(): void {
    if (this.#rounds.isOpen) this.#next.within(EVERY)
  }

  end(): Promise<void> {
    this.#next.off()
    return this.#rounds.close()
  }

  async #sweep(): Promise<void> {
    const { client, breath } = this.#parts
    const session = this.#hooks.session()
    try {
      while (session !== null && this.#rounds.isOpen) {
        const swept = await client.call('sweep', (store) => store.sweep(session, AT_ONCE))
        this.#tell(swept)
        if (swept.pruned < AT_ONCE) break
        await breath.take()
      }
    } catch (thrown) {
      if (!(thrown instanceof CallFailed)) throw thrown
      if (thrown.fenced && session !== null) this.#hooks.fenced(session)
    }
    if (this.#rounds.isOpen) this.#plan()
  }

  #tell({ undeclared, promoted, rearmed }: Swept): void {
    const { node, client } = this.#parts
    for (const job of undeclared) node.announcer.job('undeclared', job, client.alias)
    if (promoted + rearmed === 0) return
    node.settings.logger.warn(
      { store: client.alias, promoted, rearmed },
      'jobs that had stopped were set going again: this should never be needed, please report it',
    )
    this.#hooks.repaired()
  }

  /** Spread, so that the nodes of a cluster do not sweep at once. */
  #plan(): void {
    const pause = this.#hooks.alone() ? HOUR : EVERY
    this.#next.in(pause * (0.8 + 0.4 * this.#parts.node.settings.entropy.random()))
  }
}
