import { checkInput, inputText } from '../engine/job-columns.ts'
import { triggerColumns } from '../engine/trigger-columns.ts'
import { checkPolicies } from '../jobs/check-policies.ts'
import type { Job, JobId } from '../jobs/job.ts'
import { policyNames } from '../jobs/policy-names.ts'
import type { JobUpdate } from '../store/job-changes.ts'
import type { Tx } from '../store/tx.ts'
import { changeJob } from './change-job.ts'
import type { FoundJob } from './find-job.ts'
import { changedPolicies, declaredOf, editedPolicies } from './job-edit.ts'
import { checkTriggerSize } from './job-to-put.ts'
import { checkKnown, checkText, invalidOption } from './known-options.ts'
import { checkExecutor } from './known-task.ts'
import type { JobChanges } from './scheduler.ts'
import type { VerbParts } from './verb-parts.ts'

export interface UpdateOptions {
  ifRevision?: number
  by?: string
  tx?: Tx
}

/** Changes fields of a job; of a declared one they stand until `resetJob`, whatever is deployed. */
export async function updateJob(
  parts: VerbParts,
  job: JobId,
  change: JobChanges,
  options: UpdateOptions = {},
): Promise<Job> {
  checkKnown(options, ['ifRevision', 'by', 'tx'], 'updateJob')
  checkText(options.by, 'by', 200)
  checkRevision(options.ifRevision)
  checkChange(change)
  const input = change.input === undefined ? null : { text: inputText(change.input) }
  const revision = options.ifRevision ?? null
  return await changeJob(
    parts,
    job,
    { revision, news: 'updated', tx: options.tx },
    async (found) => {
      if (input !== null) {
        await checkInput(parts.node.registry.find(found.row.task), change.input)
      }
      return updateOf(parts, found, change, input)
    },
  )
}

/** The change of the columns; null when it changes nothing. */
function updateOf(
  parts: VerbParts,
  { link, row }: FoundJob,
  change: JobChanges,
  input: { readonly text: string | null } | null,
): Omit<JobUpdate, 'id'> | null {
  const { node } = parts
  const task = node.registry.find(row.task)
  const edited = editedPolicies({ row, change, task, defaults: node.settings.defaults })
  checkExecutor(node, edited.policies.executor, { task: row.task, code: task?.code ?? null })
  const touched = Object.entries(change).filter(([, value]) => value !== undefined)
  if (touched.length === 0) return null
  const declared = declaredOf(row)
  const fields = (['trigger', 'input'] as const).filter((field) => change[field] !== undefined)
  const of = { id: row.id, store: link.alias, anchor: link.now() }
  const when =
    change.trigger === undefined ? null : triggerColumns(change.trigger, of, node.timelines)
  if (when !== null) checkTriggerSize(row.id, when.trigger)
  const own = [...new Set([...edited.own, ...fields])]
  return {
    kind: 'update',
    policies: edited.policies,
    given: declared === null ? edited.own : [...new Set([...declared.given, ...policiesIn(own)])],
    ...(when !== null && { when }),
    ...(input !== null && { input, taskVersion: task?.definition.version ?? row.taskVersion }),
    ...(declared !== null && { edited: own }),
  }
}

function policiesIn(names: readonly string[]): readonly string[] {
  return policyNames.filter((name) => names.includes(name))
}

function checkChange(change: JobChanges): void {
  for (const name of ['id', 'task', 'store', 'maxRuns', 'paused']) {
    if (typeof change !== 'object' || change === null || !(name in change)) continue
    throw invalidOption('updateJob', `${name} ${fixed[name] ?? 'cannot be changed'}`)
  }
  checkKnown(change, ['trigger', 'input', ...policyNames], 'updateJob')
  if (change.trigger === null) throw invalidOption('updateJob', 'trigger must be a trigger')
  checkPolicies(changedPolicies(change), 'updateJob')
}

const fixed: Readonly<Record<string, string>> = {
  paused: 'is changed by pauseJob and resumeJob',
  id: 'cannot be changed: add a job under the new id and remove this one',
}

function checkRevision(revision: unknown): void {
  if (revision === undefined || (Number.isSafeInteger(revision) && Number(revision) >= 0)) return
  throw invalidOption('ifRevision', 'must be the revision of a job, as job.revision gives it')
}
