import type { JobRow, RunRow, StoreContract } from '@punctual/core/store'
import type { StoredRun, StoredSpan } from '../history/history.ts'
import { tried } from './client.ts'

const PAGE = 1_000
const LIVE = ['waiting', 'pending', 'running'] as const

/** All that the store holds of these jobs. */
export interface Stored {
  readonly jobs: ReadonlyMap<string, JobRow>
  readonly runs: readonly StoredRun[]
  readonly spans: readonly StoredSpan[]
}

export async function storedIn(store: StoreContract, ids: readonly string[]): Promise<Stored> {
  const jobs = await jobsIn(store)
  const runs: StoredRun[] = []
  let cursor: string | null = null
  do {
    const query: { limit: number; cursor: string | null } = { limit: PAGE, cursor }
    const page = await tried(() => store.read.runs(query))
    runs.push(...page.items.map(storedRun))
    cursor = page.cursor
  } while (cursor !== null)
  const spans: StoredSpan[] = []
  for (const job of ids) {
    const range = { job, from: 0, until: Number.MAX_SAFE_INTEGER, limit: 10_000 }
    const own = await tried(() => store.read.spans(range))
    spans.push(...own.map(({ jobId, first, last, reason }) => ({ jobId, first, last, reason })))
  }
  return { jobs, runs, spans }
}

/** Whether no run waits or goes on, and no job has a next instant. */
export async function isQuiet(store: StoreContract): Promise<boolean> {
  const live = await tried(() => store.read.runs({ states: [...LIVE], limit: 1 }))
  if (live.items.length > 0) return false
  const active = await tried(() => store.read.jobs({ states: ['active'], limit: 1_000 }))
  return active.items.every((job) => job.nextAt === null)
}

async function jobsIn(store: StoreContract): Promise<ReadonlyMap<string, JobRow>> {
  const page = await tried(() => store.read.jobs({ limit: 10_000 }))
  return new Map(page.items.map((job) => [job.id, job]))
}

function storedRun(run: RunRow): StoredRun {
  const { id, jobId, kind, state, fireAt, token, attempt, recoveries, publishedAt, result } = run
  const upstream = (run.upstream ?? []).map((one) => one.runId)
  return {
    id,
    jobId,
    kind,
    state,
    fireAt,
    token,
    attempt,
    recoveries,
    publishedAt,
    result,
    upstream,
  }
}
