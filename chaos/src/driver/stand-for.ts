import { mongoStand } from '../servers/mongo-stand.ts'
import { serverStand } from '../servers/server-stand.ts'
import { sqliteStand } from '../servers/sqlite-stand.ts'
import type { Stand } from '../servers/stand.ts'
import type { ChaosOptions } from './chaos-options.ts'

/** Where the store of a run is; null when its server is missing. */
export async function standFor(
  { store, nodes }: ChaosOptions,
  folder: string,
): Promise<Stand | null> {
  if (store === 'sqlite') return sqliteStand(folder)
  return store === 'mongodb' ? mongoStand(nodes) : serverStand(store, folder, nodes)
}
