import { at, cron, every, type JobSpec, type RetryOptions, type Scheduler } from '@punctual/core'
import type { Job, JobSchedulerJson, JobsOptions, Queue } from 'bullmq'

/** What a job scheduler of BullMQ is here. */
export function specOf(from: JobSchedulerJson): JobSpec<string> {
  const { startDate: start, endDate: end, tz: timezone, template = {} } = from
  const bounds = { ...(start && { start }), ...(end && { end }) }
  const trigger = from.every
    ? every(`${from.every}ms`, {
        ...bounds,
        ...(from.next && { start: from.next, immediate: true }),
      })
    : cron(from.pattern ?? '', { ...bounds, ...(timezone && { timezone }) })
  // The iteration that waits is counted already.
  const rest = from.limit && { maxRuns: from.limit - (from.iterationCount ?? 1) + 1 }
  const retry = retryOf(template.opts)
  return { id: from.key, task: from.name, trigger, input: json(template.data), retry, ...rest }
}

type Delayed = Pick<Job, 'id' | 'name' | 'data' | 'opts' | 'timestamp' | 'delay'>

/** What a delayed job of BullMQ is here. */
export function specOfDelayed(job: Delayed): JobSpec<string> {
  const id = `${job.name}/${job.id}`
  const trigger = at(job.timestamp + job.delay)
  return { id, task: job.name, trigger, input: json(job.data), retry: retryOf(job.opts) }
}

function retryOf({ attempts = 1, backoff = 0 }: JobsOptions = {}): RetryOptions {
  const { type, delay = 0 } = typeof backoff === 'number' ? { delay: backoff } : backoff
  const how = type === 'exponential' ? 'exponential' : 'fixed'
  return {
    limit: Math.max(attempts - 1, 0),
    delay: Math.max(delay, 1),
    backoff: how,
    jitter: false,
  }
}

const json = (data: unknown) => JSON.parse(JSON.stringify(data ?? null))

/** Adds every job scheduler, and every delayed job that none made. Again: adds what is missing. */
export async function importFrom(
  queue: Pick<Queue, 'getJobSchedulers' | 'getDelayed'>,
  scheduler: Scheduler,
) {
  const left: { id: string; why: string }[] = []
  const add = async (id: string, spec: () => JobSpec<string>) => {
    try {
      await scheduler.addJob(spec(), { onConflict: 'keep' })
    } catch (error) {
      left.push({ id, why: String(error) })
    }
  }
  for (const one of await queue.getJobSchedulers()) await add(one.key, () => specOf(one))
  for (const job of await queue.getDelayed()) {
    if (job.repeatJobKey !== undefined) continue
    if (job.attemptsMade > 0) left.push({ id: `${job.id}`, why: 'it waits for its next attempt' })
    else await add(`${job.id}`, () => specOfDelayed(job))
  }
  return left
}
