import type { EpochMs } from '../../time/epoch.ts'
import type { RunRow } from '../rows.ts'
import type { Room } from '../store-messages.ts'

/** Whether the run waits, is pending or runs. */
export function isLive({ state }: RunRow): boolean {
  return state === 'waiting' || state === 'pending' || state === 'running'
}

/** Whether a node with this room could take the run. */
export function fitsRoom(run: RunRow, { executor, tasks }: Room): boolean {
  if (run.state !== 'pending' || run.executor !== executor) return false
  return tasks.some(({ name, version }) => name === run.task && run.taskVersion <= version)
}

export function isReady({ readyAt }: RunRow, now: EpochMs): boolean {
  return readyAt !== null && readyAt <= now
}

/** By priority, then by how long it has been ready. */
export function readyFirst(a: RunRow, b: RunRow): number {
  return b.priority - a.priority || (a.readyAt ?? 0) - (b.readyAt ?? 0)
}
