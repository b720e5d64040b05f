import { onConflictOf, txOf } from './call-options.ts'
import { jobToPut, type AnyJobSpec } from './job-to-put.ts'
import { invalidOption } from './known-options.ts'
import { PutBatches } from './put-batches.ts'
import type { AddedJobs, CallOptions } from './scheduler.ts'
import type { VerbParts } from './verb-parts.ts'

/** Stores jobs as they come, in batches; what was stored before a refusal stays. */
export async function addJobs(
  parts: VerbParts,
  specs: Iterable<AnyJobSpec> | AsyncIterable<AnyJobSpec>,
  options: CallOptions = {},
): Promise<AddedJobs> {
  const onConflict = onConflictOf(options, 'addJobs')
  checkIterable(specs, 'jobs')
  const batches = new PutBatches(parts, onConflict, txOf(options))
  for await (const spec of specs) await batches.add(await jobToPut(parts, spec))
  return await batches.end()
}

/** Refuses what cannot be gone through one by one with `PUNCTUAL_OPTION_INVALID`. */
export function checkIterable(list: unknown, name: string): void {
  const isList =
    typeof list === 'object' &&
    list !== null &&
    (Symbol.iterator in list || Symbol.asyncIterator in list)
  if (!isList) throw invalidOption(name, 'must be a list, or anything for await can go through')
}
