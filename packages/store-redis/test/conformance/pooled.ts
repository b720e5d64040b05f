import type { Connect, RedisConnection } from '../../src/connection/redis-connection.ts'

/** Connections that serve one handle after the other: to make one takes longer than most cases. */
export class Pool implements AsyncDisposable {
  readonly #connect: Connect
  readonly #idle: RedisConnection[] = []

  constructor(connect: Connect) {
    this.#connect = connect
  }

  readonly connect: Connect = async () => {
    const connection = this.#idle.pop() ?? (await this.#connect())
    let listens = false
    return {
      run: (script, keys, args) => connection.run(script, keys, args),
      async subscribe(channel, heard) {
        listens = true
        await connection.subscribe(channel, heard)
      },
      isOver: () => connection.isOver(),
      close: async () => {
        if (listens) await connection.close()
        else this.#idle.push(connection)
      },
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.#idle.map((connection) => connection.close()))
  }
}
