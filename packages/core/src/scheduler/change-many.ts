import type { StoreLink } from '../engine/store-link.ts'
import type { JobFilter } from '../jobs/job.ts'
import type { JobChange } from '../store/job-changes.ts'
import type { Decided } from './change-job.ts'
import { jobIn, type FoundJob } from './find-job.ts'
import { jobsToChange } from './job-filter.ts'
import { pageOfJobs } from './list-jobs.ts'
import type { Place } from './paging.ts'
import { pagingOf } from './paging.ts'
import { resumeOf } from './resume-job.ts'
import type { VerbParts } from './verb-parts.ts'

/** Which jobs: all that a filter fits, or plainly all. */
export type Many = JobFilter | { all: true }

/** Pauses every job that fits; gives how many were not paused before. */
export async function pauseJobs(parts: VerbParts, filter: Many): Promise<number> {
  const pause: Decided = { kind: 'pause', reason: null, by: null }
  return await changeMany(parts, filter, { verb: 'pauseJobs', news: 'paused', decide: () => pause })
}

/** Resumes every paused job that fits; gives how many there were. */
export async function resumeJobs(parts: VerbParts, filter: Many): Promise<number> {
  const decide = (found: FoundJob): Decided | null =>
    resumeOf(parts, found, { lifts: 'paused', catchUp: false })
  return await changeMany(parts, filter, { verb: 'resumeJobs', news: 'resumed', decide })
}

/** Removes every job that fits; gives how many there were. */
export async function removeJobs(parts: VerbParts, filter: Many): Promise<number> {
  const remove: Decided = { kind: 'remove', cancelRuns: false }
  return await changeMany(parts, filter, {
    verb: 'removeJobs',
    news: 'removed',
    decide: () => remove,
  })
}

interface ManyChange {
  readonly verb: string
  readonly news: 'paused' | 'resumed' | 'removed'
  decide(found: FoundJob): Decided | null
}

async function changeMany(parts: VerbParts, filter: Many, change: ManyChange): Promise<number> {
  const asked = jobsToChange(filter, change.verb)
  let place: Place | null = null
  let count = 0
  for (;;) {
    parts.gate.check()
    const page = await pageOfJobs(parts, asked, { limit: 100, place })
    for (const [link, jobs] of byStore(page.items)) {
      count += await changeAll(parts, link, jobs, change)
    }
    if (page.cursor === null) return count
    place = pagingOf({ cursor: page.cursor }, change.verb).place
  }
}

function byStore(jobs: readonly FoundJob[]): ReadonlyMap<StoreLink, readonly FoundJob[]> {
  const groups = new Map<StoreLink, FoundJob[]>()
  for (const found of jobs) {
    const group = groups.get(found.link) ?? []
    groups.set(found.link, group)
    group.push(found)
  }
  return groups
}

async function changeAll(
  parts: VerbParts,
  link: StoreLink,
  jobs: readonly FoundJob[],
  change: ManyChange,
): Promise<number> {
  const store = await link.opened()
  const changes = jobs.flatMap((found) => changeOf(found, change))
  if (changes.length === 0) return 0
  const results = await store.change(changes)
  const again: FoundJob[] = []
  let count = 0
  for (const [at, { result, row }] of results.entries()) {
    if (result === 'done' && row !== null) {
      parts.node.announcer.job(change.news, row, link.alias)
      count += 1
    }
    const conflict = result === 'conflict' ? await jobIn(link, changes[at]?.id ?? '') : null
    if (conflict !== null) again.push(conflict)
  }
  link.poke()
  return again.length === 0 ? count : count + (await changeAll(parts, link, again, change))
}

/** Only a resume depends on what was read, and must not be applied to anything else. */
function changeOf(found: FoundJob, { decide }: ManyChange): readonly JobChange[] {
  const { id, revision } = found.row
  const decided = decide(found)
  if (decided === null) return []
  return [decided.kind === 'resume' ? { ...decided, id, expect: revision } : { ...decided, id }]
}
