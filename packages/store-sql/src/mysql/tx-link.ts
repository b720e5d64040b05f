import { PunctualError, type Tx } from '@punctual/core/store'
import type { Reply, ServerLink } from '../server/server-link.ts'
import { replyOf } from './link.ts'

/** The application's open transaction: a connection of mysql2, or what it made of one with `query(sql, params)`. */
export class MysqlTxLink implements ServerLink {
  readonly #query: (sql: string) => Promise<unknown>

  constructor(tx: Tx) {
    const connection = promising(tx)
    if (!('query' in connection) || typeof connection.query !== 'function') {
      throw new PunctualError(
        'PUNCTUAL_OPTION_INVALID',
        'tx must be the connection of mysql2 on which your transaction is open, or an object with query(sql, params) on it',
      )
    }
    this.#query = async (sql) => connection.query(sql, [])
  }

  async run(statements: readonly string[]): Promise<readonly Reply[]> {
    const replies: Reply[] = []
    for (const sql of statements) replies.push(replyOf(answerOf(await this.#query(sql))))
    return replies
  }

  /** It is not ours to give back. */
  release(): void {}
}

/** Connections with callbacks have another face with promises. */
function promising(tx: Tx): Tx {
  if (!('promise' in tx) || typeof tx.promise !== 'function') return tx
  const connection: Tx = tx.promise()
  return connection
}

/** mysql2 answers with the rows, or a header, and the fields; others with the former alone. */
function answerOf(answer: unknown): unknown {
  if (!Array.isArray(answer)) return answer
  const [first] = answer
  const isPair =
    Array.isArray(first) || (typeof first === 'object' && first !== null && 'affectedRows' in first)
  return isPair ? first : answer
}
