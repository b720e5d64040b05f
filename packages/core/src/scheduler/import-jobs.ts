import { PunctualError } from '../errors/punctual-error.ts'
import type { Json } from '../json/json.ts'
import { checkIterable } from './add-jobs.ts'
import { onConflictOf, type OnConflict } from './call-options.ts'
import { jobIn } from './find-job.ts'
import { importedJob, type ImportedJob } from './imported-job.ts'
import { checkKnown } from './known-options.ts'
import { noAnswer, putRow, refusePut } from './put-answer.ts'
import { PutBatches } from './put-batches.ts'
import type { AddedJobs } from './scheduler.ts'
import type { VerbParts } from './verb-parts.ts'

/** Stores the lines that `exportJobs` gave: ids, triggers, inputs and next fires are what they were. */
export async function importJobs(
  parts: VerbParts,
  lines: Iterable<Json> | AsyncIterable<Json>,
  options: { onConflict?: OnConflict } = {},
): Promise<AddedJobs> {
  checkKnown(options, ['onConflict'], 'importJobs')
  const onConflict = onConflictOf(options, 'importJobs')
  checkIterable(lines, 'lines')
  const batches = new PutBatches(parts, onConflict)
  const declared: AddedJobs = { added: 0, kept: 0, replaced: 0 }
  let number = 0
  for await (const line of lines) {
    number += 1
    const job = await naming(number, importedJob(parts, line))
    if (job.put.declaration === null) await batches.add(job)
    else declared[await putDeclared(parts, job, onConflict)] += 1
  }
  const dynamic = await batches.end()
  return {
    added: dynamic.added + declared.added,
    kept: dynamic.kept + declared.kept,
    replaced: dynamic.replaced + declared.replaced,
  }
}

/** A declared job stays one, so that the code which declares it finds it again, its edits included. */
async function putDeclared(
  parts: VerbParts,
  { link, put, edited }: ImportedJob,
  onConflict: OnConflict,
): Promise<keyof AddedJobs> {
  const there = await jobIn(link, put.id)
  if (there !== null && there.row.state !== 'finished') {
    if (onConflict === 'fail') refusePut(put.id, { result: 'exists', row: there.row })
    if (onConflict === 'keep') return 'kept'
  }
  const store = await link.opened()
  const [answer] = await store.put([put], 'declare')
  putRow(parts, link, put.id, answer)
  if (edited.length > 0) {
    const [change] = await store.change([{ kind: 'update', id: put.id, edited }])
    if (change?.result !== 'done') throw noAnswer(put.id)
  }
  link.poke()
  return answer?.result === 'added' ? 'added' : 'replaced'
}

/** Says in which line the error is. */
async function naming<T>(line: number, work: Promise<T>): Promise<T> {
  try {
    return await work
  } catch (error) {
    if (!(error instanceof PunctualError)) throw error
    const details = { line, cause: error.details }
    throw new PunctualError(error.code, `line ${line}: ${error.message}`, { details, cause: error })
  }
}
