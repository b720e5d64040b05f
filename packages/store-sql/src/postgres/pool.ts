import type { ServerLink, ServerPool } from '../server/server-link.ts'
import type { PostgresClient, PostgresPool } from './driver.ts'
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
  #guarded = false

  constructor(target: PostgresPool | string) {
    this.#target = target
  }

  async lease(): Promise<ServerLink> {
    return new PostgresLink(await this.client())
  }

  async client(): ReturnType<PostgresPool['connect']> {
    try {
      const pool = await this.#pool()
      this.#guard(pool)
      return await pool.connect()
    } catch (error) {
      throw postgresErrors.translated(error)
    }
  }

  async close(): Promise<void> {
    const own = this.#own
    this.#own = null
    this.#guarded = false
    if (typeof this.#target !== 'string' && tells(this.#target)) {
      this.#target.removeListener('connect', guardClient)
    }
    if (own !== null) await (await own).end()
  }

  /**
   * A server that shuts down may say so right behind its welcome, before anybody whom the pool promised the new client
   * can listen to it; unheard, that would end the process.
   */
  #guard(pool: PostgresPool): void {
    if (this.#guarded || !tells(pool)) return
    this.#guarded = true
    pool.on('connect', guardClient)
  }

  #pool(): Promise<PostgresPool> | PostgresPool {
    if (typeof this.#target !== 'string') return this.#target
    this.#own ??= opened(this.#target)
    return this.#own
  }
}

/** A pool of pg tells of each client before it hands it out. */
interface TellingPool extends PostgresPool {
  on(event: 'connect', listener: (client: PostgresClient) => void): unknown
  removeListener(event: 'connect', listener: (client: PostgresClient) => void): unknown
}

function tells(pool: PostgresPool): pool is TellingPool {
  return (
    'on' in pool &&
    typeof pool.on === 'function' &&
    'removeListener' in pool &&
    typeof pool.removeListener === 'function'
  )
}

/** Whoever asks the client next hears of it. */
function guardClient(client: PostgresClient): void {
  client.on('error', ignore)
}

function ignore(): void {}

/** The driver is loaded by those alone who let us open the connection. */
async function opened(url: string): Promise<OwnPool> {
  const { default: pg } = await import('pg')
  const pool = new pg.Pool({ connectionString: url, application_name: 'punctual' })
  // A connection that breaks while nobody uses it is replaced when one is needed.
  pool.on('error', () => {})
  return pool
}
