import { workerData } from 'node:worker_threads'
import type { WatchData } from './parent-watch.ts'

const PAUSE = 1_000
const { busy, parent } = workerData as WatchData

// Runs in a thread of its own, and does nothing but wait.
for (;;) {
  if (Atomics.load(busy, 0) === 0) Atomics.wait(busy, 0, 0)
  Atomics.wait(busy, 0, 1, PAUSE)
  if (isOrphan()) process.kill(process.pid, 'SIGKILL')
}

/** Where the system does not hand orphans over, the parent is asked for. */
function isOrphan(): boolean {
  if (process.ppid !== parent) return true
  try {
    process.kill(parent, 0)
    return false
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'ESRCH'
  }
}
