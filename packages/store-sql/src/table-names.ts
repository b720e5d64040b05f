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

/** The table names under a prefix, which is refused with `PUNCTUAL_OPTION_INVALID` unless it is a plain word. */
export function tableNames(prefix: string): TableNames {
  if (!PREFIX.test(prefix) || prefix.startsWith('sqlite_') || prefix.startsWith('pg_')) {
    throw new PunctualError(
      'PUNCTUAL_OPTION_INVALID',
      `prefix must be 1 to 30 letters a-z, digits and _, begin with a letter, and be neither sqlite_ nor pg_: ${JSON.stringify(prefix)}`,
    )
  }
  return {
    meta: `${prefix}meta`,
    nodes: `${prefix}nodes`,
    jobs: `${prefix}jobs`,
    jobTags: `${prefix}job_tags`,
    runs: `${prefix}runs`,
    spans: `${prefix}spans`,
    follows: `${prefix}follows`,
    notes: `${prefix}notes`,
  }
}
