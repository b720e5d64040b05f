import type { Millis } from '@punctual/core/store'
import { rowKinds } from '../collection-names.ts'
import { foundGraves } from '../reading/found-rows.ts'
import type { MongoLink } from './mongo-link.ts'
import type { Retention } from './retention.ts'
import type { StepRunner } from './step-runner.ts'

/** How long a write may be on its way: a stopped process that goes on later than this may bring a deleted row back. */
const GRAVE: Millis = 3_600_000
/** Graves of a kind that one call takes away. */
const GRAVES = 1_000

interface Pruning {
  readonly runner: StepRunner
  readonly retention: Retention
  readonly limit: number
}

/** Deletes what is no longer kept, in a step like any other; then what was deleted long ago is taken away for good. */
export async function prune(
  link: MongoLink,
  { runner, retention, limit }: Pruning,
): Promise<number> {
  const { collections, keeper } = link
  const { writes, now } = await runner.step(async (state) => {
    const at = runner.now(state)
    const found = await retention.writes(collections.rows, at, limit)
    return { writes: { renames: [], writes: found }, wakeAt: null, now: at }
  })
  const until = now - GRAVE
  for (const kind of rowKinds) {
    const _id = { $in: await foundGraves(collections.rows[kind], until, GRAVES) }
    if (_id.$in.length > 0) await collections.rows[kind].deleteMany({ _id, gone: { $lt: until } })
  }
  await keeper.forgetOld(until)
  return writes.writes.filter(({ kind }) => kind !== 'follows').length
}
