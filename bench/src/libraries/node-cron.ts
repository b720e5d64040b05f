import { schedule, type ScheduledTask } from 'node-cron'
import type { Library } from '../library.ts'

export function nodeCron(): Library {
  const tasks: ScheduledTask[] = []
  return {
    name: 'node-cron',
    holds: 20_000,
    // Its next time counts from now only, so it cannot be asked from an instant.
    cronNext: () => null,
    addCron: (_id, expression, work) => tasks.push(schedule(expression, work, { timezone: 'UTC' })),
    // It knows no single instants; a cron text of the second, minute and hour fires then, for the first time.
    addAt(_id, at, work) {
      const time = new Date(at)
      const text = `${time.getUTCSeconds()} ${time.getUTCMinutes()} ${time.getUTCHours()} * * *`
      return tasks.push(schedule(text, () => work(at), { timezone: 'UTC' }))
    },
    start: async () => {},
    stop: async () => {
      for (const task of tasks) await task.destroy()
    },
  }
}
