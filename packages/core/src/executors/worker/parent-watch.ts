import { Worker } from 'node:worker_threads'
import { workerFile } from '../worker-file.ts'

/** How a watching thread is started. */
export interface WatchData {
  /** 1 while a run is being executed. */
  readonly busy: Int32Array
  readonly parent: number
}

/**
 * Ends this process when its parent is gone while a run holds the event loop, where the closed channel cannot be seen: a thread
 * looks once a second as long as a run lasts, and sleeps between runs.
 */
export class ParentWatch {
  readonly #busy = new Int32Array(new SharedArrayBuffer(4))
  #started = false

  set(busy: boolean): void {
    Atomics.store(this.#busy, 0, busy ? 1 : 0)
    if (busy && !this.#started) this.#start()
    else if (busy) Atomics.notify(this.#busy, 0)
  }

  #start(): void {
    this.#started = true
    const workerData: WatchData = { busy: this.#busy, parent: process.ppid }
    // As much as it takes to strip the types of its file, where there are any.
    const limits = { maxOldGenerationSizeMb: 32, maxYoungGenerationSizeMb: 2 }
    const thread = new Worker(workerFile('worker/parent-watch-main'), {
      ...{ workerData, resourceLimits: limits, execArgv: [], name: 'parent watch' },
    })
    // Without it a run still ends with the channel, as soon as it leaves the event loop alone.
    thread.on('error', () => {})
    thread.unref()
  }
}
