import { PunctualError, type Tx } from '@punctual/core/store'
import type { Reply, ServerLink } from '../server/server-link.ts'
import type { SqlRecord } from '../sql-value.ts'

/** The application's open transaction: a client of pg, or what it made of one with `query(sql, params)`. */
export class PostgresTxLink implements ServerLink {
  readonly #query: (sql: string) => Promise<unknown>

  constructor(tx: Tx) {
    if (!('query' in tx) || typeof tx.query !== 'function') {
      throw new PunctualError(
        'PUNCTUAL_OPTION_INVALID',
        'tx must be the client of pg on which your transaction is open, or an object with query(sql, params) on it',
      )
    }
    this.#query = async (sql) => tx.query(sql, [])
  }

  /** One by one, which every connection can. */
  async run(statements: readonly string[]): Promise<readonly Reply[]> {
    const replies: Reply[] = []
    for (const sql of statements) replies.push(replyOf(await this.#query(sql)))
    return replies
  }

  /** It is not ours to give back. */
  release(): void {}
}

/** A result of pg, or its rows alone. */
function replyOf(answer: unknown): Reply {
  const rows: unknown =
    typeof answer === 'object' && answer !== null && 'rows' in answer ? answer.rows : answer
  const records: readonly SqlRecord[] = Array.isArray(rows) ? rows : []
  return { records, count: records.length }
}
