import { rowKinds, type RowKind } from '../collection-names.ts'
import type { Collections } from '../collections.ts'
import { isOnlyDuplicates } from '../mongo-errors.ts'
import type { Journal } from './journal.ts'
import type { Rename, StepWrite } from './step-writes.ts'

/**
 * Writes what a committed step changed. It may be done by several nodes at once, again, and by one that was stopped long
 * ago and goes on now, because every write holds on to two things:
 * - A document carries the number of the step that wrote it last, and is touched only where that is lower. Steps are
 *   applied one after the other, so whoever is late finds higher numbers everywhere.
 * - Only what the step adds is written where there is no document, and what is deleted leaves a grave with the number of
 *   its step: a late insert meets it. Graves stay for an hour, far longer than a write can be on its way.
 */
export async function applyWrites(
  { rows }: Collections,
  { step, at, renames }: Pick<Journal, 'step' | 'at' | 'renames'>,
  writes: readonly StepWrite[],
): Promise<void> {
  for (const [index, rename] of renames.entries()) {
    // Each has a number of its own below that of the step, so that of several none undoes another.
    const number = step - 1 + (index + 1) / (renames.length + 2)
    await applyRename(rows, rename, number)
  }
  await Promise.all(
    rowKinds.map(async (kind) => {
      const own = writes.filter((write) => write.kind === kind)
      if (own.length === 0) return
      const operations = own.map((write) => operationOf(write, step, at))
      try {
        await rows[kind].bulkWrite(operations, { ordered: false })
      } catch (error) {
        if (!isOnlyDuplicates(error)) throw error
      }
    }),
  )
}

async function applyRename(
  rows: Collections['rows'],
  { from, to }: Rename,
  step: number,
): Promise<void> {
  const moved: readonly RowKind[] = ['runs', 'spans']
  await Promise.all(
    moved.map((kind) =>
      rows[kind].updateMany({ jobId: from, step: { $lt: step } }, { $set: { jobId: to, step } }),
    ),
  )
}

function operationOf(write: StepWrite, step: number, at: number): object {
  const filter = { _id: write.id, step: { $lt: step } }
  if ('put' in write) {
    return { replaceOne: { filter, replacement: { ...write.put, step }, upsert: true } }
  }
  if ('drop' in write) return { replaceOne: { filter, replacement: { step, gone: at } } }
  const set = { $set: { ...write.set, step } }
  if (write.unset.length === 0) return { updateOne: { filter, update: set } }
  const $unset = Object.fromEntries(write.unset.map((field) => [field, '']))
  return { updateOne: { filter, update: { ...set, $unset } } }
}
