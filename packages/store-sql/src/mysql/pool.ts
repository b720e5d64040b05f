import type { ServerLink, ServerPool } from '../server/server-link.ts'
import type { MysqlPool, MysqlPromisePool } from './driver.ts'
import { mysqlErrors } from './errors.ts'
import { MysqlLink } from './link.ts'

/** A pool that we opened. */
interface OwnPool extends MysqlPromisePool {
  end(): Promise<void>
}

/** Leases connections of the application's pool, or of one of our own, which is opened when first needed. */
export class MysqlConnections implements ServerPool {
  readonly #target: MysqlPool | string
  #own: Promise<OwnPool> | null = null

  constructor(target: MysqlPool | string) {
    this.#target = target
  }

  async lease(): Promise<ServerLink> {
    try {
      const connection = await (await this.#pool()).getConnection()
      return new MysqlLink(connection, { together: this.#own !== null })
    } catch (error) {
      throw mysqlErrors.translated(error)
    }
  }

  async close(): Promise<void> {
    const own = this.#own
    this.#own = null
    if (own !== null) await (await own).end()
  }

  #pool(): Promise<MysqlPromisePool> | MysqlPromisePool {
    const target = this.#target
    if (typeof target !== 'string') return 'promise' in target ? target.promise() : target
    this.#own ??= opened(target)
    return this.#own
  }
}

/** The driver is loaded by those alone who let us open the connection. */
async function opened(uri: string): Promise<OwnPool> {
  const { createPool } = await import('mysql2/promise')
  const pool = createPool({ uri, multipleStatements: true, connectionLimit: 10 })
  // By default a statement waits 50 seconds for a row.
  pool.on('connection', (connection) => {
    void connection.query('SET SESSION innodb_lock_wait_timeout = 3')
  })
  return pool
}
