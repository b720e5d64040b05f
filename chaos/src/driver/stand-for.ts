import { foreignStand, serverStand } from '../servers/server-stand.ts'
import { sqliteStand } from '../servers/sqlite-stand.ts'
import type { Stand } from '../servers/stand.ts'
import type { ChaosOptions } from './chaos-options.ts'

/** Where the store of a run is; null when its server is missing. */
export async function standFor(
  { store, nodes }: ChaosOptions,
  folder: string,
): Promise<Stand | null> {
  if (store === 'sqlite') return sqliteStand(folder)
  if (store !== 'mongodb') return serverStand(store, folder, nodes)
  const url = process.env['PUNCTUAL_TEST_MONGODB']
  return url === undefined ? null : foreignStand(store, url, nodes)
}
