/** A server with one job that takes as long as `work` does. */
export interface ClosingServer {
  /** Starts the server; the job begins soon after. */
  start(work: () => Promise<void>): Promise<void>
  close(): Promise<unknown>
  /** The state in which the run was stored; null where nothing is kept. */
  outcome(): Promise<string | null>
}
