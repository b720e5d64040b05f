import type { Script } from '../scripts/script.ts'

/** What a store needs of Redis, whatever client is behind it. The connections are the store's own. */
export interface RedisConnection {
  /** One atomic call. Rejects as the client does: `redisError` tells what that means. */
  run(script: Script, keys: readonly string[], args: readonly string[]): Promise<unknown>
  /** Hears what is told on a channel, on a connection of its own, until this one is closed. */
  subscribe(channel: string, heard: (message: string) => void): Promise<void>
  /** Whether it is lost and does not come back by itself. */
  isOver(): boolean
  close(): Promise<void>
}

/** Makes connections of its own out of what the user gave; rejects when the server cannot be reached. */
export type Connect = () => Promise<RedisConnection>
