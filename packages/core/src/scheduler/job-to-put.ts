import { checkInput, inputText, jobColumns } from '../engine/job-columns.ts'
import { checkJobOptions } from '../engine/job-options.ts'
import type { StoreLink } from '../engine/store-link.ts'
import { PunctualError } from '../errors/punctual-error.ts'
import { checkedJobId } from '../jobs/checked-job-id.ts'
import type { Task } from '../jobs/task.ts'
import { MOST_BYTES } from '../json/json-text.ts'
import type { JobPut } from '../store/store-messages.ts'
import { at } from '../triggers/at.ts'
import { invalidOption } from './known-options.ts'
import { checkExecutor, namedTask } from './known-task.ts'
import type { JobSpec } from './scheduler.ts'
import type { VerbParts } from './verb-parts.ts'

/** A job that was checked, and the store it goes to. */
export interface JobToPut {
  readonly link: StoreLink
  readonly put: JobPut
}

/** A job that is added at run time, as users give it. */
export type AnyJobSpec = JobSpec<Task | string>

const ofSpec = ['id', 'task', 'trigger', 'input']

/** Makes the columns of a job to be added; refuses everything that cannot be stored, with the code of what is wrong. */
export async function jobToPut(parts: VerbParts, spec: AnyJobSpec): Promise<JobToPut> {
  if (typeof spec !== 'object' || spec === null) {
    throw invalidOption('job', 'pass an object: { id?, task, trigger?, input?, ...options }')
  }
  const { node } = parts
  const { id: given, task, trigger, input } = spec
  const where = given === undefined ? 'the job' : `job "${checkedJobId(given)}"`
  checkJobOptions(spec, where, ofSpec)
  const link = parts.links.of(spec.store ?? 'default')
  const { name, known } = namedTask(node, task)
  const text = inputText(input)
  if (known !== null && known.definition.schema !== null) await checkInput(known, input)
  await link.opened()
  const now = link.now()
  const put = jobColumns({
    id: given ?? freshId(parts, name, now),
    store: link.alias,
    inc: node.settings.entropy.short(),
    taskName: name,
    task: known,
    trigger: trigger ?? at(new Date(now)),
    input: text,
    options: spec,
    defaults: node.settings.defaults,
    now,
    timelines: node.timelines,
    source: 'api',
  })
  checkPut(parts, put)
  return { link, put }
}

/** The last checks of columns, whoever made them. */
export function checkPut(parts: VerbParts, put: JobPut): void {
  const { task, policies } = put
  const code = parts.node.registry.find(task)?.code ?? null
  checkExecutor(parts.node, policies.executor, { task, code })
  checkTriggerSize(put.id, put.trigger)
}

/** Refuses a trigger that no store takes with `PUNCTUAL_TOO_LARGE`. */
export function checkTriggerSize(id: string, trigger: string): void {
  if (trigger.length <= MOST_BYTES) return
  throw new PunctualError(
    'PUNCTUAL_TOO_LARGE',
    `the trigger of job "${id}" has more than 256 KiB as JSON: name long lists of days by { calendar }`,
    { details: { id } },
  )
}

function freshId({ node }: VerbParts, task: string, now: number): string {
  return checkedJobId(`${task}/${node.settings.entropy.uuid(now)}`)
}
