import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { setTimeout } from 'node:timers/promises'
import type { StoreSpec } from '../stores/store-spec.ts'
import type { Stand } from './stand.ts'

/** A file, which knows neither connections nor a server. */
export function sqliteStand(folder: string): Stand {
  const spec: StoreSpec = { kind: 'sqlite', at: join(folder, 'jobs.sqlite') }
  return {
    direct: spec,
    specOf: () => spec,
    isLocked: () => isLocked(spec.at),
    cut() {},
    restart: () => Promise.resolve(),
    close: () => Promise.resolve(),
  }
}

/** Whether the lock for writing was not to be had for a while. */
async function isLocked(path: string): Promise<boolean> {
  const database = new DatabaseSync(path, { timeout: 0 })
  try {
    return await isHeld(database)
  } finally {
    database.close()
  }
}

async function isHeld(database: DatabaseSync): Promise<boolean> {
  for (let tries = 0; tries < 20; tries += 1) {
    try {
      database.exec('BEGIN IMMEDIATE; ROLLBACK')
      return false
    } catch {
      await setTimeout(15)
    }
  }
  return true
}
