import { PunctualError } from '../errors/punctual-error.ts'
import type { Policies } from '../jobs/policies.ts'
import { policyNames } from '../jobs/policy-names.ts'
import type { RunHandle } from '../jobs/run.ts'
import type { ResultOf, Task } from '../jobs/task.ts'
import type { JobRow } from '../store/rows.ts'
import { onConflictOf, pokeAfter, txOf } from './call-options.ts'
import { jobToPut } from './job-to-put.ts'
import { checkKnown, invalidOption } from './known-options.ts'
import { putRow } from './put-answer.ts'
import { AskedRunHandle } from './run-handle.ts'
import type { CallOptions } from './scheduler.ts'
import type { VerbParts } from './verb-parts.ts'

/** Options of `runTask`. */
type RunTaskOptions = Policies & CallOptions & { id?: string }

/** Stores a job that is due now, once, and gives the handle of its only run. */
export async function runTask<T extends Task>(
  parts: VerbParts,
  task: T,
  rest: readonly unknown[],
): Promise<RunHandle<ResultOf<T>>> {
  const [input, given = {}] = rest
  const options = given as RunTaskOptions
  checkKnown(options, ['tx', 'onConflict', 'id', ...policyNames], 'runTask')
  if (typeof task === 'string') {
    throw invalidOption(
      'runTask',
      'takes a task, not its name: use addJob({ task: name }) for that',
    )
  }
  const { tx, onConflict, ...spec } = options
  const conflict = onConflictOf(
    { ...(tx !== undefined && { tx }), ...(onConflict !== undefined && { onConflict }) },
    'runTask',
  )
  const { link, put } = await jobToPut(parts, { ...spec, task: task as Task, input })
  const store = await link.opened()
  const answers = await store.put([put], conflict, txOf(options))
  const row = putRow(parts, link, put.id, answers[0])
  pokeAfter(parts, link, options)
  const fire = onlyFire(row)
  return new AskedRunHandle<ResultOf<T>>(parts, {
    id: `${row.inc}.f${fire.toString(36)}`,
    link,
    job: row,
    fire,
  })
}

/** The instant of a job that is due once: ahead, held by a pause, or published already where the job was kept. */
function onlyFire(row: JobRow): number {
  const fire = row.nextAt ?? row.heldNext ?? row.high
  if (fire !== null) return fire
  throw new PunctualError(
    'PUNCTUAL_JOB_EXISTS',
    `job "${row.id}" was kept, and it is not due at any instant: take another id`,
    { details: { id: row.id } },
  )
}
