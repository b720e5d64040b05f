import { PunctualError } from '@punctual/core/store'
import type { Dialect } from '../dialect.ts'
import type { TableNames } from '../table-names.ts'
import { first } from './001-first.ts'
import type { Migration } from './migration.ts'

/** What a database says about itself: one row of the table `meta`. */
export interface Meta {
  readonly schema: number
  readonly minWriter: number
  readonly shards: number
}

const migrations: readonly Migration[] = [first]

/** The schema this program knows: it also names what it can write. */
export const SCHEMA: number = migrations.at(-1)!.version

/** A database without a schema. */
export const UNWRITTEN: Meta = { schema: 0, minWriter: 0, shards: 1 }

/**
 * The migrations that a database still needs. A newer schema is fine as long as it lets this program write;
 * else it is refused with `PUNCTUAL_STORE_SCHEMA`.
 */
export function missingMigrations(found: Meta): readonly Migration[] {
  if (found.minWriter > SCHEMA) {
    throw new PunctualError(
      'PUNCTUAL_STORE_SCHEMA',
      `the store has schema ${found.schema}, which only versions that write schema ${found.minWriter} or later may use; this one writes ${SCHEMA}: update @punctual/store-sql`,
      { details: { schema: found.schema, minWriter: found.minWriter, writes: SCHEMA } },
    )
  }
  if (found.shards !== 1) {
    throw new PunctualError(
      'PUNCTUAL_STORE_SCHEMA',
      `the store is split into ${found.shards} shards, which this version cannot use: update @punctual/store-sql`,
      { details: { shards: found.shards } },
    )
  }
  return migrations.filter((migration) => migration.version > found.schema)
}

/** The statements of a migration, with the one that records it. */
export function migrationSql(
  migration: Migration,
  names: TableNames,
  dialect: Dialect,
): readonly string[] {
  const { version, minWriter } = migration
  return [
    ...migration.statements(names, dialect.types),
    `UPDATE ${names.meta} SET schema_version = ${version}, min_writer = ${minWriter} WHERE id = 1`,
  ]
}

/** The statements that make the table `meta`; harmless where it is there. */
export function metaSql(names: TableNames, dialect: Dialect): readonly string[] {
  const { int } = dialect.types
  return [
    `CREATE TABLE IF NOT EXISTS ${names.meta} (
  id ${int} NOT NULL PRIMARY KEY, schema_version ${int} NOT NULL, min_writer ${int} NOT NULL,
  epoch ${int} NOT NULL, shards ${int} NOT NULL
)`,
    `INSERT INTO ${names.meta} (id, schema_version, min_writer, epoch, shards)
VALUES (1, 0, 0, 1, 1) ${dialect.onKeyKeep(['id'])}`,
  ]
}

/** Everything `open` would do to an empty database, as SQL text. */
export function schemaSql(names: TableNames, dialect: Dialect): string {
  const statements = [
    ...metaSql(names, dialect),
    ...migrations.flatMap((migration) => migrationSql(migration, names, dialect)),
  ]
  return statements.map((statement) => `${statement};\n`).join('\n')
}
