import type { Script } from '../scripts/script.ts'
import type { Connect, RedisConnection } from './redis-connection.ts'
import { runScript } from './run-script.ts'

interface ScriptArguments {
  keys: string[]
  arguments: string[]
}

/** The part of a client or a cluster of node-redis that the store uses. */
export interface NodeRedisClient {
  readonly isOpen: boolean
  readonly isReady: boolean
  // As methods, so that the overloads of node-redis fit.
  evalSha(sha: string, options: ScriptArguments): Promise<unknown>
  eval(script: string, options: ScriptArguments): Promise<unknown>
  duplicate(override?: object): NodeRedisClient
  connect(): Promise<unknown>
  subscribe(channel: string, listener: (message: string) => void): Promise<unknown>
  on(event: 'error', listener: (error: Error) => void): unknown
  close(): Promise<unknown>
  destroy(): void
}

/** While there is no connection, calls are refused at once: the engine has patience of its own. */
const TO_CALL = { disableOfflineQueue: true } as const
/** What is listened to is asked for again once there is a connection again. */
const TO_LISTEN = { disableOfflineQueue: false } as const

/** Connections like that of a client of node-redis, which itself is never used, nor needs to be connected. */
export function nodeRedisConnect(client: NodeRedisClient): Connect {
  return async () => new NodeRedisConnection(client, await connected(client, TO_CALL))
}

class NodeRedisConnection implements RedisConnection {
  readonly #origin: NodeRedisClient
  readonly #commands: NodeRedisClient
  #subscriber: NodeRedisClient | null = null
  #closed = false

  constructor(origin: NodeRedisClient, commands: NodeRedisClient) {
    this.#origin = origin
    this.#commands = commands
  }

  run(script: Script, keys: readonly string[], args: readonly string[]): Promise<unknown> {
    const options = { keys: [...keys], arguments: [...args] }
    return runScript(
      () => this.#commands.evalSha(script.sha, options),
      () => this.#commands.eval(script.text, options),
    )
  }

  async subscribe(channel: string, heard: (message: string) => void): Promise<void> {
    const subscriber = await connected(this.#origin, TO_LISTEN)
    this.#subscriber = subscriber
    try {
      await subscriber.subscribe(channel, heard)
    } catch (error) {
      this.#subscriber = null
      subscriber.destroy()
      throw error
    }
    if (this.#closed) await closed(subscriber)
  }

  isOver(): boolean {
    return !this.#commands.isOpen
  }

  async close(): Promise<void> {
    this.#closed = true
    await Promise.all([closed(this.#commands), closed(this.#subscriber)])
  }
}

async function connected(origin: NodeRedisClient, own: object): Promise<NodeRedisClient> {
  // What is meant for the nodes of a cluster would stand in the place of all settings that they share, passwords too.
  const client = 'slots' in origin ? origin.duplicate() : origin.duplicate(own)
  // Once it is connected every call tells of a failed connection by itself; before, it would try for ever.
  const failed = new Promise<never>((_, reject) => client.on('error', reject))
  try {
    await Promise.race([client.connect(), failed])
  } catch (error) {
    client.destroy()
    throw error
  }
  return client
}

/** What is under way is answered first; a connection that is down has nothing under way. */
async function closed(client: NodeRedisClient | null): Promise<void> {
  if (client === null) return
  if (client.isReady) await client.close().catch(() => {})
  else if (client.isOpen) client.destroy()
}
