import type { DeclaredColumns } from '../engine/job-columns.ts'
import type { KnownTask } from '../engine/task-registry.ts'
import { PunctualError } from '../errors/punctual-error.ts'
import type { Policies } from '../jobs/policies.ts'
import { policyNames } from '../jobs/policy-names.ts'
import { interned, resolvePolicies } from '../jobs/resolve-policies.ts'
import type { ResolvedPolicies } from '../jobs/resolved-policies.ts'
import type { JobRow } from '../store/rows.ts'
import type { JobChanges } from './scheduler.ts'

/** What the policies of a job are edited with. */
export interface EditInput {
  readonly row: JobRow
  /** Already checked. */
  readonly change: JobChanges
  readonly task: KnownTask | null
  readonly defaults: Policies
}

/** The policies after an edit, and the names of those that are the job's own from then on. */
export interface EditedPolicies {
  readonly policies: ResolvedPolicies
  readonly own: readonly string[]
}

type Field = keyof ResolvedPolicies

/** Policies of a job after an edit: what was given stands, null and what was never the job's own is inherited again. */
export function editedPolicies(input: EditInput): EditedPolicies {
  const { row, change } = input
  const declared = declaredOf(row)
  const own = ownAfter(declared === null ? row.given : (row.declaration?.edited ?? []), change)
  const given = resolvePolicies([changedPolicies(change)])
  const inherited = declared?.policies ?? inheritedOf(input)
  const policies = { ...row.policies }
  for (const name of fieldsOf(row.policies)) {
    const value = change[name]
    if (value === undefined && own.has(name)) continue
    if (value !== undefined && value !== null) copy(given, policies, name)
    else if (inherited !== null) copy(inherited, policies, name)
    else if (value === null) throw unknownInheritance(row, name)
  }
  return { policies: interned(withTags(policies, input)), own: [...own] }
}

/** What code said of the job; null for a job that was added at run time. */
export function declaredOf(row: JobRow): DeclaredColumns | null {
  return row.declaration === null ? null : (JSON.parse(row.declaration.text) as DeclaredColumns)
}

function inheritedOf({ task, defaults }: EditInput): ResolvedPolicies | null {
  return task === null ? null : resolvePolicies([defaults, task.definition.options])
}

/** Tags add up: those of the task and the defaults stay. */
function withTags(policies: ResolvedPolicies, input: EditInput): ResolvedPolicies {
  const { tags } = input.change
  if (tags === undefined || tags === null) return policies
  const inherited = inheritedOf(input)?.tags ?? []
  return { ...policies, tags: [...new Set([...inherited, ...tags])] }
}

function ownAfter(before: readonly string[], change: JobChanges): ReadonlySet<string> {
  const own = new Set(before)
  for (const name of policyNames) {
    if (change[name] === null) own.delete(name)
    else if (change[name] !== undefined) own.add(name)
  }
  return own
}

/** The policies of a change that give a value. */
export function changedPolicies(change: JobChanges): Policies {
  const { trigger: _trigger, input: _input, ...rest } = change
  return Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== null))
}

function fieldsOf(policies: ResolvedPolicies): readonly Field[] {
  return policyNames.filter((name): name is Field => name in policies)
}

function copy<F extends Field>(
  from: ResolvedPolicies,
  to: { -readonly [K in F]: ResolvedPolicies[K] },
  name: F,
): void {
  to[name] = from[name]
}

function unknownInheritance(row: JobRow, name: string): PunctualError {
  return new PunctualError(
    'PUNCTUAL_UNKNOWN_TASK',
    `job "${row.id}" cannot inherit ${name} again on this node: its task "${row.task}" is not defined here; give a value instead`,
    { details: { id: row.id, task: row.task } },
  )
}
