/** @import { Document } from 'bson' */
/** @import { Client } from './gateway-types.ts' */
import { BSON } from 'bson'
import pg from 'pg'
import {
  codeOf,
  DUPLICATE,
  duplicateMessage,
  isConflict,
  isWorthAnotherTry,
  MongoRefusal,
  unpackedState,
} from './error-codes.mjs'

const LOSSLESS = { promoteValues: false, promoteLongs: false, promoteBuffers: false }
const TRIES = 20

/** @param {Uint8Array} bytes */
export const parsed = (bytes) => BSON.deserialize(bytes)

/** @param {Document} document */
export const packed = (document) => Buffer.from(BSON.serialize(document, { ignoreUndefined: true }))

/** Calls the functions by which DocumentDB offers the commands of MongoDB in PostgreSQL. */
export class DocumentDb {
  /** Whoever lost a conflict tries again alone. @type {Promise<unknown>} */
  #last = Promise.resolve()

  /** @param {number} port */
  constructor(port) {
    // Documents come as text: BSONHEX and their bytes.
    const types = { getTypeParser: () => (/** @type {string} */ text) => text }
    this.pool = new pg.Pool({
      host: '127.0.0.1',
      port,
      user: 'postgres',
      database: 'postgres',
      max: 40,
      types,
      options: '-c search_path=documentdb_api_catalog,documentdb_api,documentdb_core,public',
    })
    // When the server stops, its connections break: who uses one hears of it by his call.
    this.pool.on('error', () => {})
    this.pool.on('connect', (client) => client.on('error', () => {}))
  }

  /**
   * One call, in a transaction of its own.
   * @param {string} name
   * @param {readonly unknown[]} values
   * @param {{ upsert?: boolean, on?: Client, procedure?: boolean }} [options]
   * @returns {Promise<readonly unknown[]>}
   */
  async call(name, values, { upsert = false, on = this.pool, procedure = false } = {}) {
    const marks = values.map((_, index) => `$${index + 1}`).join()
    const whole = name.includes('.') ? name : `documentdb_api.${name}`
    const text = `${procedure ? 'CALL' : 'SELECT * FROM'} ${whole}(${marks})`
    const go = async () => {
      const query = { name: `${name} ${values.length}`, text, values: [...values] }
      const { rows } = await on.query({ ...query, rowMode: 'array' })
      return (rows[0] ?? []).map(bytesIn)
    }
    try {
      return await go()
    } catch (error) {
      if (!isWorthAnotherTry(stateIn(error), upsert)) throw error
      return this.#alone(() => insisted(go, upsert))
    }
  }

  /**
   * insert, update or delete: each operation by itself, as mongod does them.
   * @param {'insert' | 'update' | 'delete'} name
   * @param {string} db
   * @param {{ body: Uint8Array, field: string, sequence: readonly Uint8Array[] | undefined }} request
   */
  async write(name, db, { body, field, sequence }) {
    const command = BSON.deserialize(body, LOSSLESS)
    /** @type {Document[]} */
    const operations = sequence?.map((one) => BSON.deserialize(one, LOSSLESS)) ?? command[field]
    delete command[field]
    const ordered = command['ordered'] !== false
    const many = name === 'insert' && operations.length > 64
    const groups = many ? [operations] : operations.map((one) => [one])
    const total = { n: 0, nModified: 0 }
    const upserted = []
    const writeErrors = []
    let before = 0
    for (const group of groups) {
      const made = await this.#writeOne(name, db, { ...command, [field]: group })
      total.n += made.n
      total.nModified += made.nModified ?? 0
      for (const one of made.upserted ?? []) {
        upserted.push({ ...one, index: one.index + before })
      }
      writeErrors.push(...made.errors.map((error) => ({ ...error, index: error.index + before })))
      before += group.length
      if (writeErrors.length > 0 && ordered) break
    }
    return {
      n: total.n,
      ...(name === 'update' ? { nModified: total.nModified } : {}),
      ...(upserted.length > 0 ? { upserted } : {}),
      ...(writeErrors.length > 0 ? { writeErrors } : {}),
      ok: 1,
    }
  }

  /**
   * @param {string} name
   * @param {string} db
   * @param {Document} command
   * @returns {Promise<{ n: number, nModified?: number, upserted?: { index: number }[], errors: { index: number }[] }>}
   */
  async #writeOne(name, db, command) {
    const argument = packed(command)
    const [only] = parsed(argument)['updates'] ?? []
    const upsert = only?.upsert === true
    const go = async () => {
      const [answer, ok] = await this.call(name, [db, argument])
      const made = parsed(bytesOf(answer))
      const states = ok === 't' ? [] : (made['writeErrors'] ?? []).map(stateOfWrite)
      return { made, states }
    }
    let { made, states } = await go()
    const again = (/** @type {number} */ tries) =>
      states.some((/** @type {string} */ state) => isWorthAnotherTry(state, upsert && tries < 3))
    if (again(0)) {
      await this.#alone(async () => {
        for (let tries = 0; tries < TRIES && again(tries); tries += 1)
          ({ made, states } = await go())
      })
    }
    if (states.some(isConflict)) throw new MongoRefusal(112, 'WriteConflict')
    const errors = (made['writeErrors'] ?? []).map(writeError)
    return { n: 0, ...made, errors }
  }

  /**
   * @template T
   * @param {() => Promise<T>} work
   * @returns {Promise<T>}
   */
  #alone(work) {
    const done = this.#last.then(work)
    this.#last = done.catch(() => {})
    return done
  }
}

/**
 * @template T
 * @param {() => Promise<T>} go
 * @param {boolean} upsert
 */
async function insisted(go, upsert) {
  for (let tries = 0; ; tries += 1) {
    try {
      return await go()
    } catch (error) {
      if (tries > TRIES || !isWorthAnotherTry(stateIn(error), upsert && tries < 3)) throw error
    }
  }
}

/** @param {unknown} value */
function bytesIn(value) {
  const isDocument = typeof value === 'string' && value.startsWith('BSONHEX')
  return isDocument ? Buffer.from(value.slice('BSONHEX'.length), 'hex') : value
}

/** @param {unknown} value */
export function bytesOf(value) {
  if (value instanceof Uint8Array) return value
  throw new Error('DocumentDB answered without a document')
}

/** @param {unknown} error */
function stateIn(error) {
  const named = error instanceof Error && 'code' in error
  return named && typeof error.code === 'string' ? error.code : undefined
}

/** @param {{ code: number }} error */
const stateOfWrite = ({ code }) => unpackedState(code)

/** @param {{ index: number, code: number, errmsg: string }} error */
function writeError({ index, code: packedState, errmsg }) {
  const code = codeOf(unpackedState(packedState))
  if (code !== DUPLICATE) return { index, code, errmsg }
  return { index, code, errmsg: duplicateMessage(errmsg), keyPattern: {}, keyValue: {} }
}
