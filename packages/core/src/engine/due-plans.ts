import type { JobRow } from '../store/rows.ts'
import type { EpochMs } from '../time/epoch.ts'
import type { Timeline } from '../triggers/trigger.ts'
import type { Abilities } from './abilities.ts'
import type { Breath } from './breath.ts'
import type { LoopParts } from './loop-parts.ts'
import type { NodeParts } from './node-parts.ts'
import { plan, type Plan } from './planner.ts'
import type { SetAside } from './set-aside.ts'
import type { UnknownTasks } from './unknown-tasks.ts'

/** A due job with what becomes of it. */
export interface PlannedJob extends Plan {
  readonly row: JobRow
  readonly timeline: Timeline | null
  /** So many of its first fires this node runs itself; their slots are taken. */
  readonly own: number
}

/** By which time jobs are planned. */
export interface DueTime {
  readonly now: EpochMs
  /** Instants before this were due while nobody here was publishing. */
  readonly since: EpochMs
}

/** Due jobs, and how many of them were planned already. */
export interface DueRows {
  readonly all: readonly JobRow[]
  taken: number
}

/** Plans due jobs, and decides which of their fires this node runs itself. */
export class DuePlans {
  readonly #node: NodeParts
  readonly #breath: Breath
  readonly #abilities: Abilities
  readonly #aside: SetAside
  readonly #unknown: UnknownTasks

  constructor(
    { node, breath }: Pick<LoopParts, 'node' | 'breath'>,
    uses: { abilities: Abilities; aside: SetAside; unknown: UnknownTasks },
  ) {
    this.#node = node
    this.#breath = breath
    this.#abilities = uses.abilities
    this.#aside = uses.aside
    this.#unknown = uses.unknown
  }

  /**
   * Plans the next of the rows, until they make about `most` runs or this slice is spent. A job that cannot be planned is set aside and
   * reported; the others go on.
   */
  nextOf(rows: DueRows, time: DueTime, most: number): readonly PlannedJob[] {
    const planned: PlannedJob[] = []
    let weight = 0
    while (weight < most && rows.taken < rows.all.length) {
      const job = this.#plan(rows.all[rows.taken]!, time)
      rows.taken += 1
      if (job === null) continue
      planned.push(job)
      weight += Math.max(1, job.fires.length)
      if (this.#breath.spent) break
    }
    return planned
  }

  #plan(row: JobRow, { now, since }: DueTime): PlannedJob | null {
    try {
      const timeline = this.#node.timelines.of(row)
      const over = timeline === null && this.#node.timelines.isOver(row)
      const { fires, spans, next } = plan({ row, timeline, now, since, over })
      const own = this.#reserve(row, fires.length)
      return { row, timeline, fires, spans, next, own }
    } catch (thrown) {
      this.reject(row, thrown)
      return null
    }
  }

  /** Slots for the fires that can be running at once. */
  #reserve(row: JobRow, fires: number): number {
    const { settings, slots } = this.#node
    if (fires === 0 || settings.role !== 'all') return 0
    const { executor, maxInstances } = row.policies
    if (this.#abilities.canRun(row)) return slots.takeUpTo(executor, Math.min(fires, maxInstances))
    this.#unknown.note(row.task)
    return 0
  }

  /** Sets a job aside, and reports it once. */
  reject(row: JobRow, thrown: unknown): void {
    const { announcer, settings } = this.#node
    if (!this.#aside.add(row, settings.clock.monotonic())) return
    settings.logger.error(
      { jobId: row.id, error: thrown },
      'the job is set aside: its trigger cannot be evaluated here, or the store refuses it',
    )
    announcer.rejected(row.id, thrown)
  }
}
