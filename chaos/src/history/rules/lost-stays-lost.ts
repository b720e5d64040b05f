import { eventsOf } from '../events-of.ts'
import { grouped } from '../grouped.ts'
import type { HistoryRule } from '../history-rule.ts'

/** At most once, where the user asked for it. */
export const lostStaysLost: HistoryRule = {
  says: 'a run that is to be lost with its node never starts again because the node was lost',
  breaches(history) {
    const lose = new Set(
      history.jobs.filter((job) => job.onNodeLoss === 'lose').map((job) => job.id),
    )
    const starts = grouped(eventsOf(history, 'started'), (event) => event.runId)
    return history.runs.flatMap((run) => {
      if (!lose.has(run.jobId)) return []
      const own = starts.get(run.id) ?? []
      if (run.recoveries === 0 && own.length <= run.attempt) return []
      const says = `${run.id} was to be lost, and started ${own.length} times`
      return [{ says, evidence: [run, ...own] }]
    })
  },
}
