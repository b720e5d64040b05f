import { PunctualError } from '../../errors/punctual-error.ts'
import { WorkerCrash } from '../../errors/worker-crash.ts'
import type { WorkerEnd } from './worker-line.ts'

/** Why an attempt has no answer: its worker ended. */
export function workerEnded(end: WorkerEnd, begun: boolean): PunctualError {
  if (!begun) return notStarted(end)
  switch (end.how) {
    case 'memory':
      return outOfMemory()
    case 'signalled':
      // V8 gives up like this when the heap of a process is full.
      return end.signal === 'SIGABRT' ? outOfMemory() : killed(end.signal)
    case 'exited':
      return new WorkerCrash(
        'PUNCTUAL_WORKER_EXITED',
        `the run ended its worker with exit code ${end.exitCode}: code of a job must return or throw, not exit`,
        { details: { exitCode: end.exitCode } },
      )
    case 'failed':
      return uncaught(end.error)
  }
}

export function uncaught(cause: unknown): WorkerCrash {
  const what = cause instanceof Error ? cause.message : String(cause)
  return new WorkerCrash(
    'PUNCTUAL_WORKER_UNCAUGHT',
    `the run threw where nothing could catch it, in a callback or in a promise that nobody awaits: ${what.slice(0, 1_000)}`,
    { cause },
  )
}

/** The input of a task may be anything that its schema makes. */
export function notCloneable(task: string, cause: unknown): PunctualError {
  const why = cause instanceof Error ? cause.message : String(cause)
  return new PunctualError(
    'PUNCTUAL_NOT_CLONEABLE',
    `the input of task "${task}" cannot go to a worker: ${why.slice(0, 500)}: let its schema make plain data`,
    { details: { task }, cause },
  )
}

function outOfMemory(): WorkerCrash {
  return new WorkerCrash(
    'PUNCTUAL_WORKER_MEMORY',
    'the run needed more memory than its worker may have: let it work in portions, or give threads() larger resourceLimits',
  )
}

function killed(signal: string): WorkerCrash {
  return new WorkerCrash(
    'PUNCTUAL_WORKER_KILLED',
    `the process of the run was killed by ${signal}: by the system when memory is short, or by an operator`,
    { details: { signal } },
  )
}

function notStarted(end: WorkerEnd): PunctualError {
  const { says, cause } = reasonOf(end)
  return new PunctualError(
    'PUNCTUAL_WORKER_FAILED',
    `the worker could not start the run: ${says}: see what node was started with, and that @punctual/core is not bundled`,
    { details: { end: end.how }, ...(cause !== undefined && { cause }) },
  )
}

function reasonOf(end: WorkerEnd): { readonly says: string; readonly cause?: unknown } {
  switch (end.how) {
    case 'failed': {
      const { error } = end
      return { says: error instanceof Error ? error.message : String(error), cause: error }
    }
    case 'memory':
      return { says: 'it had not memory enough to begin' }
    case 'signalled':
      return { says: `it was killed by ${end.signal}` }
    case 'exited':
      return { says: `it exited with code ${end.exitCode}` }
  }
}
