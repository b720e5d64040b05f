export { redisStore } from './redis-store.ts'

export type { IoredisClient } from './connection/ioredis-client.ts'
export type { NodeRedisClient } from './connection/node-redis-client.ts'
export type {
  RedisClientOptions,
  RedisSharedOptions,
  RedisStoreOptions,
  RedisUrlOptions,
} from './redis-store.ts'
