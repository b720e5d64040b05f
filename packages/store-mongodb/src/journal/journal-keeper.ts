import type { EpochMs } from '@punctual/core/store'
import type { Collections } from '../collections.ts'
import { applyWrites } from './apply-writes.ts'
import { portionsOf, type JournalLimits } from './chunks.ts'
import type { Journal, JournalChunk } from './journal.ts'
import type { Meta, MetaState } from './meta.ts'
import type { StepWrite, StepWrites } from './step-writes.ts'

/** How often to look again before helping: whoever committed is nearly always about to write it himself. */
const LOOKS = 3

/** Gets steps committed and written, whoever began them. */
export class JournalKeeper {
  readonly #collections: Collections
  readonly #meta: Meta
  /** No two openings of a store have the same; it begins the names of chunks. */
  readonly #opened: number
  readonly #limits: JournalLimits
  #chunked = 0

  constructor(
    collections: Collections,
    meta: Meta,
    { opened, limits }: { readonly opened: number; readonly limits: JournalLimits },
  ) {
    this.#collections = collections
    this.#meta = meta
    this.#opened = opened
    this.#limits = limits
  }

  /** The store with every committed step written. */
  async settled(): Promise<MetaState> {
    for (let looks = 0; ; looks += 1) {
      const state = await this.#meta.read()
      if (state.journal === null) return state
      if (looks >= LOOKS) await this.write(state.journal)
    }
  }

  /** Resolves when every step is written that was committed before the call; later ones may be under way. */
  async caughtUp(): Promise<void> {
    const first = await this.#meta.read()
    let state = first
    for (let looks = 0; state.journal !== null && state.step === first.step; looks += 1) {
      if (looks >= LOOKS) await this.write(state.journal)
      state = await this.#meta.read()
    }
  }

  /** The journal of a step, whose writes are put aside when they are too many for the meta document. */
  async journalOf(
    { renames, writes }: StepWrites,
    { step, at }: Pick<Journal, 'step' | 'at'>,
  ): Promise<Journal> {
    const portions = portionsOf(writes, this.#limits)
    if (portions === null) return { step, at, renames, writes, chunks: [] }
    this.#chunked += 1
    const chunks: string[] = []
    for (const portion of portions) {
      const _id = `${this.#opened}.${this.#chunked}.${chunks.length}`
      const chunk: JournalChunk = { _id, at, writes: portion }
      await this.#collections.journal.insertOne(chunk)
      chunks.push(_id)
    }
    return { step, at, renames, writes: [], chunks }
  }

  /** Writes a committed step and says so. Who committed it knows the writes already. */
  async write(journal: Journal, known?: readonly StepWrite[]): Promise<void> {
    const writes = known ?? (await this.#writesOf(journal))
    if (writes === null) return
    await applyWrites(this.#collections, journal, writes)
    await this.#meta.clear(journal.step)
    await this.forget(journal.chunks)
  }

  async forget(chunks: readonly string[]): Promise<void> {
    if (chunks.length === 0) return
    await this.#collections.journal.deleteMany({ _id: { $in: chunks } })
  }

  /** Chunks of steps that were never committed, because their node died or was overtaken. */
  async forgetOld(until: EpochMs): Promise<void> {
    await this.#collections.journal.deleteMany({ at: { $lt: until } })
  }

  /** null when another wrote the step meanwhile and took the chunks away. */
  async #writesOf({ step, chunks, writes }: Journal): Promise<readonly StepWrite[] | null> {
    const all = [...writes]
    for (const _id of chunks) {
      const found = await this.#collections.journal.findOne({ _id })
      if (found === null) {
        const { step: now, journal } = await this.#meta.read()
        if (now !== step || journal === null) return null
        throw new Error('a part of the journal is gone')
      }
      // Only `journalOf` writes into that collection.
      all.push(...(found as JournalChunk).writes)
    }
    return all
  }
}
