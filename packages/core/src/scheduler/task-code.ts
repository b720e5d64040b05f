import type { NodeParts } from '../engine/node-parts.ts'
import type { TaskCode } from '../engine/task-registry.ts'
import { definitionOf } from '../jobs/define-task.ts'
import type { ModuleRef, Task, TaskOptions } from '../jobs/task.ts'
import { checkExecutor, type Runnable } from './known-task.ts'
import type { Handler } from './scheduler.ts'
import type { VerbParts } from './verb-parts.ts'

/** A handler of whatever input, or where one stands. */
export type GivenCode = Handler<never, unknown> | ModuleRef

/** A task of which the compiler knows more than this code does. */
export type GivenTask = Task<never, never, never>

/** Defines a task together with its code; refuses a function for an executor that runs modules. */
export function addTask(
  { node, gate }: VerbParts,
  name: string,
  code: GivenCode,
  options: TaskOptions & { input?: unknown } = {},
): GivenTask {
  gate.check()
  checkFits(node, { task: name, code: code as TaskCode }, [options?.executor])
  return node.registry.add(name, code as TaskCode, options) as GivenTask
}

/** Gives a task its code; refuses a function where the task, or a job declared with it, names an executor that runs modules. */
export function handleTask(
  { node, gate }: VerbParts,
  { task, code, executors }: { task: Task; code: GivenCode; executors: readonly string[] },
): void {
  gate.check()
  const { name, options } = definitionOf(task)
  checkFits(node, { task: name, code: code as TaskCode }, [options.executor, ...executors])
  node.registry.handle(task, code as TaskCode)
}

function checkFits(
  node: NodeParts,
  runnable: Runnable,
  executors: readonly (string | undefined)[],
): void {
  for (const alias of executors) {
    if (alias !== undefined && node.executors.has(alias)) checkExecutor(node, alias, runnable)
  }
}
