import type { RunError } from '../jobs/run-error.ts'
import type { FinishResult, Outcome } from '../store/store-messages.ts'
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
    } else if (outcome.end !== 'released' && run !== null) {
      if (result === 'accepted') this.#log(assignment, outcome)
      announcer.ended(run)
    }
  }

  /** A failure is never silent, whether somebody listens to events or not. */
  #log({ jobId, runId, attempt }: Assignment, outcome: Outcome): void {
    const { logger } = this.#node.settings
    if (outcome.end !== 'failed' && outcome.end !== 'retry') return
    const error = told(outcome.error)
    const fields = { job: jobId, runId, attempt, error }
    if (outcome.end === 'failed') logger.error({ event: 'run:failed', ...fields }, 'a run failed')
    else logger.warn({ event: 'run:retrying', ...fields }, 'an attempt failed: another one follows')
  }

  /** The run is somebody else's now. */
  fenced(assignment: Assignment): void {
    const { announcer, settings } = this.#node
    announcer.run('fenced', () => startedRun(assignment, settings.name, settings.clock.now()))
  }
}

/** What of an error may be logged: our own by their first line, because answers of routes may stand below it. */
function told({ name, code, message, stack }: RunError): object {
  if (name !== 'PunctualError') return { name, code, message, stack }
  return { name, code, message: message.split('\n', 1)[0] }
}
