import { createScheduler, defineTask, threads } from '@punctual/core'
import { callHandler } from '@punctual/core/testing'
import { smallJob, type ThreadPool } from './thread-pool.ts'

/** The threads alone, as the pools of others are measured: nothing is stored or planned. */
export function punctualThreads(): ThreadPool {
  const scheduler = createScheduler({ executors: { cpu: threads({ size: 2 }) } })
  const task = defineTask<undefined, number>('small', { executor: 'cpu' })
  scheduler.handle(task, { module: smallJob, export: 'small' })
  const call = (): Promise<unknown> => {
    const { signal } = new AbortController()
    return callHandler(scheduler, { task, input: undefined, signal, attempt: 1 })
  }

  async function runSmall(jobs: number): Promise<void> {
    await Promise.all(Array.from({ length: jobs }, call))
  }
  return { start: () => runSmall(100), runSmall, beginEndless: null }
}

/** The whole way: jobs that are stored, published, run in threads, and kept with their results. */
export function punctualPool(): ThreadPool {
  const scheduler = createScheduler({ executors: { cpu: threads({ size: 2 }) }, killAfter: 0 })
  const small = defineTask<undefined, number>('small', { executor: 'cpu' })
  const endless = defineTask('endless', { executor: 'cpu' })
  scheduler.handle(small, { module: smallJob, export: 'small' })
  scheduler.handle(endless, { module: smallJob, export: 'endless' })
  let left = 0
  let done = (): void => {}
  scheduler.on('run:succeeded', () => {
    left -= 1
    if (left === 0) done()
  })

  async function runSmall(jobs: number): Promise<void> {
    left = jobs
    const all = new Promise<void>((resolve) => (done = resolve))
    await scheduler.addJobs(Array.from({ length: jobs }, () => ({ task: small })))
    await all
  }
  return {
    async start() {
      await scheduler.start()
      await runSmall(100)
    },
    runSmall,
    async beginEndless() {
      const run = await scheduler.runTask(endless)
      await new Promise((resolve) => setTimeout(resolve, 300))
      return async () => {
        await scheduler.cancelRun(run.id)
        await run.finished()
      }
    },
  }
}
