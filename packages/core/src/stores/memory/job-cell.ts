import type { JobRow } from '../../store/rows.ts'
import type { Queued } from './time-queue.ts'

/** A job row and where it stands. */
export class JobCell implements Queued {
  readonly row: JobRow
  place = -1
  /** The step that saved the row last. */
  savedIn = 0

  constructor(row: JobRow) {
    this.row = row
  }
}
