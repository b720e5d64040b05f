import type { Clock, Millis } from '@punctual/core/store'
import type { Bell } from '../server/server.ts'
import type { Wake } from '../server/wake.ts'
import type { TableNames } from '../table-names.ts'
import { postgresDialect } from './dialect.ts'
import type { PostgresMessage, PostgresPoolClient } from './driver.ts'
import { queryOf } from './link.ts'
import type { PostgresConnections } from './pool.ts'

/** PostgreSQL refuses longer names of channels. */
const LONGEST = 63

/** Pause before a connection that was lost is opened again. */
const PAUSE: Millis = 1_000

/** Rings by NOTIFY, inside the transaction that it tells of, and hears by LISTEN on a connection of its own. */
export class PostgresBell implements Bell {
  readonly hears: boolean
  readonly #pool: PostgresConnections
  readonly #channel: string
  #line: Line | null = null

  constructor(
    pool: PostgresConnections,
    of: { readonly names: TableNames; readonly hears: boolean },
  ) {
    this.hears = of.hears
    this.#pool = pool
    this.#channel = channelOf(of.names)
  }

  ring({ at, news }: Wake): readonly string[] {
    if (at === null && !news) return []
    const channel = postgresDialect.literal(this.#channel)
    return [`SELECT pg_notify(${channel}, '${at ?? ''} ${news ? 'news' : ''}')`]
  }

  hear(clock: Clock, heard: (wake: Wake) => void): void {
    this.#line ??= new Line(this.#pool, { clock, heard, channel: this.#channel })
  }

  async rest(): Promise<void> {
    const line = this.#line
    this.#line = null
    await line?.end()
  }
}

/** Of the schema and the prefix as much as fits; who shares it by chance looks once too often. */
export function channelOf({ meta }: TableNames): string {
  return meta.replaceAll('"', '').slice(-LONGEST)
}

interface LineOptions {
  readonly clock: Clock
  readonly channel: string
  readonly heard: (wake: Wake) => void
}

/** A connection that listens, and is opened again when it was lost. */
class Line {
  readonly #pool: PostgresConnections
  readonly #options: LineOptions
  #client: PostgresPoolClient | null = null
  #opening: Promise<void>
  #cancel: (() => void) | null = null
  #ended = false

  constructor(pool: PostgresConnections, options: LineOptions) {
    this.#pool = pool
    this.#options = options
    this.#opening = this.#open(false)
  }

  async end(): Promise<void> {
    this.#ended = true
    this.#cancel?.()
    await this.#opening
    this.#drop()
  }

  /** What fails here is tried again: without it nodes find by looking what others changed. */
  async #open(again: boolean): Promise<void> {
    try {
      const client = await this.#pool.client()
      this.#client = client
      client.on('error', this.#lost)
      client.on('end', this.#lost)
      client.on('notification', this.#notified)
      await client.query(queryOf(`LISTEN "${this.#options.channel}"`))
      if (again && !this.#ended) this.#options.heard({ at: null, news: true })
    } catch {
      this.#lost()
    }
  }

  readonly #notified = ({ channel, payload = '' }: PostgresMessage): void => {
    if (channel !== this.#options.channel) return
    const [at = '', news = ''] = payload.split(' ')
    this.#options.heard({ at: at === '' ? null : Number(at), news: news !== '' })
  }

  readonly #lost = (): void => {
    this.#drop()
    if (this.#ended || this.#cancel !== null) return
    this.#cancel = this.#options.clock.setTimer(PAUSE, () => {
      this.#cancel = null
      if (!this.#ended) this.#opening = this.#open(true)
    })
  }

  /** It still listens, so it is not given back to those who do not. */
  #drop(): void {
    const client = this.#client
    this.#client = null
    client?.removeListener('end', this.#lost)
    client?.removeListener('notification', this.#notified)
    client?.release(true)
  }
}
