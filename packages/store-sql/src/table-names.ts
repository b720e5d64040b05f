import { PunctualError } from '@punctual/core/store'

/** The tables of one scheduler; several can share a database under different prefixes. */
export interface TableNames {
  readonly meta: string
  readonly nodes: string
  readonly jobs: string
  readonly jobTags: string
  readonly runs: string
  readonly spans: string
  readonly follows: string
  readonly notes: string
}

export const DEFAULT_PREFIX = 'punctual_'

/** Names stand in statements as they are, so nothing but these letters gets in. */
const PREFIX = /^[a-z][a-z0-9_]{0,29}$/
const SCHEMA_NAME = /^[a-z][a-z0-9_]{0,59}$/

/** The table names under a prefix, which is refused with `PUNCTUAL_OPTION_INVALID` unless it is a plain word. */
export function tableNames(prefix: string, schema: string | null = null): TableNames {
  if (!PREFIX.test(prefix) || prefix.startsWith('sqlite_') || prefix.startsWith('pg_')) {
    throw new PunctualError(
      'PUNCTUAL_OPTION_INVALID',
      `prefix must be 1 to 30 letters a-z, digits and _, begin with a letter, and be neither sqlite_ nor pg_: ${JSON.stringify(prefix)}`,
    )
  }
  const begin = schema === null ? prefix : `"${checkedSchema(schema)}".${prefix}`
  return {
    meta: `${begin}meta`,
    nodes: `${begin}nodes`,
    jobs: `${begin}jobs`,
    jobTags: `${begin}job_tags`,
    runs: `${begin}runs`,
    spans: `${begin}spans`,
    follows: `${begin}follows`,
    notes: `${begin}notes`,
  }
}

/** The name of an index, which lives in the schema of its table and is never written with it. */
export function indexName(table: string, what: string): string {
  return `${table.slice(table.indexOf('.') + 1)}_${what}`
}

function checkedSchema(schema: string): string {
  if (SCHEMA_NAME.test(schema)) return schema
  throw new PunctualError(
    'PUNCTUAL_OPTION_INVALID',
    `schema must be 1 to 60 letters a-z, digits and _ and begin with a letter: ${JSON.stringify(schema)}`,
  )
}
