import type { JobRow, RunRow } from '../rows.ts'

/** A row as it leaves its step: a store may go on writing into the row itself. */
export function shownJob(row: JobRow): JobRow {
  return { ...row }
}

export function shownRun(row: RunRow): RunRow {
  return { ...row }
}
