import { fastifySchedule as plugin } from '@fastify/schedule'
import fastify from 'fastify'
import { AsyncTask, SimpleIntervalJob, type ToadScheduler } from 'toad-scheduler'
import type { ClosingServer } from './closing-server.ts'

/** @fastify/schedule as its README has it. */
export function fastifySchedule(): ClosingServer {
  const app = fastify()
  return {
    async start(work) {
      await app.register(plugin)
      await app.listen({ port: 0, host: '127.0.0.1' })
      const task = new AsyncTask('work', work)
      // The types of this program name another scheduler here: two plugins of it claim the name.
      const { scheduler } = app as unknown as { readonly scheduler: ToadScheduler }
      scheduler.addSimpleIntervalJob(
        new SimpleIntervalJob({ hours: 1, runImmediately: true }, task),
      )
    },
    close: () => app.close(),
    outcome: async () => null,
  }
}
