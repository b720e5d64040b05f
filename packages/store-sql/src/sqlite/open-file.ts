import { PunctualError } from '@punctual/core/store'
import type { BusyLine } from './busy-line.ts'
import type { SqliteDatabase } from './sqlite-database.ts'

/** A file of our own, and when a change is on the disk. */
export interface SqliteFile {
  readonly path: string
  readonly synchronous: 'normal' | 'full'
}

/**
 * Opens a file by node:sqlite. The module is loaded here and not before, so that only those who keep jobs in SQLite see
 * the warning by which Node 22 calls it experimental.
 */
export async function openFile(file: SqliteFile, line: BusyLine): Promise<SqliteDatabase> {
  const { DatabaseSync } = await import('node:sqlite')
  const database = opened(file, () => new DatabaseSync(file.path))
  try {
    await line.through(() => configure(database, file))
    return database
  } catch (error) {
    database.close()
    throw error
  }
}

function opened<D>({ path }: SqliteFile, open: () => D): D {
  try {
    return open()
  } catch (cause) {
    throw new PunctualError(
      'PUNCTUAL_STORE_FAILED',
      `cannot open the SQLite file "${path}": create its folder, and let this process write to it`,
      { cause, details: { path } },
    )
  }
}

/** The settings of our own connections. Throws at once when others hold the lock. */
function configure(database: SqliteDatabase, { path, synchronous }: SqliteFile): void {
  database.prepare('PRAGMA busy_timeout = 0').all()
  const [mode] = database.prepare('PRAGMA journal_mode = WAL').all()
  if (JSON.stringify(mode) !== '{"journal_mode":"wal"}') {
    throw new PunctualError(
      'PUNCTUAL_STORE_FAILED',
      `the folder of "${path}" cannot hold a write-ahead log, as network folders cannot: choose a local one`,
      { details: { path } },
    )
  }
  database.prepare(`PRAGMA synchronous = ${synchronous === 'full' ? 'FULL' : 'NORMAL'}`).all()
}
