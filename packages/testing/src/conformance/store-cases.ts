import type { StoreCapabilities } from '@punctual/core/store'
import { beatCases } from './beat-cases.ts'
import { cancelCases } from './cancel-cases.ts'
import { changeCases } from './change-cases.ts'
import { claimCases } from './claim-cases.ts'
import { crashCases } from './crash-cases.ts'
import { declareCases } from './declare-cases.ts'
import { enqueueCases } from './enqueue-cases.ts'
import { finishCases } from './finish-cases.ts'
import { followCases } from './follow-cases.ts'
import { idCases } from './id-cases.ts'
import { joinCases } from './join-cases.ts'
import { overlapCases } from './overlap-cases.ts'
import { pauseCases } from './pause-cases.ts'
import { publishCases } from './publish-cases.ts'
import { putCases } from './put-cases.ts'
import { readCases } from './read-cases.ts'
import { reapCases } from './reap-cases.ts'
import { rearmCases } from './rearm-cases.ts'
import { retryCases } from './retry-cases.ts'
import { spanCases } from './span-cases.ts'
import type { StoreCase } from './store-case.ts'
import { sweepCases } from './sweep-cases.ts'
import { undeclaredCases } from './undeclared-cases.ts'

/**
 * Everything that a job store has to do, as data for any test runner.
 *
 * @example
 * ```ts
 * for (const { name, run } of casesFor(capabilities)) {
 *   test(name, () => run(freshHarness()))
 * }
 * ```
 */
export const storeCases: readonly StoreCase[] = [
  ...putCases,
  ...declareCases,
  ...changeCases,
  ...pauseCases,
  ...publishCases,
  ...spanCases,
  ...overlapCases,
  ...enqueueCases,
  ...claimCases,
  ...finishCases,
  ...retryCases,
  ...crashCases,
  ...cancelCases,
  ...beatCases,
  ...reapCases,
  ...followCases,
  ...joinCases,
  ...rearmCases,
  ...sweepCases,
  ...undeclaredCases,
  ...readCases,
  ...idCases,
]

/** The cases that have something to say about a store with these capabilities. */
export function casesFor(capabilities: StoreCapabilities): readonly StoreCase[] {
  return storeCases.filter(({ needs, lacks }) => {
    const able = needs === undefined || capabilities[needs]
    return able && (lacks === undefined || !capabilities[lacks])
  })
}
