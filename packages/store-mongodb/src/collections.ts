import type { CollectionNames, RowKind } from './collection-names.ts'
import type { MongoCollection, MongoDb } from './driver.ts'

/** Whatever the application chose for its own documents: numbers come as numbers, and nothing is left out. */
const BSON = {
  promoteValues: true,
  promoteLongs: true,
  useBigInt64: false,
  ignoreUndefined: false,
  raw: false,
}

/** The collections of a store. */
export interface Collections {
  readonly meta: MongoCollection
  readonly journal: MongoCollection
  readonly rows: Readonly<Record<RowKind, MongoCollection>>
  /** Whether the server tells of changes: replica sets do, also behind a router. */
  readonly tells: boolean
}

/**
 * A write has happened when the majority of the replica set has it, and only such writes are read: what a step is built on
 * can then not be undone by a change of the primary. A server alone is its own majority.
 */
export async function collectionsOf(db: MongoDb, names: CollectionNames): Promise<Collections> {
  const hello = await db.command({ hello: 1 })
  const set = 'setName' in hello || ('msg' in hello && hello.msg === 'isdbgrid')
  const options = {
    ...BSON,
    readPreference: 'primary',
    writeConcern: { w: 'majority', wtimeoutMS: 10_000 },
    ...(set ? { readConcern: { level: 'majority' } } : {}),
  }
  const open = (name: string): MongoCollection => db.collection(name, options)
  return {
    meta: open(names.meta),
    journal: open(names.journal),
    rows: {
      jobs: open(names.jobs),
      runs: open(names.runs),
      spans: open(names.spans),
      follows: open(names.follows),
      nodes: open(names.nodes),
    },
    tells: set,
  }
}
