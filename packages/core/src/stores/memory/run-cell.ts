import type { RunRow } from '../../store/rows.ts'
import type { JobLedger } from './job-ledger.ts'
import type { ReadyLane } from './ready-lane.ts'
import type { Queued } from './time-queue.ts'

/** A run row and where it stands. */
export class RunCell implements Queued {
  readonly row: RunRow
  /** Grows with every run of the store. */
  readonly serial: number
  ledger: RunLedger
  /** The step that saved the row last. */
  savedIn = 0
  /** Whether the store still has it. */
  kept = true
  live = false
  waiting = false
  owner: string | null = null
  /** Among the runs of its owner. */
  ownedPlace = -1
  lane: ReadyLane<RunCell> | null = null
  /** In its lane. */
  place = -1
  /** Whether it stands among the ended ones, and between which. */
  ended = false
  endedBefore: RunCell | null = null
  endedAfter: RunCell | null = null

  constructor(row: RunRow, serial: number, ledger: RunLedger) {
    this.row = row
    this.serial = serial
    this.ledger = ledger
  }
}

export type RunLedger = JobLedger<RunCell>
