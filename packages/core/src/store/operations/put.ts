import type { JobRow } from '../rows.ts'
import type { JobPut, PutMode, PutResult, Session } from '../store-messages.ts'
import type { Tables } from '../tables.ts'
import { declareJob } from './declare-job.ts'
import { makesCycle } from './follow-cycle.ts'
import { addJob } from './new-job.ts'
import { replaceJob } from './replace-job.ts'
import { shownJob } from './shown.ts'
import { takesId } from './takes-id.ts'

/** Adds or declares jobs. */
export function put(
  tables: Tables,
  jobs: readonly JobPut[],
  mode: PutMode,
  by: Session | null,
): readonly PutResult[] {
  if (mode === 'fail') return addAll(tables, jobs)
  const results = jobs.map((job) => putOne(tables, job, mode))
  if (mode === 'declare' && by !== null) noteDeclared(tables, jobs, by)
  return results
}

function putOne(tables: Tables, job: JobPut, mode: Exclude<PutMode, 'fail'>): PutResult {
  if (mode === 'declare') return declareJob(tables, job)
  const there = takesId(tables, job.id)
  if (there !== null && mode === 'keep') return { result: 'kept', row: shownJob(there) }
  if (job.follow !== null && makesCycle(tables, job)) return cycle(there)
  if (there === null) return { result: 'added', row: shownJob(addJob(tables, job)) }
  // What code declares would no longer be its own, and the next deploy could not declare it.
  if (there.declaration !== null && there.state !== 'undeclared') {
    return { result: 'exists', row: shownJob(there) }
  }
  replaceJob(tables, there, job)
  return { result: 'replaced', row: shownJob(there) }
}

/** All or none: where one is refused the others are answered `kept`, without a row. */
function addAll(tables: Tables, jobs: readonly JobPut[]): readonly PutResult[] {
  const batch = jobs.length === 1 ? null : new BatchOfPuts(jobs)
  const refused = jobs.map((job) => refusal(tables, job, batch))
  if (refused.every((result) => result === null)) {
    return jobs.map((job) => ({ result: 'added', row: shownJob(addJob(tables, job)) }))
  }
  return refused.map((result) => result ?? { result: 'kept', row: null })
}

/** What the jobs of one call are to each other. */
class BatchOfPuts {
  readonly following: Map<string, readonly string[]> = new Map()
  readonly #seen = new Set<string>()

  constructor(jobs: readonly JobPut[]) {
    for (const { id, follow } of jobs) if (follow !== null) this.following.set(id, follow.parents)
  }

  /** Whether the id came before. */
  repeats(id: string): boolean {
    if (this.#seen.has(id)) return true
    this.#seen.add(id)
    return false
  }
}

function refusal(tables: Tables, job: JobPut, batch: BatchOfPuts | null): PutResult | null {
  const there = takesId(tables, job.id)
  if (there !== null) return { result: 'exists', row: shownJob(there) }
  if (batch?.repeats(job.id) === true) return { result: 'exists', row: null }
  if (job.follow === null || !makesCycle(tables, job, batch?.following)) return null
  return cycle(null)
}

function cycle(there: JobRow | null): PutResult {
  return { result: 'cycle', row: there === null ? null : shownJob(there) }
}

function noteDeclared(tables: Tables, jobs: readonly JobPut[], by: Session): void {
  const node = tables.node(by)
  if (node === null) return
  const declared = new Set(node.declared)
  for (const job of jobs) declared.add(job.id)
  if (declared.size > node.declared.length) tables.updateNode(node, { declared: [...declared] })
}
