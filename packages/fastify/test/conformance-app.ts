import type { Scheduler } from '@punctual/core'
import type {
  AppPlan,
  FrameworkApp,
  FrameworkHarness,
  PlanMount,
  PlanRoute,
} from '@punctual/testing/conformance'
import { fastify, type FastifyInstance, type FastifyPluginAsync } from 'fastify'
import { fetchPlugin, punctual } from '../src/index.ts'

type StartOn = 'listen' | 'ready'

/** Applications of Fastify whose scheduler starts then, for the cases of the conformance kit. */
export function fastifyHarness(startOn: StartOn): FrameworkHarness {
  return {
    capabilities: { routeJobs: true, rootMounts: true, cutsRequests: false },
    open: (plan) => openApp(plan, startOn),
  }
}

async function openApp(plan: AppPlan, startOn: StartOn): Promise<FrameworkApp> {
  const app = fastify()
  const { options, drain, killAfter } = plan
  await app.register(punctual, { ...options, drain, killAfter, startOn })
  for (const one of plan.mounts) await mount(app, one)
  for (const route of plan.routes) addRoute(app, route)
  for (const { id, trigger, run } of plan.jobs) app.scheduler.schedule(id, trigger, run)
  return {
    scheduler: app.scheduler,
    async start() {
      await app.listen({ port: 0, host: '127.0.0.1' })
      if (startOn === 'listen') await working(app)
      const address = app.server.address()
      return typeof address === 'object' ? (address?.port ?? 0) : 0
    },
    close: () => app.close(),
  }
}

/** A scheduler that starts once the server listens tells that it cannot by closing the server, and why with its end. */
async function working(app: FastifyInstance): Promise<void> {
  const { scheduler } = app
  if (scheduler.state === 'starting') await started(scheduler)
  if (scheduler.state !== 'running') await app.close()
}

function started(scheduler: Scheduler): Promise<void> {
  return new Promise((resolve) => {
    scheduler.on('scheduler:started', () => resolve())
    scheduler.on('scheduler:stopped', () => resolve())
  })
}

async function mount(app: FastifyInstance, { under, handler }: PlanMount): Promise<void> {
  // Each further prefix is that of a plugin inside the one before.
  const [first, ...inner] = under
  const options = first === undefined ? {} : { prefix: first }
  if (inner.length === 0) await app.register(fetchPlugin(handler), options)
  else {
    const outer: FastifyPluginAsync = (below) => mount(below, { under: inner, handler })
    await app.register(outer, options)
  }
}

function addRoute(app: FastifyInstance, { method, path, jobs, answer }: PlanRoute): void {
  app.route({
    method,
    url: path,
    config: jobs === undefined ? {} : { schedule: jobs },
    handler: async (request, reply) => {
      const { run, headers, body } = request
      const params = { ...(request.params as Record<string, string>) }
      const query = { ...(request.query as Record<string, unknown>) }
      const { scheduler } = app
      const { status, json } = await answer({ scheduler, run, params, query, headers, body })
      return await reply.code(status).type('application/json').send(json)
    },
  })
}
