export { mysqlSchema, mysqlStore } from './mysql-store.ts'

export type {
  MysqlConnection,
  MysqlField,
  MysqlPool,
  MysqlPoolConnection,
  MysqlPromisePool,
  MysqlQuery,
} from './driver.ts'
export type {
  MysqlPoolOptions,
  MysqlSchemaOptions,
  MysqlStoreOptions,
  MysqlUrlOptions,
} from './mysql-store.ts'
