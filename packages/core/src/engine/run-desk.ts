import { resolvePolicies } from '../jobs/resolve-policies.ts'
import type { JobRow, RunRow } from '../store/rows.ts'
import type { Session } from '../store/store-messages.ts'
import type { Abilities } from './abilities.ts'
import { rowAssignment, type Assignment } from './assignment.ts'
import { Dispatcher, type DispatcherHooks } from './dispatcher.ts'
import { Finisher, type Stored } from './finisher.ts'
import type { LoopParts } from './loop-parts.ts'
import { Reconciler } from './reconciler.ts'
import { RunNews } from './run-news.ts'

export interface DeskHooks extends DispatcherHooks {
  /** An outcome was stored. */
  readonly stored: Stored
}

/** Where the runs of this node pass through: found, begun, ended, told. */
export class RunDesk {
  readonly dispatcher: Dispatcher
  readonly finisher: Finisher
  readonly reconciler: Reconciler
  readonly #parts: LoopParts

  constructor(parts: LoopParts, abilities: Abilities, hooks: DeskHooks) {
    this.#parts = parts
    const news = new RunNews(parts.node)
    this.finisher = new Finisher(parts, (ended, result) => {
      news.stored(ended, result)
      hooks.stored(ended, result)
    })
    this.dispatcher = new Dispatcher(parts, { abilities, finisher: this.finisher, news }, hooks)
    this.reconciler = new Reconciler(parts, {
      found: (session, run, job) => this.#found(session, run, job),
    })
  }

  /** Begins a run that is this node's and has no slot yet; gives it back when there is none. */
  begin(session: Session, assignment: Assignment): boolean {
    const { slots } = this.#parts.node
    if (slots.take(assignment.executor)) return this.dispatcher.begin(session, assignment)
    this.dispatcher.release(session, assignment)
    return false
  }

  /** A run whose job is gone ends as cancelled, without being started. */
  #found(session: Session, run: RunRow, job: JobRow | null): void {
    if (job !== null) this.begin(session, rowAssignment(run, job))
    else this.begin(session, { ...rowAssignment(run, orphan), cancel: 'job_removed' })
  }
}

const orphan: Pick<JobRow, 'input' | 'policies'> = { input: null, policies: resolvePolicies([]) }
