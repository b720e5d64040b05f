/** @import { Document } from 'bson' */
/** @import { Command } from './gateway-types.ts' */
/** @import { DocumentDb } from './document-db.mjs' */
import { Long } from 'bson'
import { Cursors } from './cursors.mjs'
import { bytesOf, packed, parsed } from './document-db.mjs'
import { MongoRefusal } from './error-codes.mjs'

const hello = () => ({
  ismaster: true,
  isWritablePrimary: true,
  helloOk: true,
  maxBsonObjectSize: 16_777_216,
  maxMessageSizeBytes: 48_000_000,
  maxWriteBatchSize: 100_000,
  localTime: new Date(),
  logicalSessionTimeoutMinutes: 30,
  minWireVersion: 0,
  maxWireVersion: 25,
  readOnly: false,
  ok: 1,
})
const done = () => ({ ok: 1 })

/** @type {Readonly<Record<string, () => Document>>} */
const constant = {
  hello,
  ismaster: hello,
  ping: done,
  endsessions: done,
  killsessions: done,
  refreshsessions: done,
  buildinfo: () => ({ version: '8.0.0', versionArray: [8, 0, 0, 0], modules: [], ok: 1 }),
  getparameter: () => ({ featureCompatibilityVersion: { version: '8.0' }, ok: 1 }),
  connectionstatus: () => ({ authInfo: { authenticatedUsers: [] }, ok: 1 }),
}
/** The functions that read, page by page. @type {Readonly<Record<string, string>>} */
const paged = {
  find: 'find_cursor_first_page',
  aggregate: 'aggregate_cursor_first_page',
  listindexes: 'list_indexes_cursor_first_page',
  listcollections: 'list_collections_cursor_first_page',
}
/** The functions that take the database and the command, and answer. @type {Readonly<Record<string, string>>} */
const plain = {
  count: 'count_query',
  distinct: 'distinct_query',
  create: 'create_collection_view',
}
const writes = /** @type {const} */ ({ insert: 'documents', update: 'updates', delete: 'deletes' })

/** Answers the commands of drivers. Transactions are not among them: the store needs none. */
export class Commands {
  #db
  #cursors

  /** @param {DocumentDb} db */
  constructor(db) {
    this.#db = db
    this.#cursors = new Cursors(db)
  }

  /**
   * @param {Command} command
   * @returns {Promise<Uint8Array>}
   */
  async answer(command) {
    const answer = await this.#run(command)
    return answer instanceof Uint8Array ? answer : packed(answer)
  }

  /**
   * @param {Command} command
   * @returns {Promise<Document | Uint8Array>}
   */
  async #run(command) {
    const name = command.name.toLowerCase()
    if (command.head['autocommit'] === false) {
      throw new MongoRefusal(20, 'this server has no transactions')
    }
    const fixed = constant[name]
    if (fixed !== undefined) return fixed()
    if (name === 'insert' || name === 'update' || name === 'delete') {
      const field = writes[name]
      const sequence = command.sequences[field]
      return this.#db.write(name, command.db, { body: command.body, field, sequence })
    }
    const first = paged[name]
    if (first !== undefined) return bytesOf(await this.#cursors.first(first, command))
    const other = plain[name]
    if (other !== undefined) {
      const [answer] = await this.#db.call(other, [command.db, command.body])
      return bytesOf(answer)
    }
    return this.#runOther(name, command)
  }

  /**
   * @param {string} name
   * @param {Command} command
   */
  async #runOther(name, { name: given, db, body, head }) {
    const subject = String(head[given])
    switch (name) {
      case 'findandmodify': {
        const upsert = head['upsert'] === true
        const [answer] = await this.#db.call('find_and_modify', [db, body], { upsert })
        return bytesOf(answer)
      }
      case 'getmore':
        return bytesOf(await this.#cursors.next(subject, body))
      case 'killcursors':
        return this.#kill(head['cursors'])
      case 'createindexes': {
        const make = 'documentdb_api_internal.create_indexes_non_concurrently'
        const [answer] = await this.#db.call(make, [db, body, false])
        return { ...parsed(bytesOf(answer)), ok: 1 }
      }
      case 'drop':
        await this.#db.call('drop_collection', [db, subject])
        return { ns: `${db}.${subject}`, ok: 1 }
      case 'dropdatabase':
        await this.#db.call('drop_database', [db])
        return { dropped: db, ok: 1 }
      case 'listdatabases': {
        const [answer] = await this.#db.call('list_databases', [body])
        return bytesOf(answer)
      }
      default:
        throw new MongoRefusal(59, `no such command: '${given}'`)
    }
  }

  /** @param {unknown} cursors */
  #kill(cursors) {
    const ids = Array.isArray(cursors) ? cursors.map(String) : []
    const [killed, unknown] = [
      ids.filter((id) => this.#cursors.close(id)),
      /** @type {string[]} */ ([]),
    ]
    const longs = (/** @type {string[]} */ list) => list.map((id) => Long.fromString(id))
    return { cursorsKilled: longs(killed), cursorsNotFound: longs(unknown), ok: 1 }
  }
}
