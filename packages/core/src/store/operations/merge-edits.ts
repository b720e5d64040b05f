import type { ResolvedPolicies } from '../../jobs/resolved-policies.ts'
import type { JobRow } from '../rows.ts'
import type { JobPut, TriggerPut } from '../store-messages.ts'

/** What a new declaration makes of a job. */
export interface Merged {
  readonly columns: Pick<JobRow, 'task' | 'taskVersion' | 'input' | 'policies' | 'given' | 'source'>
  /** The declared trigger; null when it was edited. */
  readonly when: TriggerPut | null
}

/** Takes a declaration over, field by field, leaving those that were edited at run time. */
export function mergeEdits(job: JobRow, put: JobPut, edited: readonly string[]): Merged {
  const { task, taskVersion, source } = put
  const input = edited.includes('input') ? job.input : put.input
  const policies = mergedPolicies(job, put, edited)
  const given = mergedGiven(job, put, edited)
  return {
    columns: { task, taskVersion, source, input, policies, given },
    when: edited.includes('trigger') ? null : put,
  }
}

function mergedPolicies(job: JobRow, put: JobPut, edited: readonly string[]): ResolvedPolicies {
  const kept = Object.entries(job.policies).filter(([name]) => edited.includes(name))
  if (kept.length === 0) return put.policies
  return { ...put.policies, ...Object.fromEntries(kept) }
}

function mergedGiven(job: JobRow, put: JobPut, edited: readonly string[]): readonly string[] {
  const kept = job.given.filter((name) => edited.includes(name))
  const declared = put.given.filter((name) => !edited.includes(name))
  return kept.length === 0 && declared.length === put.given.length
    ? put.given
    : [...declared, ...kept]
}
