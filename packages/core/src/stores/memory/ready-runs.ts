import type { Room } from '../../store/store-messages.ts'
import type { EpochMs } from '../../time/epoch.ts'
import type { ReadyLane } from './ready-lane.ts'
import type { RunCell } from './run-cell.ts'
import { TimeHeap } from './time-heap.ts'

type Lane = ReadyLane<RunCell>

/** The pending runs that are, or will be, ready to be claimed. */
export class ReadyRuns {
  /** By executor, then by task. */
  readonly #lanes = new Map<string, Map<string, Lane[]>>()

  /** Puts a run where it belongs now: in no lane, unless it is pending and its job is not held. */
  place(cell: RunCell): void {
    const { state, readyAt } = cell.row
    if (state === 'pending' && readyAt !== null) {
      const lane = this.#laneOf(cell)
      if (cell.lane !== lane) this.remove(cell)
      cell.lane = lane
      lane.queue.push(cell, readyAt, cell.serial)
    } else this.remove(cell)
  }

  remove(cell: RunCell): void {
    cell.lane?.queue.remove(cell)
    cell.lane = null
  }

  /** Runs that fit the room and are ready, the most urgent first. */
  list(room: Room, now: EpochMs, limit: number): RunCell[] {
    const found = this.#fitting(room).flatMap((lane) => lane.queue.due(now, limit))
    return found.sort(byUrgency).slice(0, limit)
  }

  /** When the next run that fits the room gets ready. */
  next(room: Room, now: EpochMs): EpochMs | null {
    let next: EpochMs | null = null
    for (const lane of this.#fitting(room)) {
      const at = lane.queue.head(now)
      if (at !== null && (next === null || at < next)) next = at
    }
    return next
  }

  #fitting(room: Room): Lane[] {
    const tasks = this.#lanes.get(room.executor)
    if (tasks === undefined) return []
    return room.tasks.flatMap(({ name, version }) =>
      (tasks.get(name) ?? []).filter((lane) => lane.version <= version && lane.queue.size > 0),
    )
  }

  #laneOf({ row }: RunCell): Lane {
    const { executor, task, taskVersion: version, priority } = row
    const tasks = this.#lanes.get(executor) ?? new Map<string, Lane[]>()
    this.#lanes.set(executor, tasks)
    const lanes = tasks.get(task) ?? []
    tasks.set(task, lanes)
    const there = lanes.find((lane) => lane.version === version && lane.priority === priority)
    if (there !== undefined) return there
    const lane = { version, priority, queue: new TimeHeap<RunCell>() }
    lanes.push(lane)
    return lane
  }
}

function byUrgency(a: RunCell, b: RunCell): number {
  if (a.row.priority !== b.row.priority) return b.row.priority - a.row.priority
  return (a.row.readyAt ?? 0) - (b.row.readyAt ?? 0) || a.serial - b.serial
}
