import type { FireRecord } from '../jobs/fire-record.ts'
import type { RunRow } from '../store/rows.ts'
import type { EpochMs } from '../time/epoch.ts'
import type { Timeline } from '../triggers/trigger.ts'
import { fireAnswer } from './fire-answer.ts'
import type { LedgerSource } from './ledger-source.ts'
import { sayInstant } from './say-instant.ts'

/** What became, or becomes, of one instant of a job, and why. Of a jittered trigger the planned instant will do as well. */
export async function whyAt(source: LedgerSource, asked: EpochMs): Promise<FireRecord> {
  const { read, row, timelines, now } = source
  const timeline = timelines.of(row)
  const at = jittered(source, timeline, asked)
  const [runs, spans] = await Promise.all([
    read.runs({ job: row.id, order: 'fire', from: at, until: at, limit: 10 }),
    read.spans({ job: row.id, from: at, until: at, limit: 1_000 }),
  ])
  const run = runOfFire(runs.items, row.inc)
  const answer = fireAnswer({ at, row, timelines, timeline, now, run, spans })
  if (at === asked) return answer
  const { timezone } = timelines.revive(row.trigger)
  const moved = `Planned for ${sayInstant(asked, timezone)}, jitter moved it to ${sayInstant(at, timezone)}.`
  return Object.freeze({ ...answer, says: `${moved} ${answer.says}` })
}

/** The run of a fire: that of the job as it is now, else of one that had its id before. */
export function runOfFire(runs: readonly RunRow[], inc: string): RunRow | null {
  return runs.find((run) => run.inc === inc) ?? runs.at(-1) ?? null
}

/** The instant that jitter made of a planned one; any other stays what it is. */
function jittered(
  { row, timelines }: LedgerSource,
  timeline: Timeline | null,
  at: EpochMs,
): EpochMs {
  if (timeline === null || timeline.next(at - 1) === at) return at
  const { json, timezone } = timelines.revive(row.trigger)
  const isJitter =
    typeof json === 'object' && json !== null && 'kind' in json && json.kind === 'jitter'
  if (!isJitter || !('trigger' in json)) return at
  const trigger = JSON.stringify({ timezone, ...Object(json.trigger) })
  const planned = timelines.of({ ...row, trigger })
  return planned?.next(at - 1) === at ? (timeline.next(at - 1) ?? at) : at
}
