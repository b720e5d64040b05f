import type { Query } from '../sql-value.ts'
import type { ServerDialect } from './server-dialect.ts'

/** A statement with its values written into it: several of them make one message to the server, and need one round trip. */
export function bound({ literal }: Pick<ServerDialect, 'literal'>, { sql, values }: Query): string {
  const parts = sql.split('?')
  if (parts.length !== values.length + 1) throw new Error('a statement has as many marks as values')
  return parts.reduce((text, part, index) => text + literal(values[index - 1] ?? null) + part)
}
