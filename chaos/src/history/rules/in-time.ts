import { eventsOf } from '../events-of.ts'
import type { History, JobFacts, StoredRun } from '../history.ts'
import type { Started } from '../history-event.ts'
import type { Breach, HistoryRule } from '../history-rule.ts'

/** Where nothing is wrong, nothing is late. */
export const inTime: HistoryRule = {
  says: 'in a calm stretch a fire is published and started within the time that is allowed',
  breaches(history) {
    const prompt = new Map(history.jobs.filter((job) => job.prompt).map((job) => [job.id, job]))
    const firsts = new Map<string, Started>()
    for (const start of eventsOf(history, 'started')) {
      if (!firsts.has(start.runId)) firsts.set(start.runId, start)
    }
    return history.runs.flatMap((run) => late(history, run, prompt.get(run.jobId), firsts))
  },
}

function late(
  { calm, patience }: History,
  run: StoredRun,
  job: JobFacts | undefined,
  firsts: ReadonlyMap<string, Started>,
): readonly Breach[] {
  const { fireAt, publishedAt } = run
  if (job === undefined || run.kind !== 'fire') return []
  if (!calm.some(({ from, until }) => from <= fireAt && fireAt + patience <= until)) return []
  const start = firsts.get(run.id)
  const by = Math.max(publishedAt, start?.wall ?? publishedAt) - fireAt
  if (by <= patience) return []
  const evidence = start === undefined ? [run] : [run, start]
  return [{ says: `${run.id} was ${Math.round(by)} ms late`, evidence }]
}
