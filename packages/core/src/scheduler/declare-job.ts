import { acceptedInput, inputText } from '../engine/job-columns.ts'
import { checkJobOptions } from '../engine/job-options.ts'
import type { KnownTask } from '../engine/task-registry.ts'
import { triggerColumns } from '../engine/trigger-columns.ts'
import { checkedJobId } from '../jobs/checked-job-id.ts'
import type { DeclareOptions } from '../jobs/policies.ts'
import { resolvePolicies } from '../jobs/resolve-policies.ts'
import type { Task } from '../jobs/task.ts'
import type { Trigger } from '../triggers/trigger.ts'
import type { DeclaredCode, Saying } from './declared-job.ts'
import { checkTriggerSize } from './job-to-put.ts'
import { checkOneOf, invalidOption } from './known-options.ts'
import { checkExecutor } from './known-task.ts'
import type { VerbParts } from './verb-parts.ts'

/** A declaration as code gives it: a task or a handler, and options. */
export interface Given {
  readonly id: string
  readonly trigger: Trigger
  readonly code: Task | DeclaredCode
  readonly options: DeclareOptions & { readonly input?: unknown }
}

/** Checks a declaration, all of it and at once, before anything is changed. */
export function checkedSaying(parts: VerbParts, given: Given): Saying {
  const { node } = parts
  const id = checkedJobId(given.id)
  const isHandler = typeof given.code === 'function'
  const also = ['edits', 'formerly', 'source', ...(isHandler ? [] : ['input'])]
  checkJobOptions(given.options, `job "${id}"`, also)
  const { input, ...options } = given.options
  checkEdits(id, options)
  const store = parts.links.of(options.store ?? 'default').alias
  const anchor = parts.links.of(store).now()
  const columns = triggerColumns(given.trigger, { id, store, anchor }, node.timelines)
  checkTriggerSize(id, columns.trigger)
  const known = typeof given.code === 'function' ? null : node.registry.learn(given.code)
  const layers = [node.settings.defaults, known?.definition.options, options]
  const code = typeof given.code === 'function' ? given.code : (known?.code ?? null)
  const task = known?.definition.name ?? id
  const { executor } = resolvePolicies(layers)
  checkExecutor(node, executor, { task, code })
  return {
    ...{ id, store, options, task, executor },
    trigger: given.trigger,
    input: inputText(input),
    accepted: known === null ? null : acceptance(known, input),
  }
}

/** Refuses an input at once where the schema answers at once; a promise where it answers later. */
function acceptance(task: KnownTask, input: unknown): Promise<unknown> | null {
  const checked = task.definition.schema?.['~standard'].validate(input)
  if (checked === undefined) return null
  if (!(checked instanceof Promise)) {
    acceptedInput(task, checked)
    return null
  }
  const accepted = checked.then((result) => acceptedInput(task, result))
  accepted.catch(() => {})
  return accepted
}

function checkEdits(id: string, { edits, formerly, source }: DeclareOptions): void {
  checkOneOf(edits, ['keep', 'discard'], 'edits')
  checkOneOf(source, ['code', 'route', 'decorator'], 'source')
  if (formerly === undefined) return
  if (!Array.isArray(formerly)) throw invalidOption(`job "${id}"`, 'formerly must be a list of ids')
  for (const old of formerly) {
    if (checkedJobId(old) === id) {
      throw invalidOption(`job "${id}"`, 'formerly holds its own id: name earlier ids only')
    }
  }
}
