import { PunctualError } from '../errors/punctual-error.ts'
import type { StoreContract } from '../store/store-contract.ts'
import type { Session } from '../store/store-messages.ts'
import type { Tx } from '../store/tx.ts'
import type { Assignment } from './assignment.ts'

/** A run that is this node's. */
export interface OwnRun {
  readonly session: Session
  readonly assignment: Assignment
}

/**
 * Lets a run succeed as part of the caller's transaction. Whether that is committed nobody tells: its outcome is sent
 * once more when the handler ends, and counts only where it was rolled back. Refuses with `PUNCTUAL_FENCED` when the run
 * is another node's by now.
 */
export async function completeRun(
  store: StoreContract,
  { session, assignment: { runId, token } }: OwnRun,
  tx: Tx,
  result: string | null,
): Promise<void> {
  const [answer] = await store.finish(session, [{ runId, token, end: 'succeeded', result }], { tx })
  if (answer?.result === 'accepted' || answer?.result === 'already') return
  throw new PunctualError(
    'PUNCTUAL_FENCED',
    `run "${runId}" is not this node's any more: roll your transaction back, the run is done elsewhere`,
    { details: { runId } },
  )
}
