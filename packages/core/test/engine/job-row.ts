import { resolvePolicies } from '../../src/jobs/resolve-policies.ts'
import type { JobRow } from '../../src/store/rows.ts'

/** A stored job, with what a test wants to be otherwise. */
export function jobRow(given: Partial<JobRow> = {}): JobRow {
  return {
    id: 'job',
    inc: 'inc',
    version: 1,
    revision: 1,
    task: 'task',
    taskVersion: 1,
    trigger: '{"kind":"every","version":1,"period":1000}',
    mode: 'time',
    anchor: 0,
    delay: null,
    input: null,
    policies: resolvePolicies([]),
    given: [],
    source: 'api',
    declaration: null,
    state: 'active',
    pause: null,
    heldNext: null,
    nextAt: 0,
    high: null,
    runSeq: 0,
    runsLeft: null,
    last: null,
    failures: 0,
    createdAt: 0,
    updatedAt: 0,
    ...given,
  }
}
