import { parseJson } from '../json/json-text.ts'
import type { Job } from '../jobs/job.ts'
import type { ResolvedPolicies } from '../jobs/resolved-policies.ts'
import type { JobRow } from '../store/rows.ts'

/** A stored job as users see it. */
export function jobOf(row: JobRow, store: string): Job {
  return Object.freeze({
    id: row.id,
    store,
    task: row.task,
    trigger: parseJson(row.trigger),
    input: parseJson(row.input) ?? null,
    origin: row.declaration === null ? 'dynamic' : 'declared',
    edited: row.declaration?.edited ?? [],
    revision: row.revision,
    state: row.state,
    paused: row.pause,
    nextFireAt: row.nextAt,
    lastRun: row.last,
    failuresInARow: row.failures,
    policies: policiesOf(row.policies),
  })
}

/** The policies in the words of `Policies`, every one of them present. */
export function policiesOf(resolved: ResolvedPolicies): Job['policies'] {
  return Object.freeze({
    ...resolved,
    misfireGrace: resolved.misfireGrace ?? 'unlimited',
    timeout: resolved.timeout ?? 'none',
    concurrency: null,
  })
}
