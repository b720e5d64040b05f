import { Breath } from '../engine/breath.ts'
import type { FireRecord } from '../jobs/fire-record.ts'
import type { RunRow } from '../store/rows.ts'
import type { Clock } from '../time/clock.ts'
import type { EpochMs } from '../time/epoch.ts'
import type { Timeline } from '../triggers/trigger.ts'
import { fireAnswer } from './fire-answer.ts'
import type { LedgerSource } from './ledger-source.ts'
import { sureInstants } from './sure-instants.ts'
import { runOfFire } from './why.ts'

/** A stretch of time, both ends inclusive, and how many instants of it are wanted. */
export interface FiresAsked {
  readonly from: EpochMs
  readonly until: EpochMs
  readonly limit: number
  /** For slicing: a trigger may take long to say its instants. */
  readonly clock: Clock
}

/** Some instants, answered, and the first one that is left; null when none is. */
export interface FiresTold {
  readonly items: readonly FireRecord[]
  readonly next: EpochMs | null
}

const MOST_SPANS = 1_000

/** Every due instant of a job within a range, answered, ascending. */
export async function firesIn(source: LedgerSource, asked: FiresAsked): Promise<FiresTold> {
  const { read, row, timelines, now } = source
  const { from, until, limit } = asked
  const timeline = timelines.of(row)
  const breath = new Breath(asked.clock)
  const [runs, spans] = await Promise.all([
    read.runs({ job: row.id, order: 'fire', from, until, limit: limit + 1 }),
    read.spans({ job: row.id, from, until, limit: MOST_SPANS }),
  ])
  const due = await dueInstants(timeline, { ...asked, from: Math.max(from, row.anchor) }, breath)
  const others = [
    ...runs.items.map(({ fireAt }) => fireAt),
    ...spans.flatMap((span) => sureInstants(span, row, timeline)),
    ...[row.nextAt, row.heldNext].filter((at) => at !== null),
  ].filter((at) => at >= from && at <= until)
  const instants = [...new Set([...due, ...others])].sort((a, b) => a - b)
  // Beyond what was read an instant may have a run or a span that nobody knows of yet.
  const known = Math.min(
    runs.cursor === null ? until : (runs.items.at(-1)?.fireAt ?? until),
    spans.length < MOST_SPANS ? until : (spans.at(-1)?.first ?? until),
  )
  const runsAt = byFire(runs.items)
  const items: FireRecord[] = []
  for (const at of instants) {
    if (items.length === limit || at > known) return { items, next: at }
    const run = runOfFire(runsAt.get(at) ?? [], row.inc)
    const touching = spans.filter(({ first, last }) => first <= at && at <= last)
    items.push(fireAnswer({ at, row, timelines, timeline, now, run, spans: touching }))
    if (breath.spent) await breath.take()
  }
  return { items, next: known < until ? known + 1 : null }
}

/** One more than wanted, so that the page knows whether there is more. */
async function dueInstants(
  timeline: Timeline | null,
  { from, until, limit }: FiresAsked,
  breath: Breath,
): Promise<readonly EpochMs[]> {
  const instants: EpochMs[] = []
  let at = timeline?.next(from - 1) ?? null
  while (at !== null && at <= until && instants.length <= limit) {
    instants.push(at)
    if (breath.spent) await breath.take()
    at = timeline?.next(at) ?? null
  }
  return instants
}

function byFire(runs: readonly RunRow[]): ReadonlyMap<EpochMs, readonly RunRow[]> {
  const byInstant = new Map<EpochMs, RunRow[]>()
  for (const run of runs) {
    const there = byInstant.get(run.fireAt)
    if (there === undefined) byInstant.set(run.fireAt, [run])
    else there.push(run)
  }
  return byInstant
}
