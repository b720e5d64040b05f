import { PunctualError } from '../errors/punctual-error.ts'
import { definitionOf, makeTask, type TaskDefinition } from '../jobs/define-task.ts'
import type { ModuleRef, Task } from '../jobs/task.ts'
import type { Handler } from '../scheduler/scheduler.ts'

export type TaskCode = Handler<unknown, unknown> | ModuleRef

/** A task that this node knows, with its code once it was given. */
export interface KnownTask {
  readonly definition: TaskDefinition
  readonly code: TaskCode | null
}

/** The tasks of this node by name, earlier names included. */
export class TaskRegistry {
  readonly #tasks = new Map<string, KnownTask>()
  readonly #formerly = new Map<string, string>()
  #revision = 0

  /** Moves whenever a task or its code is added. */
  get revision(): number {
    return this.#revision
  }

  /** Makes a task of its parts and takes its code. */
  add(name: string, code: TaskCode, options: unknown): Task {
    this.#refuseCode(name, code)
    if (this.#tasks.has(name)) throw exists(name)
    const task = makeTask(name, options)
    this.#store({ definition: definitionOf(task), code })
    return task
  }

  /** Takes the code of a task that was defined elsewhere. */
  handle(task: Task, code: TaskCode): void {
    this.#refuseCode(task.name, code)
    const known = this.learn(task)
    if (known.code !== null) throw exists(task.name)
    this.#store({ definition: known.definition, code })
  }

  /** Takes note of a task without its code. */
  learn(task: Task): KnownTask {
    const definition = definitionOf(task)
    const known = this.#tasks.get(definition.name)
    if (known === undefined) return this.#store({ definition, code: null })
    if (known.definition === definition) return known
    throw exists(definition.name)
  }

  find(name: string): KnownTask | null {
    return this.#tasks.get(name) ?? this.#tasks.get(this.#formerly.get(name) ?? '') ?? null
  }

  /** Every name under which a run of a task with code may be stored. */
  *runnable(): Iterable<{ readonly name: string; readonly task: KnownTask }> {
    for (const task of this.#tasks.values()) {
      if (task.code === null) continue
      yield { name: task.definition.name, task }
      for (const name of task.definition.options.formerly ?? []) {
        if (!this.#tasks.has(name)) yield { name, task }
      }
    }
  }

  #store(task: KnownTask): KnownTask {
    this.#revision += 1
    this.#tasks.set(task.definition.name, task)
    for (const name of task.definition.options.formerly ?? []) {
      this.#formerly.set(name, task.definition.name)
    }
    return task
  }

  #refuseCode(name: string, code: unknown): void {
    if (typeof code === 'function') return
    if (typeof code === 'object' && code !== null && 'module' in code && code.module instanceof URL)
      return
    throw new PunctualError(
      'PUNCTUAL_TASK_INVALID',
      `the handler of task "${name}" must be a function or { module: URL, export? }`,
    )
  }
}

function exists(name: string): PunctualError {
  return new PunctualError(
    'PUNCTUAL_TASK_EXISTS',
    `task "${name}" is defined already on this scheduler: give the second one another name`,
    { details: { task: name } },
  )
}
