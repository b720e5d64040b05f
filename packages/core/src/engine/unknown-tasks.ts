import { MINUTE, type Millis } from '../time/epoch.ts'
import type { NodeParts } from './node-parts.ts'

/** Tells of runs whose task has no code on this node: once a task in a minute. */
export class UnknownTasks {
  readonly #node: NodeParts
  readonly #runs = new Map<string, number>()
  readonly #told = new Map<string, Millis>()

  constructor(node: NodeParts) {
    this.#node = node
  }

  /** A run of the task was left to other nodes, when that is why. */
  note(task: string): void {
    if (this.#node.registry.find(task)?.code != null) return
    this.#runs.set(task, (this.#runs.get(task) ?? 0) + 1)
  }

  tell(): void {
    if (this.#runs.size === 0) return
    const now = this.#node.settings.clock.monotonic()
    for (const [task, runs] of this.#runs) {
      if (now - (this.#told.get(task) ?? -Infinity) < MINUTE) continue
      this.#told.set(task, now)
      this.#runs.delete(task)
      this.#node.announcer.unknownTask(task, runs)
    }
  }
}
