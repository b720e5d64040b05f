import type { JobRow } from '../store/rows.ts'
import type { Session } from '../store/store-messages.ts'
import { SECOND, type EpochMs, type Millis } from '../time/epoch.ts'
import type { Abilities } from './abilities.ts'
import { BatchSize } from './batch-size.ts'
import type { Claimer } from './claimer.ts'
import type { Dispatcher } from './dispatcher.ts'
import type { DuePlans, PlannedJob } from './due-plans.ts'
import type { Homes } from './homes.ts'
import type { LoopParts } from './loop-parts.ts'
import type { PublishedBatch, Publisher } from './publisher.ts'
import { Rounds } from './rounds.ts'
import type { SetAside } from './set-aside.ts'
import { CallFailed } from './store-client.ts'
import type { UnknownTasks } from './unknown-tasks.ts'
import type { Alarm } from './wakeup.ts'

/** Idle look at a store that others may change, spread by a fifth. */
const POLL: Millis = 5 * SECOND
/** When others hold the jobs that are due. */
const BUSY: Millis = 10
/** When this node is not sure of its session, or of the store's clock. */
const UNSURE: Millis = 50
const DOUBTFUL: Millis = SECOND

/** What the loop is made of. */
export interface LoopUses {
  readonly abilities: Abilities
  readonly aside: SetAside
  readonly homes: Homes
  readonly unknown: UnknownTasks
  readonly plans: DuePlans
  readonly publisher: Publisher
  readonly claimer: Claimer
  readonly dispatcher: Dispatcher
}

export interface LoopHooks {
  /** Whether nobody can have taken this node's session. */
  sure(): boolean
  /** A run of this node may have been asked to make room. */
  replaced(): void
  fenced(session: Session): void
}

interface Due {
  readonly rows: readonly JobRow[]
  readonly now: EpochMs
  /** There may be more than was asked for. */
  readonly more: boolean
  /** When the next of the others gets due. */
  readonly nextAt: EpochMs | null
}

/** One store's way of a fire, again and again. */
export class StoreLoop {
  readonly #parts: LoopParts
  readonly #uses: LoopUses
  readonly #hooks: LoopHooks
  readonly #turns: Rounds
  readonly #due: Alarm
  readonly #ready: Alarm
  readonly #poll: Alarm
  #session: Session | null = null
  #since: EpochMs = 0
  #asked = { due: false, ready: false }
  readonly #size = new BatchSize(200)
  /** Executors for which runs may be ready that found no slot. */
  #starved: readonly string[] = []

