import type { Script } from '../scripts/script.ts'
import type { Connect, RedisConnection } from './redis-connection.ts'
import { runScript } from './run-script.ts'

interface ScriptArguments {
  keys: string[]
  arguments: string[]
}

/** The part of a client or a cluster of node-redis that the store uses. */
export interface NodeRedisClient {
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
const OWN = { disableOfflineQueue: true } as const

/** Connections like that of a client of node-redis, which itself is never used, nor needs to be connected. */
export function nodeRedisConnect(client: NodeRedisClient): Connect {
  return async () => new NodeRedisConnection(client, await connected(client))
}

class NodeRedisConnection implements RedisConnection {
  readonly #origin: NodeRedisClient
  readonly #commands: NodeRedisClient
  #subscriber: NodeRedisClient | null = null

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
    this.#subscriber = await connected(this.#origin)
    await this.#subscriber.subscribe(channel, heard)
  }

  async close(): Promise<void> {
    await Promise.all([closed(this.#commands), closed(this.#subscriber)])
  }
}

async function connected(origin: NodeRedisClient): Promise<NodeRedisClient> {
  // A cluster takes what is meant for its nodes by another name.
  const own = 'slots' in origin ? origin.duplicate({ defaults: OWN }) : origin.duplicate(OWN)
  // Once it is connected every call tells of a failed connection by itself; before, it would try for ever.
  const failed = new Promise<never>((_, reject) => own.on('error', reject))
  try {
    await Promise.race([own.connect(), failed])
  } catch (error) {
    own.destroy()
    throw error
  }
  return own
}

/** What is under way is answered first; a connection that is down has nothing under way. */
async function closed(client: NodeRedisClient | null): Promise<void> {
  if (client === null) return
  if (client.isReady) await client.close().catch(() => {})
  else client.destroy()
}
