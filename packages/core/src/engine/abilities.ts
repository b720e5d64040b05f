import type { JobRow } from '../store/rows.ts'
import type { Room } from '../store/store-messages.ts'
import type { NodeParts } from './node-parts.ts'
import type { KnownTask, TaskCode } from './task-registry.ts'

/** Which runs this node can execute. */
export class Abilities {
  readonly #node: NodeParts
  #revision = -1
  /** By alias of the executor. */
  readonly #tasks = new Map<string, Room['tasks']>()

  constructor(node: NodeParts) {
    this.#node = node
  }

  /** The task of a run, when its code is here, new enough, and of the kind that the executor takes; else null. */
  taskFor(name: string, version: number, executor: string): KnownTask | null {
    const task = this.#node.registry.find(name)
    if (task === null || task.definition.version < version) return null
    return this.#fits(task.code, executor) ? task : null
  }

  canRun(job: JobRow): boolean {
    return this.taskFor(job.task, job.taskVersion, job.policies.executor) !== null
  }

  /**
   * What each executor with a free slot takes, at most `most` runs; the slots are taken, and must be given back.
   * `full`: the executors without one.
   */
  reserveRooms(most: number): {
    readonly rooms: readonly Room[]
    readonly full: readonly string[]
  } {
    const rooms: Room[] = []
    const full: string[] = []
    for (const executor of this.#node.executors.keys()) {
      const tasks = this.#tasksFor(executor)
      if (tasks.length === 0) continue
      const count = this.#node.slots.takeUpTo(executor, most)
      if (count > 0) rooms.push({ executor, count, tasks })
      else full.push(executor)
    }
    return { rooms, full }
  }

  #tasksFor(executor: string): Room['tasks'] {
    const { registry } = this.#node
    if (this.#revision !== registry.revision) this.#tasks.clear()
    this.#revision = registry.revision
    const known = this.#tasks.get(executor)
    if (known !== undefined) return known
    const tasks: Room['tasks'][number][] = []
    for (const { name, task } of registry.runnable()) {
      if (this.#fits(task.code, executor)) tasks.push({ name, version: task.definition.version })
    }
    this.#tasks.set(executor, tasks)
    return tasks
  }

  #fits(code: TaskCode | null, executor: string): boolean {
    const takes = this.#node.executors.get(executor)?.takes
    if (code === null || takes === undefined) return false
    return takes === 'anything' || typeof code !== 'function'
  }
}