  constructor(parts: LoopParts, uses: LoopUses, hooks: LoopHooks) {
    this.#parts = parts
    this.#uses = uses
    this.#hooks = hooks
    this.#turns = new Rounds({
      clock: parts.node.settings.clock,
      round: () => this.#turn(),
      failed: (thrown) => this.#failed(thrown),
    })
    this.#due = parts.wakeup.alarm(() => this.#ask('due'))
    this.#ready = parts.wakeup.alarm(() => this.#ask('ready'))
    this.#poll = parts.wakeup.alarm(() => this.#polled())
  }

  /** Begins to publish and to claim; instants before now were due while nobody here did. */
  begin(session: Session): void {
    this.#session = session
    this.#turns.open()
    this.watchFromNow()
    this.look()
    this.#polled()
  }

  /** Stops at once; resolves when the turn that goes on has ended. */
  end(): Promise<void> {
    this.#session = null
    this.#asked = { due: false, ready: false }
    for (const alarm of [this.#due, this.#ready, this.#poll]) alarm.off()
    return this.#turns.close()
  }

  /** Whether a turn takes longer than three idle looks are apart. */
  get late(): boolean {
    return this.#turns.goingFor > 3 * POLL
  }

  /** Instants before now count as due while nobody was publishing. */
  watchFromNow(): void {
    this.#since = this.#parts.client.clock.now()
  }

  /** Something may be due or ready. */
  look(): void {
    this.lookIn(0)
  }

  lookIn(delay: Millis): void {
    if (!this.#turns.isOpen) return
    this.#due.within(delay)
    this.#ready.within(delay)
  }

  /** Something gets ready then. */
  readyIn(delay: Millis): void {
    if (this.#turns.isOpen) this.#ready.within(delay)
  }

  /** A slot of this executor came free. */
  slotFreed(executor: string): void {
    if (this.#starved.length === 0 || !this.#starved.includes(executor)) return
    this.#starved = []
    this.readyIn(0)
  }

  async #turn(): Promise<void> {
    const session = this.#session
    if (session === null) return
    const { due, ready } = this.#asked
    this.#asked = { due: false, ready: false }
    const { role } = this.#parts.node.settings
    try {
      if (due && role !== 'work') await this.#publishDue(session)
      if (ready && role !== 'schedule') await this.#claimReady(session)
    } catch (thrown) {
      if (!(thrown instanceof CallFailed && thrown.fenced)) throw thrown
      this.#hooks.fenced(session)
    }
  }

  /** The way of a fire; from `dispatch` on each run goes its own: execute, settle, finish, ledger and events. */
  async #publishDue(session: Session): Promise<void> {
    const { plans, dispatcher, unknown } = this.#uses
    const { client, breath } = this.#parts
    if (!this.#hooks.sure()) return this.#due.within(UNSURE)
    const due = await this.#peek()
    if (client.clock.doubtful) return this.#due.within(DOUBTFUL)
    const mine = this.#uses.homes.mine(due.rows, due.now)
    const rows = { all: mine.rows, taken: 0 }
    if (mine.nextIn !== null) this.#due.within(mine.nextIn)
    let done = 0
    while (this.#session === session) {
      const planned = plans.nextOf(rows, { now: due.now, since: this.#since }, this.#batch)
      if (planned.length === 0) break
      const published = await this.#publish(session, planned)
      await dispatcher.dispatch(session, published.assignments)
      this.#published(published)
      done += published.done
      if (breath.spent) await breath.take()
    }
    unknown.tell()
    this.#sleep(due, done)
  }

  /** Takes over runs that anybody may run, as many as there is room for. */
  async #claimReady(session: Session): Promise<void> {
    const { abilities, claimer, dispatcher } = this.#uses
    if (!this.#hooks.sure()) return this.#ready.within(UNSURE)
    const { rooms, full } = abilities.reserveRooms(this.#batch)
    this.#starved = full
    if (rooms.length === 0) return
    const { assignments, more, nextReadyAt } = await claimer.claim(session, rooms)
    await dispatcher.dispatch(session, assignments)
    if (more) this.#ready.within(0)
    if (nextReadyAt !== null) this.#ready.within(nextReadyAt - this.#parts.client.clock.now())
  }

  async #peek(): Promise<Due> {
    const { client, wakeup } = this.#parts
    const { aside } = this.#uses
    const sent = wakeup.now()
    const limit = this.#batch + aside.size
    const until = client.clock.now()
    const { now, due, nextAt } = await client.call('peek', (store) => store.peek({ limit, until }))
    client.clock.learn(now, sent)
    const rows = due.filter((row) => (row.nextAt ?? now) <= now && !aside.holds(row, sent))
    return { rows, now, nextAt, more: due.length >= limit }
  }

  /** A job that the store refuses time and again, alone at last, is set aside. */
  async #publish(session: Session, planned: readonly PlannedJob[]): Promise<PublishedBatch> {
    try {
      const published = await this.#uses.publisher.publish(session, planned)
      this.#size.succeeded()
      this.#uses.aside.release(planned)
      return published
    } catch (thrown) {
      const alone = this.#size.isLeast ? planned[0] : undefined
      const cause = thrown instanceof CallFailed ? thrown.cause : thrown
      if (alone !== undefined) this.#uses.plans.reject(alone.row, cause)
      this.#size.failed()
      throw thrown
    }
  }

  #published({ done, refused, nextAt, pending, replaced }: PublishedBatch): void {
    if (refused > 0) this.#due.within(done > 0 ? 0 : BUSY)
    if (nextAt !== null) this.#due.within(nextAt - this.#parts.client.clock.now())
    if (pending) this.#ready.within(0)
    if (replaced) this.#hooks.replaced()
  }

  #sleep({ now, nextAt, more }: Due, done: number): void {
    if (more) this.#due.within(done > 0 ? 0 : BUSY)
    if (nextAt !== null) this.#due.within(nextAt - now)
    const retry = this.#uses.aside.nextTry()
    if (retry !== null) this.#due.within(retry - this.#parts.wakeup.now())
  }

  /** As many jobs or runs as one call takes: more where a call costs no journey. */
  get #batch(): number {
    const { client, node } = this.#parts
    const most = client.store.capabilities.shared || !node.slots.any ? 100 : 200
    return Math.min(most, this.#size.size)
  }

  #ask(what: 'due' | 'ready'): void {
    this.#asked[what] = true
    this.#turns.ask()
  }

  #polled(): void {
    if (!this.#parts.client.store.capabilities.shared || !this.#turns.isOpen) return
    this.look()
    this.#poll.in(POLL * (0.8 + 0.4 * this.#parts.node.settings.entropy.random()))
  }

  #failed(thrown: unknown): void {
    this.lookIn(this.#parts.client.pauseAfter('peek', thrown))
  }
}
