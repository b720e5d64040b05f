import type { RunContext, Scheduler } from '@punctual/core'

/** A job that runs until the test lets it end. */
export interface GatedJob {
  readonly runId: string
  release(result?: string): void
}

/** Starts a run, and resolves once its handler is inside. Its signal ends it with the reason. */
export async function gatedJob(scheduler: Scheduler, name = 'slow'): Promise<GatedJob> {
  const inside = Promise.withResolvers<void>()
  const gate = Promise.withResolvers<string>()
  const task = scheduler.task(name, ({ signal }: RunContext) => {
    signal.addEventListener('abort', () => gate.reject(signal.reason))
    inside.resolve()
    return gate.promise
  })
  const { id } = await scheduler.runTask(task)
  await inside.promise
  return { runId: id, release: (result = 'done') => gate.resolve(result) }
}
