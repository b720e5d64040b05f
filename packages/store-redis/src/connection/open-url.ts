import { PunctualError } from '@punctual/core/store'
import { ioredisConnect } from './ioredis-client.ts'
import { nodeRedisConnect } from './node-redis-client.ts'
import type { Connect } from './redis-connection.ts'

/** Connections to an address, by the client that is installed: ioredis, or else node-redis. */
export function urlConnect(url: string): Connect {
  return async () => {
    const connect = (await byIoredis(url)) ?? (await byNodeRedis(url))
    if (connect !== null) return connect()
    throw new PunctualError(
      'PUNCTUAL_OPTION_INVALID',
      'to open a Redis store by its url, a client must be installed: npm install ioredis, or npm install redis',
    )
  }
}

async function byIoredis(url: string): Promise<Connect | null> {
  const module = await loaded(() => import('ioredis'))
  return module === null ? null : ioredisConnect(new module.Redis(url, { lazyConnect: true }))
}

async function byNodeRedis(url: string): Promise<Connect | null> {
  const module = await loaded(() => import('redis'))
  return module === null ? null : nodeRedisConnect(module.createClient({ url }))
}

/** null when the package is not installed; any other failure to load it is told. */
async function loaded<T>(load: () => Promise<T>): Promise<T | null> {
  try {
    return await load()
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ERR_MODULE_NOT_FOUND')
      return null
    throw error
  }
}
