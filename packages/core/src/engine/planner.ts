import type { SpanReason } from '../jobs/fire-record.ts'
import type { JobRow } from '../store/rows.ts'
import type { SpanPut } from '../store/store-messages.ts'
import type { EpochMs } from '../time/epoch.ts'
import type { Timeline } from '../triggers/trigger.ts'

/** A fire that is to become a run. */
export interface PlannedFire {
  readonly at: EpochMs
  readonly startDeadline: EpochMs | null
  /** Earlier instants that it stands for, counted up to 1,000. */
  readonly missed: number
  readonly catchUp: boolean
}

/** What becomes of a due job: its fires, the instants that do not run and why, and the next instant. */
export interface Plan {
  readonly next: EpochMs | null
  readonly fires: readonly PlannedFire[]
  readonly spans: readonly SpanPut[]
}

/** What a due job is planned with. */
export interface PlanInput {
  readonly row: JobRow
  /** null for a job whose next instant is set by the end of its run. */
  readonly timeline: Timeline | null
  readonly now: EpochMs
  /** Instants before this were due while nobody here was publishing. */
  readonly since: EpochMs
  /** The instant lies after the last that the trigger allows. */
  readonly over?: boolean
}

const COUNT_AT_MOST = 1_000
const NONE: readonly SpanPut[] = Object.freeze([])

/** Plans a due job by its coalesce and misfire policies; never enumerates what it does not run. */
export function plan(input: PlanInput): Plan {
  const { row, timeline, now } = input
  if (input.over === true) return { next: null, fires: [], spans: NONE }
  const first = row.nextAt ?? now
  const latest = latestDue(timeline, first, now)
  const next = timeline === null ? null : timeline.next(Math.max(now, latest))
  const { fires, spans } = due(input, first, latest)
  return { next, fires, spans }
}

function due(input: PlanInput, first: EpochMs, latest: EpochMs): Due {
  if (latest === first) return planOne(input, first)
  const { coalesce } = input.row.policies
  if (coalesce === 'all') return planAll(input, first, latest)
  return coalesce === 'earliest'
    ? planEarliest(input, first, latest)
    : planLatest(input, first, latest)
}

type Due = Omit<Plan, 'next'>

function latestDue(timeline: Timeline | null, first: EpochMs, now: EpochMs): EpochMs {
  const latest = timeline?.previous(now + 1) ?? first
  return Math.max(latest, first)
}

function planOne(input: PlanInput, at: EpochMs): Due {
  if (tooLate(input, at)) return { fires: [], spans: [span(at, at, 'misfire_grace_exceeded')] }
  return { fires: [fire(input, at, 0, false)], spans: NONE }
}

function planLatest(input: PlanInput, first: EpochMs, latest: EpochMs): Due {
  if (tooLate(input, latest)) {
    return { fires: [], spans: [span(first, latest, 'misfire_grace_exceeded')] }
  }
  const before = Math.max(first, input.timeline?.previous(latest) ?? first)
  const missed = countFrom(input.timeline, first, latest)
  return { fires: [fire(input, latest, missed, false)], spans: folded(input, first, before) }
}

function planEarliest(input: PlanInput, first: EpochMs, latest: EpochMs): Due {
  const second = input.timeline?.next(first) ?? latest
  const spans = folded(input, second, latest)
  if (!tooLate(input, first)) return { fires: [fire(input, first, 0, false)], spans }
  return { fires: [], spans: [span(first, first, 'misfire_grace_exceeded'), ...spans] }
}

function planAll(input: PlanInput, first: EpochMs, latest: EpochMs): Due {
  const instants: EpochMs[] = []
  let at: EpochMs | null = latest
  while (at !== null && at >= first && !tooLate(input, at)) {
    if (instants.length === input.row.policies.maxCatchUp) break
    instants.push(at)
    at = input.timeline?.previous(at) ?? null
  }
  const fires = instants.reverse().map((instant) => fire(input, instant, 0, true))
  if (at === null || at < first) return { fires, spans: [] }
  if (tooLate(input, at)) return { fires, spans: [span(first, at, 'misfire_grace_exceeded')] }
  return { fires, spans: folded(input, first, at) }
}

/** Instants that a run stands for: those of before this node published, and those it folded itself. */
function folded(input: PlanInput, first: EpochMs, last: EpochMs): readonly SpanPut[] {
  const { since, timeline } = input
  if (last < since) return [span(first, last, 'missed_in_outage')]
  const before = first < since ? (timeline?.previous(since) ?? null) : null
  if (before === null || before < first) return [span(first, last, 'coalesced')]
  const after = timeline?.next(before) ?? last
  return [span(first, before, 'missed_in_outage'), span(after, last, 'coalesced')]
}

function countFrom(timeline: Timeline | null, first: EpochMs, latest: EpochMs): number {
  let count = 1
  let at = timeline?.next(first) ?? null
  while (at !== null && at < latest && count < COUNT_AT_MOST) {
    count += 1
    at = timeline?.next(at) ?? null
  }
  return count
}

function tooLate(input: PlanInput, at: EpochMs): boolean {
  const grace = input.row.policies.misfireGrace
  return grace !== null && input.now - at > grace
}

function fire(input: PlanInput, at: EpochMs, missed: number, catchUp: boolean): PlannedFire {
  const grace = input.row.policies.misfireGrace
  return { at, startDeadline: grace === null ? null : at + grace, missed, catchUp }
}

function span(first: EpochMs, last: EpochMs, reason: SpanReason): SpanPut {
  return { first, last, reason }
}
