import { setTimeout as pause } from 'node:timers/promises'
import { after, createScheduler, cron, type Scheduler, type Task } from '@punctual/core'
import { sqliteStore } from '@punctual/store-sql/sqlite'
import { z } from 'zod'
import type { Outbox } from './outbox.ts'

/** `takes` makes sending slow, to see what happens to a run when the server stops or dies meanwhile. */
const Reminder = z.object({
  text: z.string().min(1).max(500),
  takes: z.int().min(0).max(600).default(0),
})

/** The jobs of the service: reminders at run time, a nightly clean-up, and a report after each clean-up. */
export function makeJobs(
  path: string,
  outbox: Outbox,
): { scheduler: Scheduler; remind: Task<z.input<typeof Reminder>> } {
  const scheduler = createScheduler({ app: { name: 'reminders' }, store: sqliteStore({ path }) })

  const remind = scheduler.task(
    'send-reminder',
    async ({ input, runId, signal, log }) => {
      await pause(input.takes * 1_000, undefined, { signal })
      outbox.send(runId, input.text)
      log.info({}, 'reminder sent')
    },
    { input: Reminder, retry: 3 },
  )

  const cleanUp = scheduler.schedule('nightly-cleanup', cron('0 3 * * *'), () => ({
    removed: outbox.removeBefore(Date.now() - 30 * 86_400_000),
  }))

  scheduler.schedule('cleanup-report', after(cleanUp), ({ upstream, log }) => {
    log.info({ cleanUp: upstream[0]?.result ?? null }, 'clean-up report')
    return { reported: upstream[0]?.result ?? null }
  })

  return { scheduler, remind }
}
