import { MongoClient, type Db } from 'mongodb'
import { afterAll, test } from 'vitest'

const given = process.env['PUNCTUAL_TEST_MONGODB']

/** The server of the tests: the one that `PUNCTUAL_TEST_MONGODB` names, else the one of this machine. */
export const serverUrl: string = given ?? 'mongodb://127.0.0.1:27017'

const required = given !== undefined || process.env['PUNCTUAL_REQUIRE_SERVERS'] === '1'

/** Tests that need the server: left out, by name, where there is none, unless it is required. */
export const serverTest: ReturnType<typeof test.runIf> = test.runIf(required || (await answers()))

/** A database for one test file; it is dropped when the file is over. */
export function ownDatabase(name: string): Db {
  const client = new MongoClient(serverUrl, { serverSelectionTimeoutMS: 5_000 })
  const db = client.db(`punctual_test_${name}_${process.pid}`)
  afterAll(async () => {
    try {
      await db.dropDatabase()
    } finally {
      await client.close()
    }
  })
  return db
}

async function answers(): Promise<boolean> {
  const client = new MongoClient(serverUrl, { serverSelectionTimeoutMS: 500 })
  try {
    await client.db('admin').command({ ping: 1 })
    return true
  } catch {
    return false
  } finally {
    await client.close()
  }
}
