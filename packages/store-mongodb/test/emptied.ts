import type { Db } from 'mongodb'
import type { CollectionNames } from '../src/collection-names.ts'

/** Empties the collections of a store, and leaves their indexes: to make them takes longer than most tests. */
export async function emptied(db: Db, names: CollectionNames): Promise<void> {
  const { meta, ...rows } = names
  await Promise.all(Object.values(rows).map((name) => db.collection(name).deleteMany({})))
  const blank = { step: 0, journal: null, turn: null }
  await db.collection<{ _id: string }>(meta).updateOne({ _id: 'store' }, { $set: blank })
}
