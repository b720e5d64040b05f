import type { MigrationLock } from '../server/migrate.ts'
import { postgresDialect } from './dialect.ts'

/** The whole migration is one transaction, and the lock ends with it: that also holds behind a pooler. */
export function postgresMigrationLock(schema: string | null): MigrationLock {
  return {
    begin: ({ meta }) => [
      'BEGIN',
      `SELECT pg_advisory_xact_lock(hashtextextended(${postgresDialect.literal(`punctual ${meta}`)}, 0))`,
    ],
    end: () => ['COMMIT'],
    abandon: () => [],
    prepare: schema === null ? [] : [createSchema(schema)],
    isDone: () => false,
  }
}

/**
 * Whoever may not make a schema may still use one that is there. It is looked for in the catalogue: what the server
 * remembers of names may be older than the lock.
 */
function createSchema(schema: string): string {
  const isThere = `EXISTS (SELECT 1 FROM pg_catalog.pg_namespace WHERE nspname = '${schema}')`
  return `DO $$ BEGIN IF NOT ${isThere} THEN CREATE SCHEMA "${schema}"; END IF; END $$`
}
