import { PunctualError } from '../errors/punctual-error.ts'
import type { Clock } from '../time/clock.ts'
import { followed } from '../time/followed.ts'
import { SECOND, type Millis } from '../time/epoch.ts'

/** How long a call to a store may take before it counts as unanswered. */
export const CALL_LIMIT: Millis = 10 * SECOND

/** The answer of a store; rejects with `PUNCTUAL_STORE_UNAVAILABLE` when there is none in time. A later answer is dropped. */
export async function answered<T>(clock: Clock, call: Promise<T>): Promise<T> {
  let cancel: () => void = () => {}
  const limit = new Promise<never>((_, reject) => {
    cancel = clock.setTimer(CALL_LIMIT, () => reject(unanswered()))
  })
  try {
    return await Promise.race([followed(clock, call), limit])
  } finally {
    cancel()
  }
}

function unanswered(): PunctualError {
  return new PunctualError(
    'PUNCTUAL_STORE_UNAVAILABLE',
    `the store did not answer within ${CALL_LIMIT / SECOND} s: see that it runs and can be reached`,
  )
}
