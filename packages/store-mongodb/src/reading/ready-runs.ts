import type { EpochMs, Room, RunRow } from '@punctual/core/store'
import type { Collections } from '../collections.ts'
import { runCodec } from '../rows/run-codec.ts'
import { foundDocuments, foundRows } from './found-rows.ts'
import { roomFilters } from './room-filters.ts'

/** The step puts those of several filters in order. */
export async function readyRuns(
  { runs }: Collections['rows'],
  room: Room,
  now: EpochMs,
  limit: number,
): Promise<readonly RunRow[]> {
  const sort = { priority: -1, readyAt: 1 }
  const found = await Promise.all(
    roomFilters(room).map((filter) =>
      foundRows(runs, runCodec, { ...filter, readyAt: { $lte: now } }, { sort, limit }),
    ),
  )
  return found.flat()
}

export async function nextReady(
  { runs }: Collections['rows'],
  room: Room,
  now: EpochMs,
): Promise<EpochMs | null> {
  const options = { sort: { readyAt: 1 }, limit: 1, projection: { readyAt: 1, step: 1 } }
  const found = await Promise.all(
    roomFilters(room).map((filter) =>
      foundDocuments(runs, { ...filter, readyAt: { $gt: now } }, options),
    ),
  )
  const instants = found.flat().map(({ readyAt }) => Number(readyAt))
  return instants.length === 0 ? null : Math.min(...instants)
}
