import { eventsOf } from '../events-of.ts'
import { grouped } from '../grouped.ts'
import type { HistoryRule } from '../history-rule.ts'

/** Nothing runs more often than the ledger says. */
export const startsCounted: HistoryRule = {
  says: 'a run starts once, and once more for each retry and each recovery; no token starts twice',
  breaches(history) {
    const starts = grouped(eventsOf(history, 'started'), (event) => event.runId)
    const stored = new Map(history.runs.map((run) => [run.id, run]))
    return [...starts].flatMap(([runId, own]) => {
      const twice = [...grouped(own, (event) => String(event.token)).values()].find(
        (same) => same.length > 1,
      )
      if (twice !== undefined) {
        const says = `${runId} started ${twice.length} times with token ${twice[0]?.token}`
        return [{ says, evidence: twice }]
      }
      const run = stored.get(runId)
      if (run === undefined || own.length <= run.attempt + run.recoveries) return []
      const says = `${runId} started ${own.length} times`
      return [{ says, evidence: [...own, run] }]
    })
  },
}
