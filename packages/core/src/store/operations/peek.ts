import type { EpochMs } from '../../time/epoch.ts'
import type { Peeked } from '../store-messages.ts'
import type { Tables } from '../tables.ts'
import { shownJob } from './shown.ts'

/** What is due, and when something else will be. */
export function peek(tables: Tables, request: { limit: number; until: EpochMs }): Peeked {
  const { limit, until } = request
  const rows = tables.dueJobs(until, limit + 1)
  const nextAt = rows.length > limit ? rows[limit]!.nextAt : tables.nextDue(until)
  return { now: tables.now, due: rows.slice(0, limit).map(shownJob), nextAt }
}
