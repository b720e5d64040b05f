import type { RunContext, Scheduler } from '@punctual/core'
import type { FrameworkApp } from './framework-harness.ts'
import type { Gate } from './gate.ts'
import { HttpVisit, type Answer, type Ask } from './http-visit.ts'
import type { Patience } from './patience.ts'
import { RawVisit } from './raw-visit.ts'

/** Who visits: waits, and hangs up when all is over. */
export interface Visitor {
  readonly patience: Patience
  visiting<V extends { leave(): void }>(visit: V): V
}

/** An application at work. */
export class Started {
  readonly scheduler: Scheduler
  readonly port: number
  readonly #visitor: Visitor
  readonly #app: FrameworkApp

  constructor(visitor: Visitor, app: FrameworkApp, port: number) {
    this.#visitor = visitor
    this.#app = app
    this.scheduler = app.scheduler
    this.port = port
  }

  /** The whole answer to a request. */
  async ask(ask: Ask = {}): Promise<Answer> {
    const answer = this.visit(ask).answer()
    return await this.#visitor.patience.for(`${ask.method ?? 'GET'} ${ask.path}`, answer)
  }

  /** A request, and what comes of it. */
  visit(ask: Ask): HttpVisit {
    return this.#visitor.visiting(new HttpVisit(this.port, ask))
  }

  /** A request written byte by byte. */
  raw(...lines: readonly string[]): RawVisit {
    return this.#visitor.visiting(new RawVisit(this.port, lines))
  }

  close(): Promise<unknown> {
    return this.#app.close()
  }

  /** Begins to close: resolves once the scheduler takes no new work, with the end of the close. */
  async beginClose(): Promise<{ readonly closed: Promise<unknown> }> {
    const closed = this.close()
    closed.catch(() => {})
    const { scheduler } = this
    await this.#visitor.patience.until('a closing server claims nothing more', () =>
      ['paused', 'stopping', 'stopped'].includes(scheduler.state),
    )
    return { closed }
  }

  /** Runs a task at once, and resolves when it is at the gate. */
  async hold(gate: Gate, work: (run: RunContext) => unknown = () => 'done'): Promise<string> {
    const task = this.scheduler.task('held', async (run) => {
      await gate.pass()
      return work(run)
    })
    const { id } = await this.scheduler.runTask(task)
    await this.#visitor.patience.for('the run starts', gate.reached)
    return id
  }
}
