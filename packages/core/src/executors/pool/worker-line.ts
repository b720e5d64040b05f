import type { FromWorker, ToWorker } from '../messages.ts'

/** How a worker ended. */
export type WorkerEnd =
  | { readonly how: 'exited'; readonly exitCode: number }
  | { readonly how: 'signalled'; readonly signal: string }
  | { readonly how: 'memory' }
  | { readonly how: 'failed'; readonly error: unknown }

export interface LineHooks {
  heard(message: FromWorker): void
  /** Once, after the last message. */
  ended(end: WorkerEnd): void
}

/** The way to one worker, a thread or a process. */
export interface WorkerLine {
  /** Throws when the message cannot be cloned. */
  send(message: ToWorker): void
  /** Whether this process lives on for its sake. */
  hold(held: boolean): void
  /** Lets it end by itself. */
  close(): void
  kill(): void
}

/** Starts a worker. */
export type OpenLine = (hooks: LineHooks) => WorkerLine
