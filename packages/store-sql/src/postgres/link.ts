import { PunctualError } from '@punctual/core/store'
import type { Reply, ServerLink } from '../server/server-link.ts'
import type { SqlRecord } from '../sql-value.ts'
import type { PostgresPoolClient, PostgresQuery } from './driver.ts'

const INTEGERS: readonly number[] = [20, 21, 23]

/** Whatever the application set for its own queries: integers are numbers, all else is text. */
const types: PostgresQuery['types'] = {
  getTypeParser: (oid) => (INTEGERS.includes(oid) ? Number : String),
}

export function queryOf(text: string): PostgresQuery {
  return { text, types }
}

/** A client of a pool: what is sent at once goes in one message. */
export class PostgresLink implements ServerLink {
  readonly #client: PostgresPoolClient
  readonly #ignore = (): void => {}

  /** A client that loses its connection says so to whoever asks next; without a listener that would end the process. */
  constructor(client: PostgresPoolClient) {
    this.#client = client
    client.on('error', this.#ignore)
  }

  async run(statements: readonly string[]): Promise<readonly Reply[]> {
    if (statements.length === 0) return []
    const answer = await this.#client.query(queryOf(statements.join(';\n')))
    return (Array.isArray(answer) ? answer : [answer]).map(replyOf)
  }

  release(broken: boolean): void {
    this.#client.removeListener('error', this.#ignore)
    this.#client.release(broken)
  }
}

export function replyOf(result: unknown): Reply {
  if (
    typeof result === 'object' &&
    result !== null &&
    'rows' in result &&
    Array.isArray(result.rows)
  ) {
    const records: readonly SqlRecord[] = result.rows
    return { records, count: 'rowCount' in result ? Number(result.rowCount) : 0 }
  }
  throw new PunctualError(
    'PUNCTUAL_OPTION_INVALID',
    'the connection does not answer as one of pg does: pass a Pool of pg, or as tx one of its clients',
  )
}
