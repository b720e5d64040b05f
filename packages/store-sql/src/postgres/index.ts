export { postgresSchema, postgresStore } from './postgres-store.ts'

export type { PostgresClient, PostgresPool, PostgresPoolClient, PostgresQuery } from './driver.ts'
export type {
  PostgresPoolOptions,
  PostgresSchemaOptions,
  PostgresSharedOptions,
  PostgresStoreOptions,
  PostgresUrlOptions,
} from './postgres-store.ts'
