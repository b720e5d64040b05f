export { mongoStore } from './mongo-store.ts'

export type {
  MongoDbOptions,
  MongoSharedOptions,
  MongoStoreOptions,
  MongoUrlOptions,
} from './mongo-store.ts'
export type {
  MongoChangeStream,
  MongoClient,
  MongoCollection,
  MongoCursor,
  MongoDb,
} from './driver.ts'
