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
  /** A function of this process, or a module that it loads elsewhere. */
  readonly takes: 'function' | 'module'
  /** Resolves with the handler's result, rejects with what it threw; settles only when the code really ended. */
  execute(work: Work): Promise<unknown>
  /** Ends an attempt that did not listen to its signal; absent where nothing can. */
  kill?(runId: string): void
  close(): Promise<void>
}
