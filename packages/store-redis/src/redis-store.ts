import { PunctualError, TablesStore, type JobStore } from '@punctual/core/store'
import { ioredisConnect, type IoredisClient } from './connection/ioredis-client.ts'
import { nodeRedisConnect, type NodeRedisClient } from './connection/node-redis-client.ts'
import { urlConnect } from './connection/open-url.ts'
import type { Connect } from './connection/redis-connection.ts'
import { RedisSteps } from './steps/redis-steps.ts'

/** Where the jobs are: behind a client that you have, or at an address. */
export type RedisStoreOptions = RedisSharedOptions & (RedisClientOptions | RedisUrlOptions)

export interface RedisSharedOptions {
  /** How the names of the keys begin: letters, digits and `. : _ -`. Default `'punctual'`. */
  readonly prefix?: string
  /** Whether processes tell each other at once what is due, by publish and subscribe. Default `true`. */
  readonly notifications?: boolean
}

export interface RedisClientOptions {
  /**
   * A `Redis` or `Cluster` of ioredis, or a client or cluster of node-redis. The store makes connections of its own with the
   * same settings, and closes those; this one it neither uses nor closes.
   */
  readonly client: IoredisClient | NodeRedisClient
  readonly url?: never
}

export interface RedisUrlOptions {
  /** The address, `redis://` or `rediss://`; ioredis or node-redis must be installed. */
  readonly url: string
  readonly client?: never
}

/**
 * Keeps jobs and runs in Redis 6.2 or later, in Valkey, or in a Redis Cluster (all of a store on one of its shards).
 * Opening it rejects with `PUNCTUAL_STORE_FAILED` when the server drops any key once its memory is full. Wrong options are
 * refused with `PUNCTUAL_OPTION_INVALID`.
 *
 * @example
 * ```ts
 * const scheduler = createScheduler({ store: redisStore({ url: 'redis://localhost:6379' }) })
 * ```
 */
export function redisStore(options: RedisStoreOptions): JobStore {
  const { notifications = true } = options
  if (typeof notifications !== 'boolean') throw refused('notifications must be true or false')
  const prefix = keyPrefix(options.prefix ?? 'punctual')
  const connect = connectOf(options)
  return new TablesStore(new RedisSteps({ connect, prefix, notifications, time: 'server' }))
}

/** All keys of a store have one hash tag, so that a Redis Cluster keeps them on one shard, where a script can touch them all. */
export function keyPrefix(prefix: string): string {
  if (typeof prefix === 'string' && /^[\w.:-]{1,100}$/.test(prefix)) return `{${prefix}:0}:`
  throw refused('prefix must be 1 to 100 letters, digits, or any of . : _ -')
}

function connectOf({ client, url }: RedisStoreOptions): Connect {
  if ((client === undefined) === (url === undefined)) {
    throw refused('give either client, a client of ioredis or node-redis, or url, the address')
  }
  if (client !== undefined) return clientConnect(client)
  if (typeof url === 'string' && /^rediss?:\/\/./.test(url)) return urlConnect(url)
  throw refused('url must begin with redis:// or rediss://')
}

export function clientConnect(client: IoredisClient | NodeRedisClient): Connect {
  const known = typeof client === 'object' && client !== null && 'duplicate' in client
  if (known && 'evalSha' in client) return nodeRedisConnect(client)
  if (known && 'call' in client && 'isCluster' in client) return ioredisConnect(client)
  throw refused('client must be a client or a cluster of ioredis or of node-redis')
}

function refused(message: string): PunctualError {
  return new PunctualError('PUNCTUAL_OPTION_INVALID', message)
}
