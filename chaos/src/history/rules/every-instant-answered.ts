import { grouped } from '../grouped.ts'
import type { JobFacts, StoredRun, StoredSpan } from '../history.ts'
import type { Breach, HistoryRule } from '../history-rule.ts'

/** The ledger has no hole, and says nothing twice. */
export const everyInstantAnswered: HistoryRule = {
  says: 'every due instant, and every end that a job follows, has exactly one run, or one span with the reason',
  breaches({ jobs, runs, spans }) {
    const runsOf = grouped(runs, (run) => run.jobId)
    const spansOf = grouped(spans, (span) => span.jobId)
    return jobs.flatMap((job) => {
      const own = runsOf.get(job.id) ?? []
      if (job.follows !== null) return unfollowed(job, own, runsOf.get(job.follows) ?? [])
      return job.instants === null || job.removed
        ? []
        : unanswered(job, job.instants, own, spansOf.get(job.id) ?? [])
    })
  },
}

function unanswered(
  job: JobFacts,
  instants: readonly number[],
  runs: readonly StoredRun[],
  spans: readonly StoredSpan[],
): readonly Breach[] {
  const byInstant = grouped(
    runs.filter((run) => run.kind === 'fire'),
    (run) => String(run.fireAt),
  )
  const due = new Set(instants)
  const strays = [...byInstant.values()].flat().filter((run) => !due.has(run.fireAt))
  const wrong = instants.flatMap((at) => {
    const answers = byInstant.get(String(at)) ?? []
    const reasons = spans.filter((span) => span.first <= at && at <= span.last)
    if (answers.length + reasons.length === 1) return []
    const says =
      answers.length + reasons.length === 0
        ? `${job.id}: nothing is known of ${at}`
        : `${job.id}: ${at} has ${answers.length} runs and ${reasons.length} spans`
    return [{ says, evidence: [...answers, ...reasons] }]
  })
  return [
    ...wrong,
    ...strays.map((run) => ({
      says: `${job.id}: ${run.fireAt} is no instant of it`,
      evidence: [run],
    })),
  ]
}

function unfollowed(
  job: JobFacts,
  runs: readonly StoredRun[],
  parents: readonly StoredRun[],
): readonly Breach[] {
  return parents.flatMap((parent) => {
    const followers = runs.filter((run) => run.upstream.includes(parent.id))
    if (followers.length === 1) return []
    const says = `${job.id} followed the end of ${parent.id} ${followers.length} times`
    return [{ says, evidence: [parent, ...followers] }]
  })
}
