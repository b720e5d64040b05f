/** The slice of the driver that the store uses, so that its types need no driver. The package `mongodb` 7 fits. */
export interface MongoDb {
  collection(name: string, options?: object): MongoCollection
  command(command: object, options?: object): Promise<object>
}

export interface MongoClient {
  connect(): Promise<unknown>
  db(name?: string): MongoDb
  close(): Promise<void>
}

export interface MongoCollection {
  find(filter: object, options?: object): MongoCursor
  findOne(filter: object, options?: object): Promise<object | null>
  aggregate(pipeline: object[], options?: object): MongoCursor
  insertOne(document: object, options?: object): Promise<unknown>
  updateOne(
    filter: object,
    update: object,
    options?: object,
  ): Promise<{ readonly matchedCount: number }>
  updateMany(filter: object, update: object, options?: object): Promise<unknown>
  findOneAndUpdate(filter: object, update: object, options?: object): Promise<object | null>
  deleteMany(filter: object, options?: object): Promise<{ readonly deletedCount: number }>
  bulkWrite(operations: readonly object[], options?: object): Promise<unknown>
  createIndexes(indexes: object[], options?: object): Promise<unknown>
  watch(pipeline: object[], options?: object): MongoChangeStream
}

export interface MongoCursor {
  toArray(): Promise<object[]>
}

export interface MongoChangeStream {
  on(event: string, heard: (what: object) => void): unknown
  close(): Promise<void>
}
