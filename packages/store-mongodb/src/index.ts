export { mongoStore } from './mongo-store.ts'

export type {
  MongoDbOptions,
  MongoSharedOptions,
  MongoStoreOptions,
  MongoUrlOptions,
} from './mongo-store.ts'
export type { MongoChangeStream, MongoCollection, MongoCursor, MongoDb } from './driver.ts'
