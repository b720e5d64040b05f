import type { Advance, Published, Session } from '../store/store-messages.ts'
import type { EpochMs } from '../time/epoch.ts'
import { publishedAssignment, type Assignment } from './assignment.ts'
import type { PlannedJob } from './due-plans.ts'
import type { FireNews } from './fire-news.ts'
import type { LoopParts } from './loop-parts.ts'
import type { Reconciler } from './reconciler.ts'
import { CallFailed } from './store-client.ts'

/** What became of planned jobs. */
export interface PublishedBatch {
  /** Runs that are this node's, their slots taken. */
  readonly assignments: readonly Assignment[]
  /** How many jobs moved on. */
  readonly done: number
  /** Others hold these jobs, or changed them. */
  readonly refused: number
  /** The earliest next instant of the jobs that moved on. */
  readonly nextAt: EpochMs | null
  /** Runs were created that any node may take. */
  readonly pending: boolean
  /** Running runs may have been asked to make room. */
  readonly replaced: boolean
}

/** Moves planned jobs on and creates the runs of their fires, in one atomic call. */
export class Publisher {
  readonly #parts: LoopParts
  readonly #reconciler: Reconciler
  readonly #news: FireNews

  constructor(parts: LoopParts, reconciler: Reconciler, news: FireNews) {
    this.#parts = parts
    this.#reconciler = reconciler
    this.#news = news
  }

  async publish(session: Session, jobs: readonly PlannedJob[]): Promise<PublishedBatch> {
    const { client, node } = this.#parts
    const batch = node.settings.entropy.short()
    const items = jobs.map(advanceOf)
    try {
      const answers = await client.call('publish', (store) => store.publish(session, batch, items))
      return this.#sort(jobs, answers)
    } catch (thrown) {
      for (const job of jobs) node.slots.give(job.row.policies.executor, job.own)
      if (thrown instanceof CallFailed && !thrown.fenced) this.#reconciler.lost(session, batch)
      throw thrown
    }
  }

  #sort(jobs: readonly PlannedJob[], answers: readonly Published[]): PublishedBatch {
    const assignments: Assignment[] = []
    const sum = { done: 0, refused: 0, nextAt: Infinity, pending: false, replaced: false }
    jobs.forEach((job, index) => {
      const answer = answers[index]
      const before = assignments.length
      if (answer?.result === 'done') {
        sum.done += 1
        if (job.next !== null && job.next < sum.nextAt) sum.nextAt = job.next
        this.#take(job, answer, assignments, sum)
      } else sum.refused += 1
      const { executor } = job.row.policies
      this.#parts.node.slots.give(executor, job.own - (assignments.length - before))
    })
    return { ...sum, assignments, nextAt: sum.nextAt === Infinity ? null : sum.nextAt }
  }

  #take(
    job: PlannedJob,
    answer: Published & { readonly result: 'done' },
    assignments: Assignment[],
    sum: { pending: boolean; replaced: boolean },
  ): void {
    for (const run of answer.runs) {
      if (run.state === 'running')
        assignments.push(publishedAssignment(job.row, run, missedOf(job, run.fireAt)))
      else if (run.state === 'pending') sum.pending = true
      else if (job.row.policies.overlap === 'replace') sum.replaced = true
    }
    this.#news.published(job, answer)
  }
}

function missedOf(job: PlannedJob, at: EpochMs): number {
  return job.fires.find((fire) => fire.at === at)?.missed ?? 0
}

function advanceOf({ row, next, fires, spans, own }: PlannedJob): Advance {
  return {
    id: row.id,
    inc: row.inc,
    version: row.version,
    next,
    fires: fires.map((fire, index) => ({
      at: fire.at,
      own: index < own,
      startDeadline: fire.startDeadline,
      missed: fire.missed,
      catchUp: fire.catchUp,
    })),
    spans,
  }
}
