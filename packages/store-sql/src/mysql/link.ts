import { PunctualError } from '@punctual/core/store'
import type { Reply, ServerLink } from '../server/server-link.ts'
import type { SqlRecord } from '../sql-value.ts'
import type { MysqlConnection, MysqlPoolConnection, MysqlQuery } from './driver.ts'

const NUMBERS: readonly string[] = [
  'TINY',
  'SHORT',
  'INT24',
  'LONG',
  'LONGLONG',
  'DECIMAL',
  'NEWDECIMAL',
  'DOUBLE',
]

/** Whatever the application set for its own queries: numbers are numbers, all else is text. */
const typeCast: MysqlQuery['typeCast'] = (field) => {
  const value = field.string()
  return value !== null && NUMBERS.includes(field.type) ? Number(value) : value
}

/** Statements in one message where the connection takes several, else one after the other. */
export async function sent(
  connection: MysqlConnection,
  statements: readonly string[],
  together: boolean,
): Promise<readonly Reply[]> {
  if (together && statements.length > 1) {
    const answer = await answerOf(connection, statements.join(';\n'))
    return Array.isArray(answer) ? answer.map(replyOf) : [replyOf(answer)]
  }
  const replies: Reply[] = []
  for (const sql of statements) replies.push(replyOf(await answerOf(connection, sql)))
  return replies
}

async function answerOf(connection: MysqlConnection, sql: string): Promise<unknown> {
  const answers = await connection.query({ sql, rowsAsArray: false, typeCast })
  if (Array.isArray(answers)) return answers[0]
  throw new PunctualError(
    'PUNCTUAL_OPTION_INVALID',
    'the connection does not answer as one of mysql2/promise does: pass a pool of mysql2, or as tx one of its connections',
  )
}

export function replyOf(answer: unknown): Reply {
  if (Array.isArray(answer)) {
    const records: readonly SqlRecord[] = answer
    return { records, count: records.length }
  }
  const count =
    typeof answer === 'object' && answer !== null && 'affectedRows' in answer
      ? answer.affectedRows
      : 0
  return { records: [], count: Number(count) }
}

/** A connection of a pool. */
export class MysqlLink implements ServerLink {
  readonly #connection: MysqlPoolConnection
  readonly #together: boolean

  constructor(connection: MysqlPoolConnection, options: { readonly together: boolean }) {
    this.#connection = connection
    this.#together = options.together
  }

  run(statements: readonly string[]): Promise<readonly Reply[]> {
    return sent(this.#connection, statements, this.#together)
  }

  release(broken: boolean): void {
    if (broken) this.#connection.destroy()
    else this.#connection.release()
  }
}
