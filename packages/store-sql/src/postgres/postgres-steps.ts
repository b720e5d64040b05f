import type { Tx } from '@punctual/core/store'
import { ServerSteps } from '../server/server-steps.ts'
import type { TableNames } from '../table-names.ts'
import { postgresDialect } from './dialect.ts'
import type { PostgresPool } from './driver.ts'
import { postgresErrors } from './errors.ts'
import { postgresMigrationLock } from './migration-lock.ts'
import { PostgresBell } from './bell.ts'
import { PostgresTxLink } from './tx-link.ts'
import { PostgresConnections } from './pool.ts'

export interface PostgresStepsOptions {
  /** A pool of the application, or the address to open one at. */
  readonly target: PostgresPool | string
  readonly names: TableNames
  readonly schema: string | null
  /** Whether a connection waits for notifications. */
  readonly listen: boolean
  readonly clock: 'server' | 'scheduler'
}

/** Atomic steps over the rows of a PostgreSQL database. */
export function postgresSteps({
  target,
  names,
  schema,
  listen,
  clock,
}: PostgresStepsOptions): ServerSteps {
  const pool = new PostgresConnections(target)
  const server = {
    dialect: postgresDialect,
    errors: postgresErrors,
    pool,
    lock: postgresMigrationLock(schema),
    linkOf: (tx: Tx) => new PostgresTxLink(tx),
    bell: new PostgresBell(pool, { names, hears: listen }),
  }
  return new ServerSteps(server, { names, clock })
}
