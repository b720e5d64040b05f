import {
  PunctualError,
  replayed,
  type Ask,
  type Clock,
  type EpochMs,
  type Millis,
  type Tables,
} from '@punctual/core/store'
import type { MetaState } from '../journal/meta.ts'
import type { StepWrites } from '../journal/step-writes.ts'
import { writesOf } from '../journal/writes-of.ts'
import { RowReads } from '../reading/row-reads.ts'
import type { MongoLink } from './mongo-link.ts'

/** One piece of work of a step. */
export interface StepWork {
  readonly work: (tables: Tables) => unknown
  readonly asks: readonly Ask[]
}

/** What a step is going to do, as it follows from one state of the store. */
export interface StepPlan {
  readonly writes: StepWrites
  readonly wakeAt: EpochMs | null
}

export const nothing: StepWrites = { renames: [], writes: [] }

/** What the pieces of work gave back, or what one of them threw: then nothing of the step is kept. */
export type WorkPlan = StepPlan &
  (
    | { readonly results: readonly unknown[]; readonly thrown?: never }
    | { readonly thrown: { readonly error: unknown } }
  )

/** Rows that are read beyond what was asked for when a step does several things, which may take some from each other. */
const SPARE = 100
/** Steps of others that a step lets pass before it asks for a turn of its own. */
const POLITE = 3
const TURN: Millis = 1_000
const LONGEST_PAUSE: Millis = 50
const PATIENCE: Millis = 10_000
const MOST_TRIES = 500

/**
 * Makes steps of a store stand one after the other, over documents that MongoDB changes one at a time.
 *
 * A step begins at a state of the store, number n with every committed step written; reads what it needs; and commits by
 * one change of the meta document, from "n and written" to "n + 1, and this is what it changes". That change succeeds only
 * when no other step was committed since, and as rows are written by committed steps alone, what was read is the state n
 * and nothing else: steps are serialisable, whatever rows they touch. Then the rows are written; whoever finds a committed
 * step that is not, because its node died, writes it before anything else.
 *
 * A step that was overtaken begins anew with fresh reads. One that is overtaken again and again asks for a turn, and others
 * begin none meanwhile; a turn ends by itself, and nothing that is correct depends on it.
 */
export class StepRunner {
  readonly #link: MongoLink
  readonly #clock: Clock
  readonly #time: 'server' | 'scheduler'

  constructor(link: MongoLink, clock: Clock, time: 'server' | 'scheduler') {
    this.#link = link
    this.#clock = clock
    this.#time = time
  }

  /** Pieces of work as one step. */
  together(works: readonly StepWork[]): Promise<WorkPlan> {
    return this.step((state) => this.#planOf(works, state))
  }

  now(state: MetaState): EpochMs {
    return this.#time === 'server' ? state.now : this.#clock.now()
  }

  /** Rejects with `PUNCTUAL_STORE_BUSY` when others were quicker for 10 s. */
  async step<Plan extends StepPlan>(planOf: (state: MetaState) => Promise<Plan>): Promise<Plan> {
    const since = this.#clock.monotonic()
    for (let lost = 0; ; lost += 1) {
      const wantsTurn = lost >= POLITE
      const state = await this.#begin(wantsTurn, since)
      const plan = await planOf(state)
      if (await this.#commit(state, plan, wantsTurn)) return plan
      this.#giveUp(since, lost)
      if (lost > 0) await this.#pause(lost)
    }
  }

  async #begin(wantsTurn: boolean, since: Millis): Promise<MetaState> {
    const { meta, keeper, opened } = this.#link
    for (let waits = 1; ; waits += 1) {
      const state = await keeper.settled()
      const { turn, now } = state
      const by = turn !== null && turn.until > now ? turn.by : null
      if (by === null || by === opened) {
        if (wantsTurn && by === null) await meta.takeTurn(opened, now, TURN)
        return state
      }
      this.#giveUp(since, waits)
      await this.#pause(waits)
    }
  }

  #giveUp(since: Millis, tries: number): void {
    const waited = this.#clock.monotonic() - since
    if (waited >= PATIENCE || tries >= MOST_TRIES) throw busy(waited)
  }

  async #planOf(works: readonly StepWork[], state: MetaState): Promise<WorkPlan> {
    const now = this.now(state)
    const reads = new RowReads(this.#link.collections, now, works.length > 1 ? SPARE : 0)
    let thrown: { readonly error: unknown } | null = null
    const all = (tables: Tables): unknown[] => {
      try {
        return works.map(({ work }) => work(tables))
      } catch (error) {
        thrown = { error }
        throw error
      }
    }
    try {
      const asks = works.flatMap((one) => one.asks)
      const { result, changes } = await replayed(reads, all, { now, asks })
      return {
        results: result,
        writes: writesOf(changes, reads, state.step + 1),
        wakeAt: changes.wakeAt,
      }
    } catch (error) {
      // What the work itself threw counts only when it saw one state of the store.
      const own = ownError(thrown, error)
      if (own === null) throw error
      return { thrown: own, writes: nothing, wakeAt: null }
    }
  }

  /** False when another step was quicker, and nothing of this one has happened. */
  async #commit(state: MetaState, { writes, wakeAt }: StepPlan, turn: boolean): Promise<boolean> {
    const { meta, keeper, opened } = this.#link
    if (writes.renames.length === 0 && writes.writes.length === 0) {
      const saw = await meta.isAt(state.step)
      if (turn) await meta.endTurn(opened)
      return saw
    }
    const at = this.now(state)
    const journal = await keeper.journalOf(writes, { step: state.step + 1, at })
    if (!(await meta.commit(journal, { wakeAt, turn }))) {
      await keeper.forget(journal.chunks)
      return false
    }
    try {
      await keeper.write(journal, writes.writes)
    } catch {
      // The step has happened, so its caller gets the answer. Whoever comes next writes it, and hears what is wrong.
    }
    return true
  }

  /** Grows, and differs between nodes: the last digits of their clocks do. */
  #pause(times: number): Promise<void> {
    const digits = Math.trunc(this.#clock.monotonic() * 1_000) + this.#link.opened * 7_919
    const share = 0.5 + (Math.abs(digits) % 101) / 202
    const longest = Math.min(2 ** Math.min(times, 10), LONGEST_PAUSE)
    return new Promise((resolve) => void this.#clock.setTimer(longest * share, resolve))
  }
}

function ownError(
  thrown: { readonly error: unknown } | null,
  error: unknown,
): { readonly error: unknown } | null {
  return thrown !== null && thrown.error === error ? thrown : null
}

function busy(waited: Millis): PunctualError {
  return new PunctualError(
    'PUNCTUAL_STORE_BUSY',
    `other nodes changed the store again and again for ${Math.round(waited)} ms while this one tried to: use fewer schedulers or several prefixes, then try again`,
    { details: { waited } },
  )
}
