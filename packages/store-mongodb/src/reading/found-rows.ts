import type { EpochMs } from '@punctual/core/store'
import type { MongoCollection } from '../driver.ts'
import { asRowDocument, isThere, type RowDocument } from '../rows/document.ts'
import type { RowCodec } from '../rows/row-codec.ts'

export interface FindOptions {
  readonly sort?: object
  readonly limit?: number
  readonly projection?: object
}

/** The documents that match, without graves. */
export async function foundDocuments(
  collection: MongoCollection,
  filter: object,
  options: FindOptions = {},
): Promise<readonly RowDocument[]> {
  const found = await collection.find(filter, options).toArray()
  return found.map(asRowDocument).filter(isThere)
}

/** The same as rows. */
export async function foundRows<T extends object>(
  collection: MongoCollection,
  codec: RowCodec<T>,
  filter: object,
  options: FindOptions = {},
): Promise<readonly T[]> {
  const found = await foundDocuments(collection, filter, options)
  return found.map((document) => codec.row(document))
}

/** The ids of rows that were deleted before an instant. */
export async function foundGraves(
  collection: MongoCollection,
  until: EpochMs,
  limit: number,
): Promise<readonly string[]> {
  const options = { limit, projection: { step: 1 } }
  const found = await collection.find({ gone: { $lt: until } }, options).toArray()
  return found.map((document) => asRowDocument(document)._id)
}
