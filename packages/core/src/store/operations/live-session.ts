import { PunctualError } from '../../errors/punctual-error.ts'
import type { NodeRow } from '../rows.ts'
import type { Session } from '../store-messages.ts'
import type { Tables } from '../tables.ts'

/** The row of a session that may take runs; refuses one that was closed with `PUNCTUAL_FENCED`. */
export function liveSession(tables: Tables, session: Session): NodeRow {
  const node = tables.node(session)
  if (node !== null && node.alive) return node
  throw new PunctualError(
    'PUNCTUAL_FENCED',
    `session "${session}" is over: others took its runs, so this node must join the store anew`,
  )
}
