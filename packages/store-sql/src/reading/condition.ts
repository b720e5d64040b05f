import type { SqlValue } from '../sql-value.ts'
import { inList } from '../statements/in-list.ts'

/** A condition of a select, with its bound values. */
export interface Condition {
  readonly sql: string
  readonly values: readonly SqlValue[]
}

export function condition(sql: string, ...values: readonly SqlValue[]): Condition {
  return { sql, values }
}

/** That a column holds one of a list that is not empty. */
export function oneOf(column: string, list: readonly SqlValue[]): Condition {
  const { marks, values } = inList(list)
  return { sql: `${column} IN (${marks})`, values }
}

/** All of them; nothing to ask is always true. */
export function all(conditions: readonly Condition[]): Condition {
  if (conditions.length === 0) return { sql: '1 = 1', values: [] }
  return {
    sql: conditions.map(({ sql }) => `(${sql})`).join(' AND '),
    values: conditions.flatMap(({ values }) => values),
  }
}
