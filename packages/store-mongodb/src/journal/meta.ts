import type { EpochMs, Millis } from '@punctual/core/store'
import type { Collections } from '../collections.ts'
import type { Document } from '../rows/document.ts'
import type { Journal } from './journal.ts'

const META = 'store'

/** What the meta document says of the store. */
export interface MetaState {
  readonly step: number
  /** The clock of the server. */
  readonly now: EpochMs
  /** The step that is committed and perhaps not applied. */
  readonly journal: Journal | null
  /** A node that was overtaken too often: others leave it the next step. */
  readonly turn: { readonly by: number; readonly until: EpochMs } | null
}

/** The one document by which all steps of a store stand one after the other. */
export class Meta {
  readonly #meta: Collections['meta']

  constructor({ meta }: Pick<Collections, 'meta'>) {
    this.#meta = meta
  }

  /** Makes the document where there is none, and gives this opening a number of its own. */
  async enter(fresh: Document): Promise<Document> {
    const options = { upsert: true, returnDocument: 'after', includeResultMetadata: false }
    const update = { $setOnInsert: { ...fresh, step: 0, journal: null }, $inc: { opened: 1 } }
    return { ...(await this.#meta.findOneAndUpdate({ _id: META }, update, options)) }
  }

  async note(fields: Document): Promise<void> {
    await this.#meta.updateOne({ _id: META }, { $set: fields })
  }

  async read(): Promise<MetaState> {
    const [found] = await this.#meta
      .aggregate([{ $match: { _id: META } }, { $set: { now: '$$NOW' } }])
      .toArray()
    if (found === undefined) throw new Error('the meta document of the store is gone')
    // It has this form since `enter`, and only this class writes it.
    const { step, now, journal, turn } = found as Omit<MetaState, 'now'> & { readonly now: Date }
    return { step, now: now.getTime(), journal, turn: turn ?? null }
  }

  /** Whether the store is still as this step left it, and all of it is written. */
  async isAt(step: number): Promise<boolean> {
    const found = await this.#meta.findOne(
      { _id: META, step, journal: null },
      { projection: { _id: 1 } },
    )
    return found !== null
  }

  /**
   * The atomic point of a step: from here on it has happened, although nothing of it may be written yet. False when
   * another step was quicker.
   */
  async commit(
    journal: Journal,
    ends: { readonly wakeAt: EpochMs | null; readonly turn: boolean },
  ): Promise<boolean> {
    const { step } = journal
    const { matchedCount } = await this.#meta.updateOne(
      { _id: META, step: step - 1, journal: null },
      { $set: { step, journal, wakeAt: ends.wakeAt, ...(ends.turn ? { turn: null } : {}) } },
    )
    return matchedCount === 1
  }

  /** The step is written. Whoever comes too late, when others are further, clears nothing. */
  async clear(step: number): Promise<void> {
    await this.#meta.updateOne({ _id: META, step }, { $set: { journal: null } })
  }

  /** Asks the others to leave this one the next step, unless one of them asked before. */
  async takeTurn(by: number, now: EpochMs, length: Millis): Promise<void> {
    await this.#meta.updateOne(
      { _id: META, $or: [{ turn: null }, { 'turn.until': { $lt: now } }] },
      { $set: { turn: { by, until: now + length } } },
    )
  }

  async endTurn(by: number): Promise<void> {
    await this.#meta.updateOne({ _id: META, 'turn.by': by }, { $set: { turn: null } })
  }

  /** Tells of each commit that lets something get due or ready, and when. */
  watch(heard: (wakeAt: EpochMs) => void, failed: () => void): { close(): Promise<void> } {
    const wakeAt = 'updateDescription.updatedFields.wakeAt'
    // The journal would come with each change.
    const changes = this.#meta.watch([
      { $match: { [wakeAt]: { $type: 'number' } } },
      { $project: { wakeAt: `$${wakeAt}` } },
    ])
    changes.on('change', (change) => {
      if ('wakeAt' in change && typeof change.wakeAt === 'number') heard(change.wakeAt)
    })
    changes.on('error', failed)
    return changes
  }
}
