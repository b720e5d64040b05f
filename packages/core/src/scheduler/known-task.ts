import type { NodeParts } from '../engine/node-parts.ts'
import type { KnownTask, TaskCode } from '../engine/task-registry.ts'
import { needsModule } from '../errors/needs-module.ts'
import { PunctualError } from '../errors/punctual-error.ts'
import { checkedTaskName } from '../jobs/task-name.ts'
import type { Task } from '../jobs/task.ts'

/** A task as a job names it; `known` is null where only other nodes have it. */
export interface NamedTask {
  readonly name: string
  readonly known: KnownTask | null
}

/**
 * The task of a job to be stored. A node of role `all` would run it itself and refuses a name it does not know with
 * `PUNCTUAL_UNKNOWN_TASK`; nodes of other roles leave tasks to others.
 */
export function namedTask(node: NodeParts, task: Task | string): NamedTask {
  if (typeof task !== 'string') {
    const known = node.registry.learn(task)
    return { name: known.definition.name, known }
  }
  const known = node.registry.find(checkedTaskName(task))
  if (known !== null) return { name: known.definition.name, known }
  if (node.settings.role !== 'all') return { name: task, known: null }
  throw new PunctualError(
    'PUNCTUAL_UNKNOWN_TASK',
    `no task "${task}" is defined on this node: define it with scheduler.task(), or correct the name`,
    { details: { task } },
  )
}

/** What of a task decides where its runs can be executed. */
export interface Runnable {
  readonly task: string
  readonly code: TaskCode | null
}

/**
 * Refuses an executor that a node of role `all` does not have with `PUNCTUAL_UNKNOWN_EXECUTOR`, and one that runs modules with
 * `PUNCTUAL_NEEDS_MODULE` where the code is a function.
 */
export function checkExecutor(node: NodeParts, alias: string, { task, code }: Runnable): void {
  const executor = node.executors.get(alias)
  if (executor?.takes === 'module' && typeof code === 'function') throw needsModule(task, alias)
  if (executor !== undefined || node.settings.role !== 'all') return
  throw new PunctualError(
    'PUNCTUAL_UNKNOWN_EXECUTOR',
    `no executor has the alias "${alias.slice(0, 100)}": this scheduler has ${[...node.executors.keys()].join(', ')}`,
    { details: { executor: alias.slice(0, 100) } },
  )
}
