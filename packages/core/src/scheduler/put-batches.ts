import { Breath } from '../engine/breath.ts'
import type { StoreLink } from '../engine/store-link.ts'
import { PunctualError } from '../errors/punctual-error.ts'
import type { JobPut, PutResult } from '../store/store-messages.ts'
import { pokeAfter, type OnConflict } from './call-options.ts'
import type { JobToPut } from './job-to-put.ts'
import { putRow, refusePut } from './put-answer.ts'
import type { Tx } from '../store/tx.ts'
import type { AddedJobs } from './scheduler.ts'
import type { VerbParts } from './verb-parts.ts'

/** Jobs of one store that go in one call: small enough for the transactions of every store. */
const AT_ONCE = 100

/** Stores many jobs in batches, each of them wholly or not at all with `onConflict: 'fail'`. */
export class PutBatches {
  readonly #parts: VerbParts
  readonly #onConflict: OnConflict
  readonly #tx: { readonly tx?: Tx }
  readonly #breath: Breath
  readonly #pending = new Map<StoreLink, JobPut[]>()
  readonly #counts: AddedJobs = { added: 0, kept: 0, replaced: 0 }

  constructor(parts: VerbParts, onConflict: OnConflict, tx: { readonly tx?: Tx } = {}) {
    this.#parts = parts
    this.#onConflict = onConflict
    this.#tx = tx
    this.#breath = new Breath(parts.node.settings.clock)
  }

  async add({ link, put }: JobToPut): Promise<void> {
    const batch = this.#pending.get(link) ?? []
    this.#pending.set(link, batch)
    batch.push(put)
    if (batch.length >= AT_ONCE) await this.#send(link, batch.splice(0))
  }

  /** Stores what is left and tells how many there were. */
  async end(): Promise<AddedJobs> {
    for (const [link, batch] of this.#pending) await this.#send(link, batch.splice(0))
    return { ...this.#counts }
  }

  async #send(link: StoreLink, batch: readonly JobPut[]): Promise<void> {
    if (batch.length === 0) return
    this.#parts.gate.check()
    const store = await link.opened()
    this.#take(link, batch, await store.put(batch, this.#onConflict, this.#tx))
    pokeAfter(this.#parts, link, this.#tx)
    if (this.#breath.spent) await this.#breath.take()
  }

  /** With `fail` a refusal is one of the whole batch; otherwise the others are stored all the same. */
  #take(link: StoreLink, batch: readonly JobPut[], answers: readonly PutResult[]): void {
    const refused = this.#refusal(batch, answers)
    if (refused !== null && this.#onConflict === 'fail') throw refused
    batch.forEach((put, at) => {
      const answer = answers[at]
      if (answer?.result === 'exists' || answer?.result === 'cycle') return
      putRow(this.#parts, link, put.id, answer)
      this.#count(answer)
    })
    if (refused !== null) throw refused
  }

  #count(answer: PutResult | undefined): void {
    if (answer?.result === 'added') this.#counts.added += 1
    else if (answer?.result === 'kept') this.#counts.kept += 1
    else if (answer?.result === 'replaced') this.#counts.replaced += 1
  }

  /** The first refusal; it says how far it got, because the batches before stay. */
  #refusal(batch: readonly JobPut[], answers: readonly PutResult[]): PunctualError | null {
    try {
      batch.forEach((put, at) => refusePut(put.id, answers[at]))
      return null
    } catch (error) {
      if (!(error instanceof PunctualError)) throw error
      const { added, kept, replaced } = this.#counts
      const before = added + kept + replaced
      if (before === 0) return error
      const message = `${error.message} (${before} jobs of earlier batches are stored)`
      return new PunctualError(error.code, message, { details: error.details, cause: error })
    }
  }
}
