import type { ExecutorHarness, ExecutorPlan } from '@punctual/testing/conformance'
import { inline, processes, threads, type Executor } from '@punctual/core'
import type { ExecutorContract } from '../../src/executors/executor.ts'
import { WarmExecutor } from './warm-executor.ts'

const core = new URL('./core-in-worker.ts', import.meta.url).href

export const inlineHarness: ExecutorHarness = {
  capabilities: { isolated: false, processes: false, limitsMemory: false },
  core,
  patience: 60_000,
  open: ({ size }) => inline({ concurrency: size }),
}

export const threadsHarness: ExecutorHarness = {
  capabilities: { isolated: true, processes: false, limitsMemory: true },
  core,
  patience: 60_000,
  open: ({ megabytes, ...plan }) => {
    const limits = megabytes === undefined ? {} : { maxOldGenerationSizeMb: megabytes }
    return threads({ ...plan, resourceLimits: limits })
  },
}

export const processesHarness: ExecutorHarness = {
  capabilities: { isolated: true, processes: true, limitsMemory: false },
  core,
  patience: 60_000,
  open: ({ size, maxRunsPerWorker }) =>
    processes({ size, ...(maxRunsPerWorker !== undefined && { maxRunsPerWorker }) }),
}

/** The same, where cases that ask for nothing but one worker share it. */
export function warmed(harness: ExecutorHarness): ExecutorHarness & { close(): Promise<void> } {
  // What a factory gives is an executor, of which the public type shows less.
  const warm = new WarmExecutor(harness.open({ size: 1 }) as ExecutorContract)
  const isPlain = (plan: ExecutorPlan): boolean => plan.size === 1 && Object.keys(plan).length === 1
  return {
    ...harness,
    open: (plan): Executor => (isPlain(plan) ? warm.kept : harness.open(plan)),
    close: () => warm.close(),
  }
}
