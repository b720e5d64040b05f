import { eventsOf } from '../events-of.ts'
import { grouped } from '../grouped.ts'
import type { History } from '../history.ts'
import type { Ended, Started } from '../history-event.ts'
import type { Breach, HistoryRule } from '../history-rule.ts'

interface Execution {
  readonly start: Started
  /** When it was over, or might be somebody else's. */
  readonly until: number
}

/** Slots hold, over the whole cluster. */
export const instancesBounded: HistoryRule = {
  says: 'at no instant do more runs of a job go on than its maxInstances, those of lost sessions aside',
  breaches(history) {
    const executions = grouped(executionsOf(history), ({ start }) => start.jobId)
    return history.jobs.flatMap((job) =>
      crowded(executions.get(job.id) ?? [], job.maxInstances).slice(0, 1),
    )
  },
}

function executionsOf(history: History): readonly Execution[] {
  const ends = grouped(eventsOf(history, 'ended'), keyOf)
  const gone = new Map(eventsOf(history, 'gone').map((event) => [event.node, event.t]))
  const reaped = new Map<string, number>()
  for (const { victim, t } of eventsOf(history, 'reaping')) {
    reaped.set(victim, Math.min(t, reaped.get(victim) ?? Infinity))
  }
  return eventsOf(history, 'started').map((start) => ({
    start,
    until: Math.min(
      ends.get(keyOf(start))?.find(({ t }) => t >= start.t)?.t ?? Infinity,
      gone.get(start.node) ?? Infinity,
      reaped.get(start.session) ?? Infinity,
    ),
  }))
}

/** One life of a token on one node. */
function keyOf({ node, runId, token }: Started | Ended): string {
  return `${node} ${runId} ${token}`
}

function crowded(executions: readonly Execution[], most: number): readonly Breach[] {
  let going: Execution[] = []
  const found: Breach[] = []
  for (const execution of executions) {
    // Frozen between its last look at the clock and the start: the first turn of its event loop ends it.
    if (execution.until <= execution.start.t) continue
    going = going.filter((other) => other.until > execution.start.t)
    going.push(execution)
    if (going.length <= most) continue
    const { jobId } = execution.start
    const says = `${jobId} ran ${going.length} times at once, ${most} allowed`
    found.push({ says, evidence: going.map(({ start }) => start) })
  }
  return found
}
