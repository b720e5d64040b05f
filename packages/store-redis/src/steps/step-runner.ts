import {
  PunctualError,
  isEmpty,
  type Ask,
  type Changes,
  type Clock,
  type EpochMs,
} from '@punctual/core/store'
import type { Link } from '../link.ts'
import { Call } from '../scripts/call.ts'
import { keepScript } from '../scripts/keep-script.ts'
import type { WakeCall } from '../watchers.ts'
import { Contention } from './contention.ts'
import { Draft } from './draft.ts'
import type { Edits } from './edits.ts'
import { putStep } from './keep.ts'
import { AllQuestions } from './questions.ts'
import { Taken } from './server.ts'
import { StepReading } from './step-reading.ts'
import { wakeOf } from './wake-of.ts'

export interface StepRunnerOptions {
  readonly link: Link
  readonly prefix: string
  /** Where steps are told of; null = nowhere. */
  readonly channel: string | null
  /** Whose time counts. */
  readonly time: 'server' | 'scheduler'
  /** What this process wrote. */
  told(wake: WakeCall): void
}

export interface Step<T> {
  readonly result: T
  readonly changes: Changes
}

/** What a step does with what it reads: it writes nothing yet. */
export type StepWork<T> = (reading: StepReading, now: EpochMs) => Promise<Step<T>>

/** One try: done, or not because of others. */
type Tried<T> = { readonly done: T } | { readonly salt: number }

/** A step that tries: with a stamp of its own, which is also its token when it has to be alone. */
interface Trying<T> {
  readonly asks: readonly Ask[]
  readonly work: StepWork<T>
  readonly stamp: string
  readonly handle: string
}

/**
 * Steps are optimistic. One script reads whatever a step asks for, at one instant; the step runs here; a second script
 * keeps what it wrote, if what the step relied on is still so, and otherwise nothing, and the step is tried again.
 *
 * Why that is as if steps ran one after the other, at the moment of their second script:
 * - Every row carries the stamp of the step that wrote it, and no stamp ever comes again. A step relies on the stamps of
 *   all rows that it asked for by key (jobs, runs, sessions, follow rows) and of all that it changes. A row that was not
 *   there must still not be.
 * - The live runs of a job, its spans and its followers are asked for as a whole: none of them may have changed, and there
 *   must be as many as before. So there are no new ones: one that left would have changed.
 * - Looks for work (due jobs, ready runs, forgotten ones) rely on those rows that the step then changes. Others that came
 *   up meanwhile are found by the next look.
 * - The runs of a session and the list of sessions rely on no more either. Who reaps a session changes its row, which whoever
 *   gives it a run relies on, and changes all of its runs. A beat tells what it saw. Who sets a job aside because nobody
 *   declares it changes its row, as does a session that declares it in between once it was missed.
 *
 * It follows that no slot is given twice: who gives one relies on the job and on all of its live runs. And a session that
 * was closed gets no run, and no outcome counts but that of the token: both are rows that the step relies on.
 *
 * Nobody starves. After three tries a step takes a lock together with its reading, and until it is kept, or for two seconds
 * if its process dies, others keep nothing. The lock is about turns only: a step that lost it is still checked.
 *
 * A step whose second script got no answer may have been kept: it is not tried again, the engine finds out.
 */
export class StepRunner {
  readonly #options: StepRunnerOptions
  readonly #questions = new AllQuestions()
  #count = 0

  constructor(options: StepRunnerOptions) {
    this.#options = options
  }

  async write<T>(clock: Clock, asks: readonly Ask[], work: StepWork<T>): Promise<T> {
    const { handle } = await this.#options.link.linked()
    this.#count += 1
    const trying = { asks, work, handle, stamp: `${handle}.${this.#count.toString(36)}` }
    const contention = new Contention(clock)
    for (;;) {
      const token = contention.wantsAlone ? trying.stamp : ''
      const tried = await this.#try(clock, trying, { token, mayTear: !contention.wantsAlone })
      if ('done' in tried) return tried.done
      await contention.pause(tried.salt)
    }
  }

  async look<T>(clock: Clock, asks: readonly Ask[], work: StepWork<T>): Promise<T> {
    const reading = this.#reading('')
    const { result, changes } = await work(reading, await this.#begin(clock, reading, asks))
    if (!isEmpty(changes)) throw new Error('a look wrote something')
    return result
  }

  async #try<T>(
    clock: Clock,
    trying: Trying<T>,
    { token, mayTear }: { readonly token: string; readonly mayTear: boolean },
  ): Promise<Tried<T>> {
    const reading = this.#reading(token)
    try {
      const now = await this.#begin(clock, reading, trying.asks)
      const { result, changes } = await trying.work(reading, now)
      const kept = await this.#keep(reading, changes, { ...trying, token })
      return kept ? { done: result } : { salt: reading.salt }
    } catch (error) {
      if (error instanceof Taken) return { salt: error.salt }
      if (token !== '') await this.#release(token)
      // Answers of several trips may contradict each other, and an operation stumble over it.
      if (mayTear && reading.trips > 1 && !(error instanceof PunctualError)) {
        return { salt: reading.salt }
      }
      throw error
    }
  }

  #reading(token: string): StepReading {
    const { link, prefix } = this.#options
    return new StepReading({
      ...{ prefix, token, questions: this.#questions },
      run: (script, call) => link.run(script, call),
    })
  }

  #begin(clock: Clock, reading: StepReading, asks: readonly Ask[]): Promise<EpochMs> {
    return reading.begin(asks, this.#options.time === 'server' ? null : clock.now())
  }

  /** Whether it was kept: otherwise nothing of it was. */
  async #keep(
    reading: StepReading,
    changes: Changes,
    { stamp, handle, token }: { stamp: string; handle: string; token: string },
  ): Promise<boolean> {
    const draft = new Draft(reading)
    await draft.take(changes)
    const edits = draft.edits(stamp)
    if (!edits.any) {
      if (token !== '') await this.#release(token)
      return true
    }
    const wake = wakeOf(changes)
    if ((await this.#send(reading, edits, { token, handle, wake })) !== 'kept') return false
    if (wake !== null) this.#options.told(wake)
    return true
  }

  #send(
    reading: StepReading,
    edits: Edits,
    { token, handle, wake }: { token: string; handle: string; wake: WakeCall | null },
  ): Promise<unknown> {
    const { link, prefix, channel } = this.#options
    const call = new Call(prefix)
    call.key('lock')
    call.add(token)
    putStep(call, reading, edits)
    if (wake === null || channel === null) call.add('', '')
    else call.add(channel, JSON.stringify({ by: handle, ...wake }))
    return link.run(keepScript, call)
  }

  /** Others may go on: this step kept nothing. */
  async #release(token: string): Promise<void> {
    const { link, prefix } = this.#options
    const call = new Call(prefix)
    call.key('lock')
    call.add(token, 0, 0, 0, 0, 0, 0, '', '')
    await link.run(keepScript, call)
  }
}
