import type { EpochMs } from '../../time/epoch.ts'
import type { RunRow } from '../rows.ts'
import type { Batch, ClaimAnswer, Claimed, Room, Session } from '../store-messages.ts'
import type { Tables } from '../tables.ts'
import { jobOfRun } from './job-of-run.ts'
import { liveSession } from './live-session.ts'
import { moveRun } from './move-run.ts'
import type { Taker } from './new-run.ts'
import { shownRun } from './shown.ts'

/** Takes pending runs that are ready, also those that are too late: their node turns them into spans. */
export function claim(
  tables: Tables,
  by: Session,
  batch: Batch,
  rooms: readonly Room[],
): ClaimAnswer {
  const taker: Taker = { node: liveSession(tables, by), batch }
  const claimed: Claimed[] = []
  for (const room of rooms) {
    for (const run of [...tables.readyRuns(room, room.count)]) {
      const taken = take(tables, run, taker)
      if (taken !== null) claimed.push(taken)
    }
  }
  return { claimed, nextReadyAt: nextReadyAt(tables, rooms) }
}

function take(tables: Tables, run: RunRow, { node, batch }: Taker): Claimed | null {
  const job = jobOfRun(tables, run)
  if (job === null) return null
  const owned = { owner: node.session, node: node.name, batch, token: run.token + 1 }
  const patch = { ...owned, state: 'running', readyAt: null, startedAt: tables.now } as const
  moveRun(tables, run, patch, 'claim')
  return { run: shownRun(run), input: run.input ?? job.input, policies: job.policies }
}

function nextReadyAt(tables: Tables, rooms: readonly Room[]): EpochMs | null {
  let next: EpochMs | null = null
  for (const room of rooms) {
    const at = tables.nextReady(room)
    if (at !== null && (next === null || at < next)) next = at
  }
  return next
}
