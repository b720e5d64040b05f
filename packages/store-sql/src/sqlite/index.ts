export { sqliteSchema, sqliteStore } from './sqlite-store.ts'

export type { SqliteDatabase, SqliteStatement } from './sqlite-database.ts'
export type {
  SqliteConnectionOptions,
  SqliteFileOptions,
  SqliteSharedOptions,
  SqliteStoreOptions,
} from './sqlite-store.ts'
