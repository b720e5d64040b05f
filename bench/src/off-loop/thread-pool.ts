/** Two threads of a library. */
export interface ThreadPool {
  /** Resolves when the threads are there. */
  start(): Promise<void>
  /** That many small jobs, from the order to the last result. */
  runSmall(jobs: number): Promise<void>
  /** Begins a job that never ends by itself; the answer ends it, and resolves when the caller knows of that. */
  readonly beginEndless: (() => Promise<() => Promise<void>>) | null
}

export const smallJob: URL = new URL('./small-job.ts', import.meta.url)
