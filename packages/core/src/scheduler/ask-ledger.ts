import type { FireRecord } from '../jobs/fire-record.ts'
import type { JobId, Page, Paging } from '../jobs/job.ts'
import type { LedgerSource } from '../ledger/ledger-source.ts'
import { firesIn } from '../ledger/list-fires.ts'
import { whyAt } from '../ledger/why.ts'
import { DAY, type EpochMs } from '../time/epoch.ts'
import { instantOf } from '../time/instant.ts'
import type { Time } from '../time/time.ts'
import { jobThatIs } from './find-job.ts'
import { checkKnown, invalidOption } from './known-options.ts'
import { limitOf, pagingNames } from './paging.ts'
import type { VerbParts } from './verb-parts.ts'

/** From when until when, both inclusive. */
export interface FireRange extends Paging {
  from?: Time
  until?: Time
}

/** Says what became of one instant of a job. Text without an offset is read in the timezone of its trigger. */
export async function why(parts: VerbParts, job: JobId, at: Time): Promise<FireRecord> {
  const source = await sourceOf(parts, job)
  return await whyAt(source, instantOf(at, { name: 'at', timezone: zoneOfJob(source) }))
}

/** The instants of a job with what became of them; from a day ago to the next one unless given. */
export async function listFires(
  parts: VerbParts,
  job: JobId,
  range: FireRange = {},
): Promise<Page<FireRecord>> {
  checkKnown(range, ['from', 'until', ...pagingNames], 'listFires')
  const limit = limitOf(range)
  const begin = range.cursor === undefined ? null : instantIn(range.cursor)
  const source = await sourceOf(parts, job)
  const { row, now } = source
  const timezone = zoneOfJob(source)
  const at = (time: Time | undefined, name: string, otherwise: EpochMs): EpochMs =>
    time === undefined ? otherwise : instantOf(time, { name, timezone })
  const until = at(range.until, 'until', Math.max(now, row.nextAt ?? now))
  const from = at(range.from, 'from', Math.min(now - DAY, until))
  if (from > until) throw invalidOption('listFires', 'until lies before from: swap them')
  const { clock } = parts.node.settings
  const { items, next } = await firesIn(source, { from: begin ?? from, until, limit, clock })
  return { items, cursor: next === null ? null : next.toString(36) }
}

async function sourceOf(parts: VerbParts, job: JobId): Promise<LedgerSource> {
  const { link, row } = await jobThatIs(parts, job)
  const { read } = await link.opened()
  return { read, row, timelines: parts.node.timelines, now: link.now() }
}

function zoneOfJob({ row, timelines }: LedgerSource): string {
  return timelines.revive(row.trigger).timezone
}

/** The cursor is the instant itself. */
function instantIn(cursor: unknown): EpochMs {
  const instant = typeof cursor === 'string' ? Number.parseInt(cursor, 36) : Number.NaN
  if (Number.isSafeInteger(instant) && instant.toString(36) === cursor) return instant
  throw invalidOption('cursor', 'must be the cursor of a page of this very list')
}
