import { PunctualError } from '@punctual/core/store'
import {
  metaSql,
  migrationSql,
  missingMigrations,
  UNWRITTEN,
  type Meta,
} from '../migrations/schema.ts'
import { number } from '../rows/record.ts'
import type { TableNames } from '../table-names.ts'
import { bound } from './bound.ts'
import type { ServerDialect } from './server-dialect.ts'
import type { ServerLink } from './server-link.ts'

/** How a server keeps nodes apart that start at once. */
export interface MigrationLock {
  /** Taken before anything is written; waits for whoever has it. */
  readonly begin: (names: TableNames) => readonly string[]
  readonly end: (names: TableNames) => readonly string[]
  /** What is to be done when the migration fails, beside a rollback. */
  readonly abandon: (names: TableNames) => readonly string[]
  /** Before the first table. */
  readonly prepare: readonly string[]
  /** Whether a statement was done already by a migration that was broken off. */
  isDone(error: unknown): boolean
}

interface Migrating {
  readonly names: TableNames
  readonly dialect: ServerDialect
  readonly lock: MigrationLock
}

/** Brings the schema up to date; gives its version. Of many nodes that start at once one does it, the others find it done. */
export async function migrate(link: ServerLink, migrating: Migrating): Promise<number> {
  const found = await metaOf(link, migrating)
  if (missingMigrations(found).length === 0) return found.schema
  const { names, lock } = migrating
  const replies = await link.run(lock.begin(names))
  if (replies.some(({ records }) => records[0]?.['got'] === 0)) throw locked()
  try {
    const schema = await migrateLocked(link, migrating)
    await link.run(lock.end(names))
    return schema
  } catch (error) {
    const abandon = lock.abandon(names)
    // When the connection is lost, the lock is too.
    if (abandon.length > 0) await link.run(abandon).catch(() => {})
    throw error
  }
}

function locked(): PunctualError {
  return new PunctualError(
    'PUNCTUAL_STORE_BUSY',
    'another node has been preparing the tables for a minute: look at what it waits for, then start again',
  )
}

async function migrateLocked(link: ServerLink, migrating: Migrating): Promise<number> {
  const { names, dialect, lock } = migrating
  for (const sql of [...lock.prepare, ...metaSql(names, dialect)]) await link.run([sql])
  const found = await metaOf(link, migrating)
  const missing = missingMigrations(found)
  for (const migration of missing) {
    for (const sql of migrationSql(migration, names, dialect)) await doOnce(link, sql, lock)
  }
  return missing.at(-1)?.version ?? found.schema
}

async function doOnce(link: ServerLink, sql: string, lock: MigrationLock): Promise<void> {
  try {
    await link.run([sql])
  } catch (error) {
    if (!lock.isDone(error)) throw error
  }
}

async function metaOf(link: ServerLink, { names, dialect }: Migrating): Promise<Meta> {
  const [there] = await link.run([bound(dialect, dialect.hasTable(names.meta))])
  if (there === undefined || there.records.length === 0) return UNWRITTEN
  const columns = 'schema_version, min_writer, shards'
  const [reply] = await link.run([`SELECT ${columns} FROM ${names.meta} WHERE id = 1`])
  const meta = reply?.records[0]
  if (meta === undefined) return UNWRITTEN
  return {
    schema: number(meta, 'schema_version'),
    minWriter: number(meta, 'min_writer'),
    shards: number(meta, 'shards'),
  }
}
