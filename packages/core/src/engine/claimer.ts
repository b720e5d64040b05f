import type { Room, Session } from '../store/store-messages.ts'
import type { EpochMs } from '../time/epoch.ts'
import { claimedAssignment, type Assignment } from './assignment.ts'
import type { LoopParts } from './loop-parts.ts'
import type { Reconciler } from './reconciler.ts'
import { CallFailed } from './store-client.ts'

/** What a claiming call brought. */
export interface ClaimedBatch {
  /** Their slots are taken. */
  readonly assignments: readonly Assignment[]
  /** More may be ready than there was room for. */
  readonly more: boolean
  readonly nextReadyAt: EpochMs | null
}

/** Takes pending runs that are ready, as many as there is room for. */
export class Claimer {
  readonly #parts: LoopParts
  readonly #reconciler: Reconciler

  constructor(parts: LoopParts, reconciler: Reconciler) {
    this.#parts = parts
    this.#reconciler = reconciler
  }

  /** The slots of the rooms are taken already; those that stay empty are given back. */
  async claim(session: Session, rooms: readonly Room[]): Promise<ClaimedBatch> {
    const { client, node } = this.#parts
    const batch = node.settings.entropy.short()
    const empty = new Map(rooms.map((room) => [room.executor, room.count]))
    try {
      const answer = await client.call('claim', (store) => store.claim(session, batch, rooms))
      for (const { run } of answer.claimed) {
        empty.set(run.executor, (empty.get(run.executor) ?? 0) - 1)
      }
      const assignments = answer.claimed.map(claimedAssignment)
      const more = [...empty.values()].some((count) => count === 0)
      return { assignments, more, nextReadyAt: answer.nextReadyAt }
    } catch (thrown) {
      if (thrown instanceof CallFailed && !thrown.fenced) this.#reconciler.lost(session, batch)
      throw thrown
    } finally {
      for (const [executor, count] of empty) node.slots.give(executor, count)
    }
  }
}
