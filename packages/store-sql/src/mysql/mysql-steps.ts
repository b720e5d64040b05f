import type { Tx } from '@punctual/core/store'
import type { MigrationLock } from '../server/migrate.ts'
import { ServerSteps } from '../server/server-steps.ts'
import type { TableNames } from '../table-names.ts'
import { mysqlDialect } from './dialect.ts'
import type { MysqlPool } from './driver.ts'
import { isThereAlready, mysqlErrors } from './errors.ts'
import { MysqlTxLink } from './tx-link.ts'
import { MysqlConnections } from './pool.ts'

export interface MysqlStepsOptions {
  /** A pool of the application, or the address to open one at. */
  readonly target: MysqlPool | string
  readonly names: TableNames
  readonly clock: 'server' | 'scheduler'
}

/** Atomic steps over the rows of a MySQL or MariaDB database. Nobody is told of changes: nodes find them by looking. */
export function mysqlSteps({ target, names, clock }: MysqlStepsOptions): ServerSteps {
  const server = {
    dialect: mysqlDialect,
    errors: mysqlErrors,
    pool: new MysqlConnections(target),
    lock: migrationLock,
    linkOf: (tx: Tx) => new MysqlTxLink(tx),
    bell: null,
  }
  return new ServerSteps(server, { names, clock })
}

/** A statement that makes a table ends the transaction, so the lock is the session's, and a broken migration goes on later. */
const migrationLock: MigrationLock = {
  begin: ({ meta }) => [`SELECT GET_LOCK(${lockName(meta)}, 60) AS got`],
  end: ({ meta }) => [`DO RELEASE_LOCK(${lockName(meta)})`],
  abandon: ({ meta }) => [`DO RELEASE_LOCK(${lockName(meta)})`],
  prepare: [],
  isDone: isThereAlready,
}

function lockName(meta: string): string {
  return `CONCAT('punctual ', SHA1(CONCAT(DATABASE(), '.', ${mysqlDialect.literal(meta)})))`
}
