import { at, cron, durationOf, every, type JobSpec, type Scheduler } from '@punctual/core'
import type { Agenda, JobWithState } from 'agenda'

/** What a stored job of Agenda is here, or why that is for you to say. MongoDB gives null for what is absent. */
export function specOf(job: JobWithState): JobSpec<string> | string {
  if (!job.nextRunAt) return 'it is over: no next run'
  if (job.repeatAt) return `say repeatAt ${job.repeatAt} as cron('30 15 * * *')`
  if ((job.skipDays ?? []).length > 0) return 'say skipDays as except(trigger, daysOff(...))'
  return {
    id: job.type === 'single' ? job.name : `${job.name}/${job._id}`,
    task: job.name,
    trigger: triggerOf(job, job.nextRunAt),
    // As the store would give it back: dates become text.
    input: JSON.parse(JSON.stringify(job.data ?? null)),
    priority: job.priority,
    paused: job.disabled ?? false,
  }
}

function triggerOf(job: JobWithState, next: Date) {
  const { repeatInterval: interval, repeatTimezone: timezone, startDate, endDate } = job
  if (!interval) return at(next)
  const end = endDate && { end: endDate }
  const millis = millisOf(interval)
  if (millis !== null) return every(`${millis}ms`, { start: next, immediate: true, ...end })
  const start = startDate && { start: startDate }
  return cron(String(interval), { ...(timezone && { timezone }), ...start, ...end })
}

/** Milliseconds, also as text, and `3 minutes`; not cron. */
function millisOf(interval: string | number): number | null {
  if (Number.isFinite(Number(interval))) return Number(interval)
  try {
    return durationOf(interval)
  } catch {
    return null
  }
}

/** Adds every job that says when it runs next. A second call adds what the first did not. */
export async function importFrom(agenda: Pick<Agenda, 'queryJobs'>, scheduler: Scheduler) {
  const left: { id: string; why: string }[] = []
  const { jobs } = await agenda.queryJobs({ includeDisabled: true })
  for (const job of jobs) {
    try {
      const spec = specOf(job)
      if (typeof spec === 'string') left.push({ id: job._id, why: spec })
      else await scheduler.addJob(spec, { onConflict: 'keep' })
    } catch (error) {
      left.push({ id: job._id, why: String(error) })
    }
  }
  return left
}
