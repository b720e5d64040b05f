import type { Session } from '../store/store-messages.ts'
import type { Tx } from '../store/tx.ts'
import { followed } from '../time/followed.ts'
import type { Abilities } from './abilities.ts'
import type { Assignment } from './assignment.ts'
import { Attempt, type AttemptHome } from './attempt.ts'
import { completeRun } from './complete-run.ts'
import type { Finisher } from './finisher.ts'
import type { LoopParts } from './loop-parts.ts'
import type { RunNews } from './run-news.ts'
import type { AttemptEnd, Settled } from './settle.ts'
import { UpstreamReader } from './upstream-reader.ts'

export interface DispatcherHooks {
  /** Whether runs of this session may start. `over`: they are not this node's any more. */
  verdict(session: Session): 'start' | 'release' | 'over'
}

/** Executes runs that are this node's, and hands on how they ended. */
export class Dispatcher {
  readonly #parts: LoopParts
  readonly #abilities: Abilities
  readonly #finisher: Finisher
  readonly #news: RunNews
  readonly #hooks: DispatcherHooks
  readonly #home: AttemptHome
  #released = 0

  constructor(
    parts: LoopParts,
    uses: { abilities: Abilities; finisher: Finisher; news: RunNews },
    hooks: DispatcherHooks,
  ) {
    this.#parts = parts
    this.#abilities = uses.abilities
    this.#finisher = uses.finisher
    this.#news = uses.news
    this.#hooks = hooks
    const { client, node } = parts
    this.#home = { store: client.alias, node, upstream: new UpstreamReader(parts) }
  }

  /** Runs that were given back without being started. */
  get released(): number {
    return this.#released
  }

  /** Begins runs whose slots are taken, in slices. */
  async dispatch(session: Session, assignments: readonly Assignment[]): Promise<void> {
    const { breath } = this.#parts
    for (const assignment of assignments) {
      this.begin(session, assignment)
      if (breath.spent) await breath.take()
    }
  }

  /** Begins a run whose slot is taken; false when it does not start, and then its slot is given back. */
  begin(session: Session, assignment: Assignment): boolean {
    const { node, client } = this.#parts
    const { task, taskVersion, startDeadline } = assignment
    const verdict = this.#hooks.verdict(session)
    const known = this.#abilities.taskFor(task, taskVersion, assignment.executor)
    const executor = node.executors.get(assignment.executor)
    if (verdict !== 'start' || known === null || executor === undefined) {
      return this.#refuse(session, assignment, verdict === 'over' ? 'over' : 'released')
    }
    if (startDeadline !== null && client.clock.now() > startDeadline) {
      return this.#refuse(session, assignment, 'missed')
    }
    const complete = (tx: Tx, result: string | null): Promise<void> =>
      completeRun(client.store, { session, assignment }, tx, result)
    const attempt = new Attempt(this.#home, { assignment, task: known, executor, complete })
    if (!node.running.begin(attempt)) return this.#refuse(session, assignment, 'over')
    void followed(node.settings.clock, this.#run(session, attempt))
    return true
  }

  /** The way of a run that is this node's. */
  async #run(session: Session, attempt: Attempt): Promise<void> {
    this.#news.started(attempt.assignment)
    let end: AttemptEnd
    try {
      end = { returned: await attempt.call() }
    } catch (thrown) {
      end = { threw: thrown }
    }
    this.#settle(session, attempt, end)
  }

  #settle(session: Session, attempt: Attempt, end: AttemptEnd): void {
    const { assignment } = attempt
    const settled = attempt.settle(end)
    if (settled.end === 'released') this.#released += 1
    if (settled.end !== 'left') this.#end(session, assignment, settled)
    else if (attempt.aborted?.why === 'fenced') this.#news.fenced(assignment)
    this.#parts.node.running.end(attempt)
    this.#parts.node.slots.give(assignment.executor)
  }

  #end(session: Session, assignment: Assignment, end: End): void {
    const { runId, token } = assignment
    this.#finisher.add({ session, assignment, outcome: { runId, token, ...end } })
  }

  /** Gives a run back that found no slot. */
  release(session: Session, assignment: Assignment): void {
    this.#released += 1
    this.#end(session, assignment, { end: 'released' })
  }

  #refuse(session: Session, assignment: Assignment, end: 'released' | 'missed' | 'over'): false {
    this.#parts.node.slots.give(assignment.executor)
    if (end === 'released') this.#released += 1
    if (end !== 'over') this.#end(session, assignment, { end })
    return false
  }
}

type End = Exclude<Settled, { readonly end: 'left' }> | { readonly end: 'missed' }
