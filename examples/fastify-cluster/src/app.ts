import { every } from '@punctual/core'
import { statusHandler } from '@punctual/core/http'
import { fetchPlugin, punctual } from '@punctual/fastify'
import { sqliteStore } from '@punctual/store-sql/sqlite'
import { fastify, type FastifyInstance } from 'fastify'
import { Beats } from './beats.ts'

/** One server of the cluster. All of them run this same code, and each fire runs in one of them. */
export async function makeApp(path: string): Promise<FastifyInstance> {
  const app = fastify({ logger: { level: 'warn' } })
  const beats = new Beats(path)
  await app.register(punctual, {
    app: { name: 'cluster' },
    // The one line that knows the database: another store here, and the servers may stand on several machines.
    store: sqliteStore({ path }),
    drain: '10s',
  })

  app.scheduler.schedule('heartbeat', every(process.env.BEAT ?? '5s'), ({ fireTime }) =>
    beats.add(fireTime),
  )

  // A run is let in as it is. Clients need the password; no header makes them look like a run.
  const password = process.env.PASSWORD
  app.addHook('onRequest', async ({ run, method, headers }, reply) => {
    if (run || method === 'GET' || method === 'HEAD') return
    if (password !== undefined && headers.authorization === `Bearer ${password}`) return
    await reply.code(401).send({ error: 'for runs, and for those who know the password' })
  })
  app.post<{ Params: { minutes: number } }>(
    '/reports/:minutes',
    {
      schema: { params: { type: 'object', properties: { minutes: { type: 'integer' } } } },
      config: {
        schedule: {
          id: 'report',
          trigger: every(process.env.REPORT ?? '1m'),
          request: { params: { minutes: 10 } },
        },
      },
    },
    ({ params, run }) => ({
      by: run === null ? 'a client' : `run ${run.runId}`,
      fires: beats.perProcess(Date.now() - params.minutes * 60_000),
    }),
  )

  app.get('/', async () => ({
    answeredBy: process.pid,
    nodes: (await app.scheduler.nodes()).map(({ name }) => name),
    fires: beats.perProcess(),
    latest: beats.latest(),
  }))
  app.get('/reports', () => app.scheduler.listRuns({ job: 'report' }))
  await app.register(fetchPlugin(statusHandler(app.scheduler)), { prefix: '/internal' })
  return app
}
