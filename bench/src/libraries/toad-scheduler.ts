import { SimpleIntervalJob, Task, ToadScheduler } from 'toad-scheduler'
import type { Library } from '../library.ts'

export function toadScheduler(): Library {
  const scheduler = new ToadScheduler()
  return {
    name: 'toad-scheduler',
    holds: 100_000,
    cronNext: () => null,
    // Its cron jobs are croner's; its own are intervals.
    addCron: (id, _expression, work) =>
      scheduler.addSimpleIntervalJob(
        new SimpleIntervalJob({ days: 1 }, new Task(id, work), { id }),
      ),
    addAt: (id, at, work) => {
      const milliseconds = Math.max(1, at - Date.now())
      const task = new Task(id, () => {
        scheduler.removeById(id)
        work(at)
      })
      return scheduler.addSimpleIntervalJob(new SimpleIntervalJob({ milliseconds }, task, { id }))
    },
    start: async () => {},
    stop: async () => scheduler.stop(),
  }
}
