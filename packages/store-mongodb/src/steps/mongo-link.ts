import { PunctualError } from '@punctual/core/store'
import { collectionsOf, type Collections } from '../collections.ts'
import type { CollectionNames } from '../collection-names.ts'
import type { MongoClient, MongoDb } from '../driver.ts'
import { INDEXES, makeIndexes } from '../indexes.ts'
import type { JournalLimits } from '../journal/chunks.ts'
import { JournalKeeper } from '../journal/journal-keeper.ts'
import { Meta } from '../journal/meta.ts'
import { openClient } from './open-client.ts'

/** The form of the documents; a later version that old ones cannot write raises `minWriter`. */
const SCHEMA = 1

/** A database that is the caller's, or one that we connect to and disconnect from. */
export type MongoTarget =
  | { readonly db: MongoDb }
  | { readonly url: string; readonly database: string | null }

/** An open store. */
export interface MongoLink {
  readonly collections: Collections
  readonly meta: Meta
  readonly keeper: JournalKeeper
  readonly schema: number
  /** No two openings of a store have the same. */
  readonly opened: number
  /** Of our own connection only. */
  readonly client: MongoClient | null
}

export async function openLink(
  target: MongoTarget,
  names: CollectionNames,
  limits: JournalLimits,
): Promise<MongoLink> {
  const client = 'db' in target ? null : await openClient(target.url)
  const db = 'db' in target ? target.db : client?.db(target.database ?? undefined)
  try {
    if (db === undefined) throw new Error('a connection without a database')
    return { ...(await enter(await collectionsOf(db, names), limits)), client }
  } catch (error) {
    await client?.close()
    throw error
  }
}

async function enter(
  collections: Collections,
  limits: JournalLimits,
): Promise<Omit<MongoLink, 'client'>> {
  const meta = new Meta(collections)
  const found = await meta.enter({ schema: SCHEMA, minWriter: SCHEMA, indexes: 0 })
  const { schema, minWriter, indexes, opened } = found
  if (Number(minWriter) > SCHEMA) {
    throw new PunctualError(
      'PUNCTUAL_STORE_SCHEMA',
      `the store has the form ${String(minWriter)} and this version writes the form ${SCHEMA}: update @punctual/store-mongodb`,
    )
  }
  if (Number(indexes) < INDEXES) {
    await makeIndexes(collections)
    await meta.note({ indexes: INDEXES })
  }
  const number = Number(opened)
  const keeper = new JournalKeeper(collections, meta, { opened: number, limits })
  return { collections, meta, keeper, schema: Number(schema), opened: number }
}
