import type { Assignment } from '../engine/assignment.ts'
import { insideRun } from '../engine/current-run.ts'
import { inputText, validInput } from '../engine/job-columns.ts'
import type { NodeParts } from '../engine/node-parts.ts'
import { AttemptContext } from '../engine/run-context.ts'
import type { KnownTask } from '../engine/task-registry.ts'
import { PunctualError } from '../errors/punctual-error.ts'
import type { ExecutorContract } from '../executors/executor.ts'
import { definitionOf } from '../jobs/define-task.ts'
import { resolvePolicies } from '../jobs/resolve-policies.ts'
import type { Task } from '../jobs/task.ts'
import { jsonTextOf, parseJson } from '../json/json-text.ts'
import { followed } from '../time/followed.ts'
import type { RunContext, Scheduler } from './scheduler.ts'

const partsOf = new WeakMap<Scheduler, NodeParts>()

/** Lets `@punctual/testing` call the handlers of a scheduler without a store. */
export function grantHandlerAccess(scheduler: Scheduler, parts: NodeParts): void {
  partsOf.set(scheduler, parts)
}

export interface HandlerCall {
  readonly task: Task
  readonly input: unknown
  readonly signal: AbortSignal
  readonly attempt: number
}

/** Calls the handler of a task as a run would: input as stored and through the schema, real context, result as stored. */
export function callHandler(scheduler: Scheduler, call: HandlerCall): Promise<unknown> {
  const parts = partsOf.get(scheduler)
  if (parts !== undefined) return followed(parts.settings.clock, called(parts, scheduler, call))
  throw new PunctualError(
    'PUNCTUAL_OPTION_INVALID',
    'this is not a scheduler: pass what createScheduler() gave you',
  )
}

async function called(parts: NodeParts, scheduler: Scheduler, call: HandlerCall): Promise<unknown> {
  const task = knownTask(parts, call.task)
  const assignment = assignmentOf(parts, task, call)
  const executor = executorOf(parts, assignment)
  const run: RunContext<unknown> = new AttemptContext({
    assignment,
    input: await validInput(task, parseJson(assignment.input)),
    upstream: [],
    scheduler,
    logger: parts.settings.logger,
    signal: () => call.signal,
    progressed: () => {},
    complete: () => Promise.reject(noRun()),
  })
  const next = (): Promise<unknown> => executor.execute({ run, code: task.code })
  const result: unknown = await insideRun(run, () =>
    parts.withRun === null ? next() : parts.withRun(run, next),
  )
  jsonTextOf(result, { name: 'result' })
  return result
}

function noRun(): PunctualError {
  return new PunctualError(
    'PUNCTUAL_TX_UNSUPPORTED',
    'a handler that is called without a store has no run to complete: test run.complete() with the store that keeps its jobs',
  )
}

type RunnableTask = KnownTask & { readonly code: NonNullable<KnownTask['code']> }

function knownTask({ registry }: NodeParts, task: Task): RunnableTask {
  const { name } = definitionOf(task)
  const known = registry.find(name)
  if (known !== null && known.code !== null) return { ...known, code: known.code }
  throw new PunctualError(
    'PUNCTUAL_UNKNOWN_TASK',
    `task "${name}" has no handler on this scheduler: give it one with scheduler.handle()`,
  )
}

function assignmentOf(
  { settings }: NodeParts,
  { definition }: KnownTask,
  { input, attempt }: HandlerCall,
): Assignment {
  const { clock, entropy } = settings
  const now = clock.now()
  const policies = resolvePolicies([settings.defaults, definition.options])
  return {
    runId: `${entropy.short()}.m${entropy.short()}`,
    token: 1,
    jobId: `${definition.name}/${entropy.uuid(now)}`,
    task: definition.name,
    taskVersion: definition.version,
    kind: 'manual',
    fireAt: now,
    startDeadline: null,
    attempt,
    missed: 0,
    upstream: null,
    input: inputText(input),
    policies,
    executor: policies.executor,
    cancel: null,
  }
}

function executorOf({ executors }: NodeParts, assignment: Assignment): ExecutorContract {
  const executor = executors.get(assignment.executor)
  if (executor !== undefined) return executor
  throw new PunctualError(
    'PUNCTUAL_UNKNOWN_EXECUTOR',
    `no executor has the alias "${assignment.executor}"`,
  )
}
