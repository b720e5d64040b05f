import { PunctualError } from '../errors/punctual-error.ts'
import type { Clock } from '../time/clock.ts'
import type { EpochMs } from '../time/epoch.ts'
import { beat } from './operations/beat.ts'
import { cancel } from './operations/cancel.ts'
import { change } from './operations/change.ts'
import { claim } from './operations/claim.ts'
import { enqueue } from './operations/enqueue.ts'
import { finish } from './operations/finish.ts'
import { openSession } from './operations/open-session.ts'
import { peek } from './operations/peek.ts'
import { publish } from './operations/publish.ts'
import { put } from './operations/put.ts'
import { reap } from './operations/reap.ts'
import { forgetSessions, promoteStranded, rearmForgotten } from './operations/sweep.ts'
import { undeclareMissing } from './operations/undeclared.ts'
import type { Ask } from './replay/ask.ts'
import { asksOf } from './replay/asks-of.ts'
import type { Steps } from './steps.ts'
import type { OpenOptions, StoreCapabilities, StoreContract, StoreInfo } from './store-contract.ts'
import type { ChangeResult, JobChange } from './job-changes.ts'
import type {
  Advance,
  Batch,
  Beat,
  BeatLoad,
  CancelResult,
  ClaimAnswer,
  Enqueued,
  FinishResult,
  JobPut,
  NewRun,
  Outcome,
  Peeked,
  Published,
  PutMode,
  PutResult,
  Reaped,
  ReapOrder,
  Room,
  RunId,
  Session,
  Swept,
} from './store-messages.ts'
import type { StoreReader } from './store-reader.ts'
import type { Tables } from './tables.ts'
import type { Tx } from './tx.ts'

interface TxOptions {
  readonly tx?: Tx | undefined
}

/** Rows that one step of retention deletes. */
const PRUNED_AT_ONCE = 100

/** A whole store made of atomic steps over rows. */
export class TablesStore implements StoreContract {
  readonly kind: string
  readonly capabilities: StoreCapabilities
  readonly read: StoreReader
  readonly watch?: NonNullable<StoreContract['watch']>
  readonly #steps: Steps
  #clock: Clock | null = null

  constructor(steps: Steps) {
    this.#steps = steps
    this.kind = steps.kind
    this.capabilities = steps.capabilities
    this.read = steps.read
    if (steps.watch !== undefined) this.watch = (wake) => steps.watch!(wake)
  }

  async open({ clock, session }: OpenOptions): Promise<StoreInfo> {
    this.#clock ??= clock
    const schema = await this.#steps.open(clock)
    const { place } = this.#steps
    if (session === null) return this.#steps.look(({ now }) => ({ now, schema }))
    return this.#steps.write((tables) => {
      openSession(tables, session, place)
      return { now: tables.now, schema }
    })
  }

  async put(
    jobs: readonly JobPut[],
    mode: PutMode,
    options: TxOptions & { readonly by?: Session } = {},
  ): Promise<readonly PutResult[]> {
    return this.#writeIn(
      options,
      (tables) => put(tables, jobs, mode, options.by ?? null),
      asksOf.put(jobs, options.by ?? null),
    )
  }

  async change(changes: readonly JobChange[], tx?: Tx): Promise<readonly ChangeResult[]> {
    return this.#writeIn({ tx }, (tables) => change(tables, changes), asksOf.change(changes))
  }

  peek(request: { limit: number; until: EpochMs }): Promise<Peeked> {
    return this.#steps.look((tables) => peek(tables, request), asksOf.peek(request))
  }

  publish(by: Session, batch: Batch, items: readonly Advance[]): Promise<readonly Published[]> {
    return this.#steps.write(
      (tables) => publish(tables, by, batch, items),
      asksOf.publish(by, items),
      { passes: true },
    )
  }

  async enqueue(
    runs: readonly NewRun[],
    options: TxOptions & { readonly by?: Session; readonly batch?: Batch } = {},
  ): Promise<readonly Enqueued[]> {
    return this.#writeIn(
      options,
      (tables) => enqueue(tables, runs, options),
      asksOf.enqueue(runs, options.by ?? null),
    )
  }

  claim(by: Session, batch: Batch, rooms: readonly Room[]): Promise<ClaimAnswer> {
    return this.#steps.write((tables) => claim(tables, by, batch, rooms), asksOf.claim(by, rooms))
  }

  async finish(
    by: Session,
    outcomes: readonly Outcome[],
    options: TxOptions = {},
  ): Promise<readonly FinishResult[]> {
    return this.#writeIn(
      options,
      (tables) => finish(tables, by, outcomes),
      asksOf.runs(outcomes.map(({ runId }) => runId)),
    )
  }

  cancel(runs: readonly RunId[], reason: string): Promise<readonly CancelResult[]> {
    return this.#steps.write((tables) => cancel(tables, runs, reason), asksOf.runs(runs))
  }

  beat(by: Session, seq: number, load: BeatLoad): Promise<Beat> {
    const isGone = (place: string): boolean => this.#steps.isGone(place)
    return this.#steps.write((tables) => beat(tables, by, seq, { load, isGone }), asksOf.beat(by))
  }

  reap(victim: Session, order: ReapOrder): Promise<Reaped> {
    return this.#steps.write((tables) => reap(tables, victim, order), asksOf.reap(victim, order))
  }

  /** Each repair in a step of its own, so that none holds the store for long. */
  async sweep(_by: Session, limit: number): Promise<Swept> {
    const steps = this.#steps
    const promoted = await steps.write((tables) => promoteStranded(tables, limit))
    const rearmed = await steps.write((tables) => rearmForgotten(tables, limit))
    const undeclared = await steps.write((tables) => undeclareMissing(tables))
    await steps.write((tables) => forgetSessions(tables))
    return { pruned: await this.#prune(limit), undeclared, promoted, rearmed }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#steps[Symbol.asyncDispose]()
  }

  /** In small steps, with a turn of the event loop after each: deleting a row of a database costs more than reading it. */
  async #prune(limit: number): Promise<number> {
    let pruned = 0
    for (;;) {
      const most = Math.min(PRUNED_AT_ONCE, limit - pruned)
      const gone = await this.#pruneOnce(most)
      pruned += gone
      if (gone < most || pruned >= limit) return pruned
      await this.#turn()
    }
  }

  #pruneOnce(limit: number): Promise<number> {
    const steps = this.#steps
    if (steps.prune !== undefined) return steps.prune(limit)
    return steps.write((tables) => tables.prune(limit))
  }

  async #turn(): Promise<void> {
    const clock = this.#clock
    if (clock !== null) await new Promise<void>((resolve) => void clock.setTimer(0, resolve))
  }

  async #writeIn<T>(
    { tx }: TxOptions,
    work: (tables: Tables) => T,
    asks: readonly Ask[],
  ): Promise<T> {
    const steps = this.#steps
    if (tx === undefined) return steps.write(work, asks)
    if (steps.writeIn !== undefined) return steps.writeIn(tx, work, asks)
    throw new PunctualError(
      'PUNCTUAL_TX_UNSUPPORTED',
      `the ${this.kind} store cannot work inside your transaction: leave tx out, or keep the job in a store that can`,
    )
  }
}
