/** @import { PoolClient } from 'pg' */
/** @import { DocumentDb } from './document-db.mjs' */
/** @import { Command } from './gateway-types.ts' */
import { MongoRefusal } from './error-codes.mjs'

/** The cursors that drivers have open. One that DocumentDB keeps in a connection holds on to it. */
export class Cursors {
  #db
  /** @type {Map<string, { rest: unknown, db: string, client: PoolClient | null }>} */
  #open = new Map()

  /** @param {DocumentDb} db */
  constructor(db) {
    this.#db = db
  }

  /**
   * @param {string} name
   * @param {Command} command
   */
  async first(name, { db, body }) {
    const client = await this.#db.pool.connect()
    let keep = false
    try {
      const [page, rest, persistent, id] = await this.#db.call(name, [db, body], { on: client })
      if (isGiven(rest)) {
        keep = persistent === 't'
        this.#open.set(String(id), { rest, db, client: keep ? client : null })
      }
      return page
    } finally {
      if (!keep) client.release()
    }
  }

  /**
   * @param {string} id
   * @param {Uint8Array} body
   */
  async next(id, body) {
    const cursor = this.#open.get(id)
    if (cursor === undefined) throw new MongoRefusal(43, `cursor id ${id} not found`)
    const on = cursor.client ?? this.#db.pool
    const [page, rest] = await this.#db.call('cursor_get_more', [cursor.db, body, cursor.rest], {
      on,
    })
    if (isGiven(rest)) cursor.rest = rest
    else {
      cursor.client?.release()
      this.#open.delete(id)
    }
    return page
  }

  /**
   * Whether there was one.
   * @param {string} id
   */
  close(id) {
    const cursor = this.#open.get(id)
    this.#open.delete(id)
    cursor?.client?.release(true)
    return cursor !== undefined
  }
}

/** @param {unknown} rest */
const isGiven = (rest) => rest !== null && rest !== undefined && rest !== ''
