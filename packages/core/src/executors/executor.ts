import type { ModuleRef } from '../jobs/task.ts'
import type { Handler, RunContext } from '../scheduler/scheduler.ts'
import type { Executor } from './executor-kind.ts'

/** One attempt to execute. */
export interface Work {
  readonly run: RunContext<unknown>
  readonly code: Handler<unknown, unknown> | ModuleRef
}

/** What an executor does: it is given no more than `size` attempts at once. */
export interface ExecutorContract extends Executor {
  /** Attempts at once. */
  readonly size: number
  /** Functions of this process and modules alike, or only modules, which it loads elsewhere. */
  readonly takes: 'anything' | 'module'
  /** Resolves with the handler's result, rejects with what it threw; settles only when the code really ended. */
  execute(work: Work): Promise<unknown>
  /** Ends an attempt that did not listen to its signal; absent where nothing can. */
  kill?(run: RunContext<unknown>): void
  /** Ends idle workers; those that do not end by themselves are killed at the deadline. */
  close(deadline: Promise<void>): Promise<void>
}
