import type { Connect, RedisConnection } from './connection/redis-connection.ts'
import { redisError } from './connection/redis-errors.ts'
import type { Call } from './scripts/call.ts'
import type { Script } from './scripts/script.ts'
import { enter, type Entered } from './steps/schema.ts'

export interface Linked extends Entered {
  readonly connection: RedisConnection
}

/** The way to the server: made when it is first needed, and again when it is needed after it was closed. */
export class Link {
  readonly #connect: Connect
  readonly #prefix: string
  #linked: Promise<Linked> | null = null

  constructor(connect: Connect, prefix: string) {
    this.#connect = connect
    this.#prefix = prefix
  }

  async linked(): Promise<Linked> {
    const known = this.#linked
    if (known !== null) {
      const linked = await known
      if (!linked.connection.isOver()) return linked
      if (this.#linked === known) this.#linked = null
      return this.linked()
    }
    const linked = this.#made()
    this.#linked = linked
    linked.catch(() => {
      if (this.#linked === linked) this.#linked = null
    })
    return linked
  }

  /** Enters the store anew: it may have been emptied, or written by a later version. */
  async open(): Promise<Entered> {
    const { connection } = await this.linked()
    return enter((script, call) => run(connection, script, call), this.#prefix)
  }

  async run(script: Script, call: Call): Promise<unknown> {
    const { connection } = await this.linked()
    return run(connection, script, call)
  }

  async close(): Promise<void> {
    const linked = this.#linked
    this.#linked = null
    // One that could not be made has nothing to close; whoever needed it was told.
    const made = await linked?.catch(() => null)
    await made?.connection.close()
  }

  async #made(): Promise<Linked> {
    const connection = await told(() => this.#connect())
    try {
      const entered = await enter((script, call) => run(connection, script, call), this.#prefix)
      return { connection, ...entered }
    } catch (error) {
      await connection.close()
      throw error
    }
  }
}

function run(connection: RedisConnection, script: Script, { keys, args }: Call): Promise<unknown> {
  return told(() => connection.run(script, keys, args))
}

async function told<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    throw redisError(error)
  }
}
