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
    const checked = checkedCode(name, code)
    if (this.#tasks.has(name)) throw exists(name)
    const task = makeTask(name, options)
    this.#store({ definition: definitionOf(task), code: checked })
    return task
  }

  /** Takes the code of a task that was defined elsewhere. */
  handle(task: Task, code: TaskCode): void {
    const checked = checkedCode(task.name, code)
    const known = this.learn(task)
    if (known.code !== null) throw exists(task.name)
    this.#store({ definition: known.definition, code: checked })
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
}

/** A module is copied: a URL can change. */
function checkedCode(name: string, code: unknown): TaskCode {
  if (typeof code === 'function') return code as TaskCode
  if (typeof code !== 'object' || code === null || !('module' in code)) throw noCode(name)
  const { module } = code
  const exported = ('export' in code ? code.export : undefined) ?? 'default'
  if (!(module instanceof URL) || typeof exported !== 'string') throw noCode(name)
  if (module.protocol === 'file:' || module.protocol === 'data:') {
    return Object.freeze({ module: new URL(module), export: exported })
  }
  throw noCode(name)
}

function noCode(name: string): PunctualError {
  return new PunctualError(
    'PUNCTUAL_TASK_INVALID',
    `the handler of task "${name}" must be a function or { module, export? }, whose module is the URL of a file: new URL('./file.js', import.meta.url)`,
  )
}

function exists(name: string): PunctualError {
  return new PunctualError(
    'PUNCTUAL_TASK_EXISTS',
    `task "${name}" is defined already on this scheduler: give the second one another name`,
    { details: { task: name } },
  )
}
