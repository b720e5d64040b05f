import type { Script } from '../scripts/script.ts'
import type { Connect, RedisConnection } from './redis-connection.ts'
import { runScript } from './run-script.ts'

/** The part of a `Redis` of ioredis that the store uses. */
export interface IoredisClient {
  readonly status: string
  readonly isCluster: boolean
  // As methods, so that the overloads of ioredis fit.
  call(command: string, args: string[]): Promise<unknown>
  duplicate(override?: object, clusterOverride?: object): IoredisClient
  connect(): Promise<unknown>
  subscribe(channel: string): Promise<unknown>
  on(event: 'error', listener: (error: Error) => void): unknown
  on(event: 'message', listener: (channel: string, message: string) => void): unknown
  quit(): Promise<unknown>
  disconnect(): void
}

/**
 * A command whose answer was lost is not sent again: it may have been carried out, and only the engine can find out. So all
 * commands under way are refused as soon as their connection is lost, which ioredis does when none may be tried again.
 */
const OWN_NODE = {
  autoResendUnfulfilledCommands: false,
  maxRetriesPerRequest: 0,
  autoResubscribe: true,
  enableAutoPipelining: false,
  keyPrefix: '',
} as const
const OWN = {
  ...OWN_NODE,
  retryStrategy: (times: number) => Math.min(times * 50, 2_000),
  lazyConnect: true,
} as const
/** A cluster, too, sends a command again whose connection broke, unless it has no time for it. */
const OWN_CLUSTER = {
  retryDelayOnFailover: 0,
  scaleReads: 'master',
  enableAutoPipelining: false,
  keyPrefix: '',
  lazyConnect: true,
  redisOptions: OWN_NODE,
} as const

/** Connections like that of a client of ioredis, which itself is never used. */
export function ioredisConnect(client: IoredisClient): Connect {
  return async () => {
    const commands = await connected(client)
    return new IoredisConnection(client, commands)
  }
}

class IoredisConnection implements RedisConnection {
  readonly #origin: IoredisClient
  readonly #commands: IoredisClient
  #subscriber: IoredisClient | null = null
  #closed = false

  constructor(origin: IoredisClient, commands: IoredisClient) {
    this.#origin = origin
    this.#commands = commands
  }

  run(script: Script, keys: readonly string[], args: readonly string[]): Promise<unknown> {
    const rest = [String(keys.length), ...keys, ...args]
    return runScript(
      () => this.#commands.call('evalsha', [script.sha, ...rest]),
      () => this.#commands.call('eval', [script.text, ...rest]),
    )
  }

  async subscribe(channel: string, heard: (message: string) => void): Promise<void> {
    const subscriber = await connected(this.#origin)
    this.#subscriber = subscriber
    subscriber.on('message', (on: string, message: string) => {
      if (on === channel) heard(message)
    })
    try {
      await subscriber.subscribe(channel)
    } catch (error) {
      subscriber.disconnect()
      throw error
    }
    if (this.#closed) await quit(subscriber)
  }

  isOver(): boolean {
    return this.#commands.status === 'end'
  }

  async close(): Promise<void> {
    this.#closed = true
    await Promise.all([quit(this.#commands), quit(this.#subscriber)])
  }
}

async function connected(origin: IoredisClient): Promise<IoredisClient> {
  const own = origin.isCluster ? origin.duplicate([], OWN_CLUSTER) : origin.duplicate(OWN)
  // Every call tells of a failed connection by itself.
  own.on('error', () => {})
  try {
    await own.connect()
  } catch (error) {
    own.disconnect()
    throw error
  }
  return own
}

/** What is under way is answered first; a connection that is down has nothing under way. */
async function quit(client: IoredisClient | null): Promise<void> {
  if (client === null) return
  if (client.status === 'ready') await client.quit().catch(() => {})
  client.disconnect()
}
