import type { SpanRow } from '@punctual/core/store'
import type { MongoCollection } from '../driver.ts'
import { asRowDocument } from '../rows/document.ts'
import { spanCodec } from '../rows/span-codec.ts'

/** The newest span of each incarnation of the jobs. */
export async function lastSpans(
  spans: MongoCollection,
  jobId: object,
): Promise<readonly SpanRow[]> {
  const found = await spans
    .aggregate([
      { $match: { jobId } },
      { $sort: { first: -1 } },
      { $group: { _id: '$inc', span: { $first: '$$ROOT' } } },
      { $replaceRoot: { newRoot: '$span' } },
    ])
    .toArray()
  return found.map((document) => spanCodec.row(asRowDocument(document)))
}
