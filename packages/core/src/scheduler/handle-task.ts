import type { NodeParts } from '../engine/node-parts.ts'
import type { TaskCode } from '../engine/task-registry.ts'
import { PunctualError } from '../errors/punctual-error.ts'
import type { Task } from '../jobs/task.ts'

/** Gives a task its code; refuses a module that no executor here can run with `PUNCTUAL_UNKNOWN_EXECUTOR`. */
export function handleTask(node: NodeParts, task: Task, code: TaskCode): void {
  const isModule = typeof code === 'object' && code !== null && 'module' in code
  const takesModules = [...node.executors.values()].some(({ takes }) => takes === 'module')
  if (isModule && !takesModules) {
    throw new PunctualError(
      'PUNCTUAL_UNKNOWN_EXECUTOR',
      `task "${String(task?.name)}" is a module, and no executor here runs modules: pass a function`,
    )
  }
  node.registry.handle(task, code)
}
