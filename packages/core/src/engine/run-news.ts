import type { FinishResult } from '../store/store-messages.ts'
import type { Assignment } from './assignment.ts'
import { startedRun } from './assignment.ts'
import type { Ended } from './finisher.ts'
import type { NodeParts } from './node-parts.ts'

/** Tells what became of runs of this node. */
export class RunNews {
  readonly #node: NodeParts

  constructor(node: NodeParts) {
    this.#node = node
  }

  started(assignment: Assignment): void {
    const { announcer, settings } = this.#node
    announcer.run('started', () => startedRun(assignment, settings.name, settings.clock.now()))
  }

  /** The outcome of a run, with what the store made of it. */
  stored({ assignment, outcome }: Ended, { result, run }: FinishResult): void {
    const { announcer, waiters } = this.#node
    waiters.notify(assignment.runId)
    if (result === 'fenced') this.fenced(assignment)
    else if (outcome.end === 'missed') {
      announcer.missed(assignment.jobId, assignment.fireAt, 'misfire_grace_exceeded')
    } else if (outcome.end !== 'released' && run !== null) announcer.ended(run)
  }

  /** The run is somebody else's now. */
  fenced(assignment: Assignment): void {
    const { announcer, settings } = this.#node
    announcer.run('fenced', () => startedRun(assignment, settings.name, settings.clock.now()))
  }
}
