import type { ServerLink, ServerPool } from '../server/server-link.ts'
import type { PostgresPool } from './driver.ts'
import { PostgresLink } from './link.ts'
import { postgresErrors } from './errors.ts'

/** A pool that we opened. */
interface OwnPool extends PostgresPool {
  end(): Promise<void>
}

/** Leases connections of the application's pool, or of one of our own, which is opened when first needed. */
export class PostgresConnections implements ServerPool {
  readonly #target: PostgresPool | string
  #own: Promise<OwnPool> | null = null

  constructor(target: PostgresPool | string) {
    this.#target = target
  }

  async lease(): Promise<ServerLink> {
    return new PostgresLink(await this.client())
  }

  async client(): ReturnType<PostgresPool['connect']> {
    try {
      return await (await this.#pool()).connect()
    } catch (error) {
      throw postgresErrors.translated(error)
    }
  }

  async close(): Promise<void> {
    const own = this.#own
    this.#own = null
    if (own !== null) await (await own).end()
  }

  #pool(): Promise<PostgresPool> | PostgresPool {
    if (typeof this.#target !== 'string') return this.#target
    this.#own ??= opened(this.#target)
    return this.#own
  }
}

/** The driver is loaded by those alone who let us open the connection. */
async function opened(url: string): Promise<OwnPool> {
  const { default: pg } = await import('pg')
  const pool = new pg.Pool({ connectionString: url, application_name: 'punctual' })
  // A connection that breaks while nobody uses it is replaced when one is needed.
  pool.on('error', () => {})
  return pool
}
