import type { FireReason } from '../jobs/fire-record.ts'
import type { RunRow } from '../store/rows.ts'
import { sayInstant } from './say-instant.ts'

/** What a run says of its fire. */
export interface RunAnswer {
  readonly reason: Extract<FireReason, 'ran' | 'running' | 'waiting'>
  readonly says: string
}

/** What became of a fire that has a run, in words. */
export function sayRun(run: RunRow, timezone: string): RunAnswer {
  const says = `${saying(run, timezone)}${missed(run)}`
  if (run.state === 'running') return { reason: 'running', says }
  const waits = run.state === 'waiting' || run.state === 'pending'
  return { reason: waits ? 'waiting' : 'ran', says }
}

function saying(run: RunRow, timezone: string): string {
  const { startedAt, endedAt, attempt } = run
  const ended = endedAt === null ? '' : ` at ${sayInstant(endedAt, timezone)}`
  const node = run.node === null ? '' : ` on ${run.node}`
  const attempts = attempt > 1 ? `, after ${attempt} attempts` : ''
  switch (run.state) {
    case 'waiting':
      return 'Its run waits until an earlier run of the job has ended.'
    case 'pending':
      if (attempt > 1) return `Its run failed ${attempt - 1} times and waits for its next attempt.`
      return 'Its run waits for a node that has room for it.'
    case 'running': {
      const since = startedAt === null ? '' : ` since ${sayInstant(startedAt, timezone)}`
      return `It has been running${since}${node}.`
    }
    case 'succeeded':
      return `It ran${node} and succeeded${ended}${attempts}.`
    case 'failed':
      return `It ran${node} and failed${ended}${attempts}: ${message(run)}`
    case 'cancelled':
      if (startedAt === null) return `It was cancelled${ended}, before it started.`
      return `It ran${node} and was cancelled${ended}.`
    case 'lost':
      return `It ran${node}, its node died, and by onNodeLoss it was not run again.`
  }
}

function message({ error }: RunRow): string {
  const text = error?.message ?? 'no reason is stored'
  return text.length > 200 ? `${text.slice(0, 200)}…` : text
}

function missed({ missed: count }: RunRow): string {
  if (count === 0) return ''
  const earlier =
    count >= 1_000
      ? '1,000 or more earlier instants'
      : `${count} earlier ${count === 1 ? 'instant' : 'instants'}`
  return ` It also stands for ${earlier}.`
}
