import { createScheduler, cron, inline, processes, threads, type Executor } from '@punctual/core'
import { punctual } from '@punctual/fastify'
import { fastify, type FastifyInstance } from 'fastify'
import { ProgressStreams } from './progress-streams.ts'
import { report, type ReportOrder } from './report-task.ts'

/** The one word that says where reports are made. */
export type Where = 'threads' | 'processes' | 'inline'

const executors: Readonly<Record<Where, () => Executor>> = {
  threads: () => threads({ size: 2, resourceLimits: { maxOldGenerationSizeMb: 256 } }),
  processes: () => processes({ size: 2 }),
  inline: () => inline(),
}

/** A server that makes heavy reports, and answers while it does. */
export async function makeApp(
  where: Where,
  limits: { drain: string; killAfter: string },
): Promise<FastifyInstance> {
  // A signal closes the server, and a stream of progress would hold it open.
  const app = fastify({ forceCloseConnections: true })
  const scheduler = createScheduler({
    app: { name: 'reports' },
    executors: { cpu: executors[where]() },
  })
  await app.register(punctual, { scheduler, ...limits })
  scheduler.handle(report, {
    module: new URL('./yearly-report.ts', import.meta.url),
    export: 'yearlyReport',
  })
  scheduler.schedule('last-year', cron('0 5 1 1 *'), report, {
    input: { year: new Date().getFullYear() - 1, orders: 5_000_000 },
  })

  const streams = new ProgressStreams(scheduler)
  app.get('/ping', () => ({ pong: Date.now() }))
  app.post<{ Body: Partial<ReportOrder> | null }>('/reports', async (request, reply) => {
    const { year = 2025, orders = 5_000_000 } = request.body ?? {}
    const run = await scheduler.runTask(report, { year, orders })
    return reply.status(202).send({ run: run.id, progress: `/reports/${run.id}/progress` })
  })
  app.get<{ Params: { run: string } }>('/reports/:run', async (request, reply) => {
    const run = await scheduler.getRun(request.params.run)
    return run ?? reply.status(404).send({ code: 'PUNCTUAL_UNKNOWN_RUN' })
  })
  app.get<{ Params: { run: string } }>('/reports/:run/progress', (request, reply) =>
    streams.open(request.params.run, reply),
  )
  app.delete<{ Params: { run: string } }>('/reports/:run', async (request) => ({
    cancelled: await scheduler.cancelRun(request.params.run),
  }))
  return app
}
