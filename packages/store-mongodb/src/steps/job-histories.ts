import type { EpochMs, JobRow } from '@punctual/core/store'
import type { Collections } from '../collections.ts'
import type { MongoCollection } from '../driver.ts'
import { jobCodec } from '../rows/job-codec.ts'
import type { RowDocument } from '../rows/document.ts'

/** What retention wants to know of a job. */
export interface JobHistory {
  readonly id: string
  readonly finished: boolean
  readonly declared: boolean
  readonly keptUntil: EpochMs
  /** The least `seq` of its runs; null when it has none. */
  readonly firstRun: number | null
  /** Runs before this `seq` are more than the job keeps. */
  readonly keptFrom: number
  readonly spans: number
}

/** Both counts are answered by indexes alone. */
export async function jobHistories(
  rows: Collections['rows'],
  documents: readonly RowDocument[],
): Promise<readonly JobHistory[]> {
  if (documents.length === 0) return []
  const ids = documents.map(({ _id }) => _id)
  const [first, spans] = await Promise.all([
    ofEachJob(rows.runs, ids, { $min: '$seq' }),
    ofEachJob(rows.spans, ids, { $sum: 1 }),
  ])
  return documents.map((document) => historyOf(jobCodec.row(document), { first, spans }))
}

function historyOf(
  { id, state, declaration, updatedAt, runSeq, policies }: JobRow,
  {
    first,
    spans,
  }: { readonly first: ReadonlyMap<string, number>; readonly spans: ReadonlyMap<string, number> },
): JobHistory {
  const { keep, maxAge } = policies.history
  return {
    id,
    finished: state === 'finished',
    declared: declaration !== null,
    keptUntil: updatedAt + maxAge,
    firstRun: first.get(id) ?? null,
    keptFrom: runSeq - keep + 1,
    spans: spans.get(id) ?? 0,
  }
}

async function ofEachJob(
  collection: MongoCollection,
  ids: readonly string[],
  value: object,
): Promise<ReadonlyMap<string, number>> {
  const stages = [{ $match: { jobId: { $in: ids } } }, { $group: { _id: '$jobId', value } }]
  const found = await collection.aggregate(stages).toArray()
  return new Map(
    found.map((group) => {
      const { _id, value: number } = { _id: '', value: 0, ...group }
      return [_id, Number(number)]
    }),
  )
}
