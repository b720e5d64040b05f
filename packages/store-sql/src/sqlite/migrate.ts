import {
  metaSql,
  migrationSql,
  missingMigrations,
  UNWRITTEN,
  type Meta,
} from '../migrations/schema.ts'
import { number } from '../rows/record.ts'
import type { TableNames } from '../table-names.ts'
import type { SqliteClient } from './client.ts'
import { sqliteDialect } from './dialect.ts'

/** Brings the schema up to date; gives its version. Whoever comes second finds the work done. */
export function migrate(client: SqliteClient, names: TableNames): number {
  const found = client.look(() => metaOf(client, names))
  if (missingMigrations(found).length === 0) return found.schema
  return client.write(() => {
    for (const statement of metaSql(names, sqliteDialect)) client.run(statement, [])
    const locked = metaOf(client, names)
    const missing = missingMigrations(locked)
    for (const migration of missing) {
      for (const sql of migrationSql(migration, names, sqliteDialect)) client.run(sql, [])
    }
    return missing.at(-1)?.version ?? locked.schema
  })
}

function metaOf(client: SqliteClient, names: TableNames): Meta {
  const { sql, values } = sqliteDialect.hasTable(names.meta)
  if (client.all(sql, values).length === 0) return UNWRITTEN
  const columns = 'schema_version, min_writer, shards'
  const [meta] = client.all(`SELECT ${columns} FROM ${names.meta} WHERE id = 1`, [])
  if (meta === undefined) return UNWRITTEN
  return {
    schema: number(meta, 'schema_version'),
    minWriter: number(meta, 'min_writer'),
    shards: number(meta, 'shards'),
  }
}
