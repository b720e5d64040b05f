import { MongoClient } from 'mongodb'
import { standAt } from './server-stand.ts'
import type { Stand } from './stand.ts'

const USUAL = 27_017

/** A database of its own on a server that is there already and that nobody restarts; null where none answers. */
export async function mongoStand(slots: number): Promise<Stand | null> {
  const given = new URL(process.env['PUNCTUAL_TEST_MONGODB'] ?? `mongodb://127.0.0.1:${USUAL}`)
  given.pathname = `/punctual_chaos_${process.pid}`
  const client = new MongoClient(given.href, { serverSelectionTimeoutMS: 1_000 })
  try {
    await client.db().command({ ping: 1 })
  } catch {
    await client.close()
    return null
  }
  const through = (port: number): string => {
    const changed = new URL(given.href)
    changed.port = String(port)
    return changed.href
  }
  const port = Number(given.port === '' ? USUAL : given.port)
  const stand = await standAt('mongodb', { port, url: through }, slots, null)
  return {
    ...stand,
    async close() {
      await stand.close()
      await client.db().dropDatabase()
      await client.close()
    },
  }
}
