import { PunctualError } from '@punctual/core/store'
import type { MongoClient } from '../driver.ts'

/** A connection of our own; the driver is loaded here, so nobody needs it who brings a `db`. */
export async function openClient(url: string): Promise<MongoClient> {
  const { MongoClient: Client } = await driver()
  const client = new Client(url, {
    appName: 'punctual',
    connectTimeoutMS: 5_000,
    serverSelectionTimeoutMS: 5_000,
    waitQueueTimeoutMS: 10_000,
    socketTimeoutMS: 30_000,
  })
  await client.connect()
  return client
}

interface Driver {
  readonly MongoClient: new (url: string, options: object) => MongoClient
}

async function driver(): Promise<Driver> {
  try {
    return await import('mongodb')
  } catch (error) {
    throw new PunctualError(
      'PUNCTUAL_STORE_UNAVAILABLE',
      'the store needs the driver of MongoDB to open a url: npm install mongodb, or pass a db that is open',
      { cause: error },
    )
  }
}
