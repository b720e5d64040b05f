import type { HistoryRule } from '../history-rule.ts'

const over: ReadonlySet<string> = new Set(['succeeded', 'failed', 'cancelled', 'lost'])

/** Everything comes to an end. */
export const nothingLeft: HistoryRule = {
  says: 'when all is quiet no run waits or goes on, and every job whose trigger ended is finished',
  breaches: ({ jobs, runs }) => [
    ...runs
      .filter((run) => !over.has(run.state))
      .map((run) => ({ says: `${run.id} is still ${run.state}`, evidence: [run] })),
    ...jobs
      .filter((job) => job.ends && !job.removed && job.state !== 'finished')
      .map((job) => ({ says: `${job.id} is ${job.state ?? 'gone'}, not finished`, evidence: [] })),
  ],
}
