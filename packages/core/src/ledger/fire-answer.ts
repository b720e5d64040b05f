import type { Timelines } from '../engine/timelines.ts'
import type { FireReason, FireRecord } from '../jobs/fire-record.ts'
import type { JobRow, RunRow, SpanRow } from '../store/rows.ts'
import type { EpochMs } from '../time/epoch.ts'
import type { Timeline } from '../triggers/trigger.ts'
import { absence } from './not-due.ts'
import { sayInstant } from './say-instant.ts'
import { sayRun } from './say-run.ts'
import { saySpan } from './say-span.ts'
import { sureInstants } from './sure-instants.ts'

/** Everything that is known of one instant of a job. */
export interface FireKnown {
  readonly at: EpochMs
  readonly row: JobRow
  readonly timelines: Timelines
  /** null for a job whose instants are set by the ends of runs. */
  readonly timeline: Timeline | null
  readonly now: EpochMs
  /** The run of the fire. */
  readonly run: RunRow | null
  /** Spans that touch the instant. */
  readonly spans: readonly SpanRow[]
}

/** Answers one instant: a run, else a span that covers it, else a reason that follows from the job. */
export function fireAnswer(known: FireKnown): FireRecord {
  const { at, run } = known
  const { timezone } = known.timelines.revive(known.row.trigger)
  if (run !== null) return record(at, { ...sayRun(run, timezone), runId: run.id })
  const fires = isInstant(known)
  const span = spanOf(known, fires)
  if (span !== null) {
    return record(at, { reason: span.reason, says: saySpan(span), runId: span.cause })
  }
  const answer = fires ? unrecorded(known, timezone) : notAnInstant(known)
  return record(at, { ...answer, runId: null })
}

interface Answer {
  readonly reason: FireReason
  readonly says: string
}

function record(at: EpochMs, answer: Answer & { readonly runId: string | null }): FireRecord {
  const { reason, runId, says } = answer
  return Object.freeze({ at, reason, runId, says })
}

function isInstant({ at, row, timeline }: FireKnown): boolean {
  if (at === row.nextAt || at === row.heldNext) return true
  return timeline !== null && timeline.next(at - 1) === at
}

/** Between the ends of a span only what the trigger says is an instant, and it speaks for its own time only. */
function spanOf({ at, row, spans, timeline }: FireKnown, fires: boolean): SpanRow | null {
  const covering = spans.filter((span) => {
    if (sureInstants(span, row, timeline).includes(at)) return true
    return fires && at >= row.anchor && span.first <= at && at <= span.last
  })
  return covering.find(({ inc }) => inc === row.inc) ?? covering.at(-1) ?? null
}

/** What an instant without a run and without a span is. */
function unrecorded(known: FireKnown, timezone: string): Answer {
  const { at, row, now } = known
  if (row.nextAt !== null && at >= row.nextAt) {
    if (at > now) return { reason: 'upcoming', says: 'It is still to come.' }
    return { reason: 'waiting', says: 'It is due, and no node has published it yet.' }
  }
  if (row.state !== 'active' && at >= heldFrom(row, now)) return held(row, timezone)
  if (at < row.anchor) {
    const since = sayInstant(row.anchor, timezone)
    return { reason: 'before_start', says: `The job has had this trigger only since ${since}.` }
  }
  return {
    reason: 'older_than_history',
    says: 'It lies behind what the job keeps of its history (policy history).',
  }
}

/** From when on a job that is not active does not run. */
function heldFrom({ state, high, anchor, heldNext }: JobRow, now: EpochMs): EpochMs {
  return state === 'finished' ? (high ?? anchor - 1) + 1 : (heldNext ?? now)
}

function held({ state, pause, runsLeft }: JobRow, timezone: string): Answer {
  if (state === 'finished') {
    if (runsLeft === 0) {
      return {
        reason: 'max_runs_reached',
        says: 'The job has had all the runs that maxRuns gave it.',
      }
    }
    return { reason: 'after_end', says: 'The job is finished.' }
  }
  if (state === 'undeclared') {
    return { reason: 'undeclared', says: 'No live node declares the job, so it is not published.' }
  }
  const since = pause === null ? '' : ` since ${sayInstant(pause.at, timezone)}`
  const by = pause?.by === null || pause === null ? '' : ` by ${pause.by}`
  const why = pause?.reason === null || pause === null ? '' : `: ${pause.reason}`
  return { reason: 'paused', says: `The job has been paused${since}${by}${why}.` }
}

function notAnInstant(known: FireKnown): Answer {
  if (known.timeline !== null) return absence(known, known.timeline)
  if (known.row.mode === 'event') {
    return {
      reason: 'not_due',
      says: 'The job runs after other jobs, and has no instants of its own.',
    }
  }
  return {
    reason: 'not_due',
    says: 'Its instants are set by the end of the run before, and none was at this time.',
  }
}
