import type { DeclaredColumns } from '../engine/job-columns.ts'
import { storedTriggerColumns } from '../engine/trigger-columns.ts'
import type { Job, JobId } from '../jobs/job.ts'
import { interned } from '../jobs/resolve-policies.ts'
import { changeJob, type Decided } from './change-job.ts'
import type { FoundJob } from './find-job.ts'
import { declaredOf } from './job-edit.ts'
import { invalidOption } from './known-options.ts'
import type { VerbParts } from './verb-parts.ts'

/** Takes back what was edited at run time: the job is again what code says. */
export async function resetJob(parts: VerbParts, job: JobId): Promise<Job> {
  return await changeJob(parts, job, { revision: null, news: 'updated' }, (found) => {
    const declared = declaredOf(found.row)
    if (declared === null) {
      throw invalidOption(
        `job "${found.row.id}"`,
        'it was added at run time, so there is no declaration to go back to: use updateJob',
      )
    }
    return found.row.declaration?.edited.length === 0 ? null : asDeclared(parts, found, declared)
  })
}

function asDeclared(parts: VerbParts, { link, row }: FoundJob, declared: DeclaredColumns): Decided {
  const { timelines } = parts.node
  const of = { id: row.id, store: link.alias, anchor: link.now() }
  const edited = row.declaration?.edited ?? []
  return {
    kind: 'update',
    policies: interned(declared.policies),
    given: declared.given,
    edited: [],
    ...(edited.includes('trigger') && {
      when: storedTriggerColumns(declared.trigger, of, timelines),
    }),
    ...(edited.includes('input') && {
      input: { text: declared.input },
      taskVersion: declared.taskVersion,
    }),
  }
}
