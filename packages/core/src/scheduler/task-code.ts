import type { TaskCode } from '../engine/task-registry.ts'
import { PunctualError } from '../errors/punctual-error.ts'
import type { ModuleRef, Task, TaskOptions } from '../jobs/task.ts'
import type { Handler } from './scheduler.ts'
import type { VerbParts } from './verb-parts.ts'

/** A handler of whatever input, or where one stands. */
export type GivenCode = Handler<never, unknown> | ModuleRef

/** A task of which the compiler knows more than this code does. */
export type GivenTask = Task<never, never, never>

/** Defines a task together with its code. */
export function addTask(
  { node, gate }: VerbParts,
  name: string,
  code: GivenCode,
  options: TaskOptions & { input?: unknown } = {},
): GivenTask {
  gate.check()
  return node.registry.add(name, code as TaskCode, options) as GivenTask
}

/** Gives a task its code; refuses a module that no executor here can run with `PUNCTUAL_UNKNOWN_EXECUTOR`. */
export function handleTask({ node, gate }: VerbParts, task: Task, code: GivenCode): void {
  gate.check()
  const isModule = typeof code === 'object' && code !== null && 'module' in code
  const takesModules = [...node.executors.values()].some(({ takes }) => takes === 'module')
  if (isModule && !takesModules) {
    throw new PunctualError(
      'PUNCTUAL_UNKNOWN_EXECUTOR',
      `task "${String(task?.name)}" is a module, and no executor here runs modules: pass a function`,
    )
  }
  node.registry.handle(task, code as TaskCode)
}
