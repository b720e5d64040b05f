import { createScheduler, defineTask, threads } from '@punctual/core'
import { smallJob, type ThreadPool } from './thread-pool.ts'

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
